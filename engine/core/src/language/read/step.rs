//! The steps of a map, in their order.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::element::{self, TYPES};
use super::{NameKind, boundary, flow};
use crate::definition::{Element, Flow, Join, SfeAction, Step, UserTask};
use crate::ids::{StepId, UnitId};
use crate::language::reader::{Reader, RefKind, Section, list};
use crate::language::rules;
use crate::yaml::{Entry, Node};

/// Keys that every step has.
const EVERY: [&str; 7] = ["type", "title", "action", "completion", "status", "join", "cites"];

/// Keys of steps that go on.
const FLOWING: [&str; 1] = ["next"];

/// Keys of steps that somebody carries out.
const CARRIED_OUT: [&str; 1] = ["unit"];

/// Keys of steps that take time.
const LASTING: [&str; 3] = ["within", "on", "compensate"];

/// Actions of a regulation are few.
const ACTION_MAX: u32 = 100;

/// Reads `steps`: a step without `next` goes on to the step below it.
pub(super) fn read_all(r: &mut Reader<'_>, node: &Node) -> IndexMap<StepId, Step> {
    let entries = r.named(node, "`steps`", NameKind::Variable);
    if entries.is_empty() && node.entries().is_empty() {
        let help = "name the steps in the order of the regulation";
        r.report(&rules::MISSING_KEY, node.span, "a process needs a step", help);
    }
    // What undoes a step stands aside: no flow leads there of itself.
    let undo: BTreeSet<&str> = entries.iter().filter_map(|(_, entry)| undone_by(entry)).collect();
    let aside = |name: &str| undo.contains(name);
    let mut steps = IndexMap::new();
    for (n, (name, entry)) in entries.iter().enumerate() {
        let behind = entries.get(n + 1..).unwrap_or_default().iter();
        let below = behind.map(|(name, _)| name.as_str()).find(|name| !aside(name));
        let below = below.filter(|_| !aside(name));
        steps.insert(StepId::from(name.as_str()), read(r, name, entry, below));
    }
    default_joins(&mut steps, node);
    steps
}

fn undone_by(entry: &Entry) -> Option<&str> {
    entry.value.at(&["compensate"])?.text()
}

fn read(r: &mut Reader<'_>, name: &str, entry: &Entry, below: Option<&str>) -> Step {
    let kind = element_type(r, entry);
    let known = kind.map(keys_of);
    let element = kind.zip(known).and_then(|(kind, keys)| {
        let section = r.section(&entry.value, entry.key.span, &format!("a {kind}"), &keys)?;
        element::read(r, &section, kind)
    });
    if element.is_none() {
        r.broken.push(name.into());
    }
    // An unreadable step stays on the map, so that what leads to it is not wrong as well.
    let element = element.unwrap_or(Element::ManualTask(UserTask::default()));
    common(r, entry, element, below)
}

fn element_type(r: &mut Reader<'_>, entry: &Entry) -> Option<&'static str> {
    r.entries(&entry.value, "a step")?;
    let names = TYPES.map(|(name, _)| name);
    let Some(node) = entry.value.at(&["type"]) else {
        let help = format!("add `type:`, one of {}", list(&names));
        r.report(&rules::MISSING_KEY, entry.key.span, "a step needs the key `type`", help);
        return None;
    };
    r.word(node, "a type of step", &names.map(|name| (name, name)))
}

/// The types of steps, each with its keys.
pub(in crate::language) fn step_types() -> impl Iterator<Item = (&'static str, Vec<&'static str>)> {
    TYPES.iter().map(|(name, _)| (*name, keys_of(name)))
}

/// The keys of an element type: nothing that would have no effect is allowed to stand there.
fn keys_of(kind: &str) -> Vec<&'static str> {
    let own = TYPES.iter().find(|(name, _)| *name == kind).map_or(&[][..], |(_, keys)| keys);
    let gateway = kind.ends_with("_gateway");
    let at_once =
        gateway || matches!(kind, "send_task" | "business_rule_task" | "throw_event" | "end_event");
    let mut keys = EVERY.to_vec();
    if kind != "end_event" {
        keys.extend(FLOWING);
    }
    if !gateway && !matches!(kind, "timer" | "throw_event" | "end_event") {
        keys.extend(CARRIED_OUT);
    }
    if !at_once {
        keys.extend(LASTING);
    }
    keys.extend(own);
    keys
}

