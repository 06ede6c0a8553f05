//! From a tree to a [`Definition`]: one file for each part of a map.

mod boundary;
mod call;
mod choices;
mod data;
mod deadline;
mod documents;
mod element;
pub(super) mod fees;
mod flow;
mod grounds;
mod ladder;
mod requirements;
mod step;
mod table;
mod task;

use indexmap::IndexMap;
use jiff::civil::Date;

use super::assemble::SECTIONS;
use super::reader::{Reader, RefKind, Section};
use crate::definition::{Applicant, Citation, Definition, EXTENSION_NOTICE, InForce, Unit};
use crate::ids::{CalendarId, GroupId, UnitId};
use crate::source::Span;
use crate::text::Texts;
use crate::yaml::Node;

pub(super) use super::reader::NameKind;
pub(super) use step::step_types;

/// The keys that only a map has; its other sections may stand in parts as well.
pub(super) const HEAD: [&str; 6] =
    ["process", "title", "authority", "in_force", "calendar", "parts"];

/// Reads a whole map. Parts that could not be read are at their defaults.
pub(super) fn definition(r: &mut Reader<'_>, root: &Node) -> Definition {
    let start = Span { end: root.span.start, ..root.span };
    let mut map = empty();
    let keys: Vec<&str> = HEAD.into_iter().chain(SECTIONS).collect();
    let Some(top) = r.section(root, start, "a process map", &keys) else { return map };
    head(r, &mut map, &top);
    if let Some(node) = top.get("basis") {
        map.basis = basis(r, node);
    }
    if let Some(node) = top.get("units") {
        map.units = units(r, node);
    }
    if let Some(entry) = top.entry("applicant") {
        map.applicant = applicant(r, &entry.value, entry.key.span);
    }
    if let Some(node) = top.get("linked_case") {
        map.linked_case = r.expression(node);
    }
    if let Some(node) = top.get("office") {
        map.office = r.expression(node);
    }
    data::read(r, &mut map, &top);
    if let Some(node) = top.get("statuses") {
        map.statuses = named_texts(r, node, "`statuses`");
    }
    tables(r, &mut map, &top);
    if let Some(entry) = top.entry("deadline") {
        map.deadline = deadline::read(r, &entry.value, entry.key.span);
    }
    if let Some(node) = top.get("deadlines") {
        map.deadlines = deadline::beside(r, node);
    }
    if let Some(notice) = deadline::of_notice(map.deadline.as_ref()) {
        map.deadlines.entry(EXTENSION_NOTICE.to_owned()).or_insert(notice);
    }
    if let Some(node) = top.get("on") {
        map.on = boundary::read(r, node);
    }
    if let Some(node) = r.need(&top, "steps", "a process map") {
        map.steps = step::read_all(r, node);
    }
    // Their order says nothing, so it makes no other edition.
    map.basis.sort_unstable_keys();
    map.statuses.sort_unstable_keys();
    map.decisions.sort_unstable_keys();
    map
}

fn empty() -> Definition {
    Definition {
        process: "".into(),
        title: Texts::default(),
        authority: String::new(),
        in_force: InForce { from: Date::ZERO, until: None },
        calendar: "".into(),
        basis: IndexMap::new(),
        units: IndexMap::new(),
        applicant: None,
        linked_case: None,
        office: None,
        data: IndexMap::new(),
        statuses: IndexMap::new(),
        documents: None,
        fees: IndexMap::new(),
        grounds: IndexMap::new(),
        requirements: IndexMap::new(),
        decisions: IndexMap::new(),
        deadline: None,
        deadlines: IndexMap::new(),
        on: Vec::new(),
        steps: IndexMap::new(),
    }
}