fn common(r: &mut Reader<'_>, entry: &Entry, element: Element, below: Option<&str>) -> Step {
    let at = |key: &str| entry.value.at(&[key]);
    let title = at("title").and_then(|node| r.texts(node)).unwrap_or_default();
    let unit = at("unit").and_then(|node| r.reference(node, RefKind::Unit)).map(UnitId::from);
    let action = at("action").and_then(|node| action(r, node));
    let completion = at("completion").and_then(|node| r.texts(node)).unwrap_or_default();
    let within = at("within").and_then(|node| r.term(node));
    let status = at("status").and_then(|node| r.reference(node, RefKind::Status));
    let next = match at("next") {
        Some(node) => flow::next(r, node),
        None => goes_on(&element, below),
    };
    let join = at("join").map(|node| flow::join(r, node)).unwrap_or_default();
    let on = at("on").map(|node| boundary::read(r, node)).unwrap_or_default();
    let compensate = at("compensate").and_then(|node| r.reference(node, RefKind::Step));
    let cites = at("cites").map(|node| r.references(node, RefKind::Citation)).unwrap_or_default();
    Step {
        element,
        title,
        unit,
        action,
        completion,
        within,
        status,
        next,
        join,
        on,
        compensate: compensate.map(StepId::from),
        cites,
    }
}

/// The flow to the step below; none where every outcome leads elsewhere or the path ends.
fn goes_on(element: &Element, below: Option<&str>) -> Vec<Flow> {
    let needed = match element {
        Element::EndEvent(_) => false,
        Element::UserTask(task) | Element::ManualTask(task) => {
            let mut outcomes = task.outcomes.values();
            task.outcomes.is_empty()
                || outcomes.any(|way| way.to.is_none() && !way.extends_deadline)
        }
        _ => true,
    };
    let below = below.filter(|_| needed);
    below.map(|to| Flow::plain(to.into())).into_iter().collect()
}

/// A parallel gateway that several flows enter waits for all of them, an inclusive one for those that
/// can still arrive, as in BPMN, unless the map says otherwise.
fn default_joins(steps: &mut IndexMap<StepId, Step>, node: &Node) {
    let entering = |steps: &IndexMap<StepId, Step>, id: &StepId| {
        steps.values().flat_map(|step| &step.next).filter(|flow| flow.to == *id).count()
    };
    let gateways: Vec<StepId> = steps
        .iter()
        .filter(|(id, step)| {
            matches!(step.element, Element::ParallelGateway | Element::InclusiveGateway)
                && node.at(&[id.as_str(), "join"]).is_none()
                && entering(steps, id) > 1
        })
        .map(|(id, _)| id.clone())
        .collect();
    for id in gateways {
        if let Some(step) = steps.get_mut(&id) {
            step.join = Join::All;
        }
    }
}

/// `action: 1`, or with the words of the regulation's table where they differ.
fn action(r: &mut Reader<'_>, node: &Node) -> Option<SfeAction> {
    if node.text().is_some() {
        let number = r.count(node, ACTION_MAX)?;
        return Some(SfeAction {
            number,
            unit: crate::text::Texts::default(),
            title: crate::text::Texts::default(),
            within: crate::text::Texts::default(),
        });
    }
    let section = r.section(node, node.span, "`action`", &["number", "unit", "title", "within"])?;
    let number = r.need(&section, "number", "`action`").and_then(|node| r.count(node, ACTION_MAX));
    let texts = |r: &mut Reader<'_>, section: &Section<'_>, key| {
        section.get(key).and_then(|node| r.texts(node)).unwrap_or_default()
    };
    let unit = texts(r, &section, "unit");
    let title = texts(r, &section, "title");
    let within = texts(r, &section, "within");
    Some(SfeAction { number: number?, unit, title, within })
}