fn head(r: &mut Reader<'_>, map: &mut Definition, top: &Section<'_>) {
    let what = "a process map";
    let mut name = |key: &str| {
        let node = r.need(top, key, what)?;
        r.name(node, NameKind::Label)
    };
    map.process = name("process").unwrap_or_default().into();
    map.authority = name("authority").unwrap_or_default();
    map.calendar = CalendarId::from(name("calendar").unwrap_or_default());
    if let Some(node) = r.need(top, "title", what) {
        map.title = r.texts(node).unwrap_or_default();
    }
    if r.need(top, "in_force", what).is_some()
        && let Some(entry) = top.entry("in_force")
        && let Some(in_force) = in_force(r, &entry.value, entry.key.span)
    {
        map.in_force = in_force;
    }
}

fn in_force(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<InForce> {
    let section = r.section(node, head, "`in_force`", &["from", "until"])?;
    r.need(&section, "from", "`in_force`");
    let days = r.validity(&section);
    Some(InForce { from: days.from?, until: days.until })
}

fn basis(r: &mut Reader<'_>, node: &Node) -> IndexMap<String, Citation> {
    let mut all = IndexMap::new();
    for (name, entry) in r.named(node, "`basis`", NameKind::Label) {
        let keys = ["act", "clause", "note"];
        let Some(section) = r.section(&entry.value, entry.key.span, "a source", &keys) else {
            continue;
        };
        let act = r.need(&section, "act", "a source").and_then(|node| r.text(node));
        let mut text = |key| section.get(key).and_then(|node| r.text(node)).unwrap_or_default();
        let citation =
            Citation { act: act.unwrap_or_default(), clause: text("clause"), note: text("note") };
        all.insert(name, citation);
    }
    all
}

fn units(r: &mut Reader<'_>, node: &Node) -> IndexMap<UnitId, Unit> {
    let mut all = IndexMap::new();
    for (name, entry) in r.named(node, "`units`", NameKind::Variable) {
        let keys = ["title", "group"];
        let Some(section) = r.section(&entry.value, entry.key.span, "a unit", &keys) else {
            all.insert(name.into(), Unit { title: Texts::default(), group: "".into() });
            continue;
        };
        let title = r.need(&section, "title", "a unit").and_then(|node| r.texts(node));
        let group =
            r.need(&section, "group", "a unit").and_then(|node| r.reference(node, RefKind::Group));
        let group = GroupId::from(group.unwrap_or_default());
        all.insert(name.into(), Unit { title: title.unwrap_or_default(), group });
    }
    all
}

fn applicant(r: &mut Reader<'_>, node: &Node, head: Span) -> Option<Applicant> {
    let keys = ["name", "email", "language"];
    let section = r.section(node, head, "`applicant`", &keys)?;
    let name = r.need(&section, "name", "`applicant`").and_then(|node| r.expression(node));
    let email = r.need(&section, "email", "`applicant`").and_then(|node| r.expression(node));
    let language = section.get("language").and_then(|node| r.expression(node));
    Some(Applicant { name: name?, email: email?, language })
}

/// A map from names to texts.
fn named_texts(r: &mut Reader<'_>, node: &Node, what: &str) -> IndexMap<String, Texts> {
    r.named(node, what, NameKind::Label)
        .into_iter()
        .map(|(name, entry)| (name, r.texts(&entry.value).unwrap_or_default()))
        .collect()
}

fn tables(r: &mut Reader<'_>, map: &mut Definition, top: &Section<'_>) {
    if let Some(entry) = top.entry("documents") {
        map.documents = documents::read(r, &entry.value, entry.key.span);
    }
    if let Some(entry) = top.entry("fees") {
        map.fees = fees::read(r, &entry.value, entry.key.span);
    }
    if let Some(node) = top.get("grounds") {
        map.grounds = grounds::read(r, node);
    }
    if let Some(node) = top.get("requirements") {
        map.requirements = requirements::read(r, node);
    }
    if let Some(node) = top.get("decisions") {
        for (name, entry) in r.named(node, "`decisions`", NameKind::Label) {
            if let Some(table) = table::read(r, &entry.value, entry.key.span) {
                map.decisions.insert(name, table);
            }
        }
    }
}
