//! Subprocesses: flows stay within, lists are lists, and an item is named where it is known.

use std::collections::BTreeMap;

use super::View;
use crate::definition::{Definition, FieldType, SUBPROCESS_DEPTH_MAX, Step, Subprocess};
use crate::diagnostic::Diagnostic;
use crate::feel::Type;
use crate::ids::StepId;
use crate::language::reader::{RefKind, Reference};
use crate::language::rules;
use crate::source::Span;
use crate::yaml::{Entry, Node};

/// A subprocess that runs for the items of a list.
pub(super) struct Items<'a> {
    /// The subprocess.
    pub(super) id: &'a StepId,
    /// What the item is called.
    pub(super) name: &'a str,
    /// The list.
    pub(super) list: &'a str,
    /// Its steps.
    pub(super) block: &'a Subprocess,
    /// The places from which the item is seen: those of its steps and of its label.
    seen: Vec<Span>,
}

impl Items<'_> {
    /// Whether the item is known at this place.
    pub(super) fn is_seen_from(&self, place: Span) -> bool {
        let holds = |span: &Span| {
            span.file == place.file && span.start <= place.start && place.end <= span.end
        };
        self.seen.iter().any(holds)
    }

    /// Whether it is a step within.
    pub(super) fn has(&self, step: &StepId) -> bool {
        crate::definition::AllSteps::of(&self.block.steps).any(|(id, _)| id == step)
    }
}

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, step) in view.steps() {
        let targets = step.targets().chain(&step.compensate);
        found.extend(targets.filter_map(|to| leaves(view, id, to)));
        found.extend(step.block().and_then(|block| no_list(view, id, block)));
    }
    found.extend(view.definition.on.iter().filter_map(|event| enters(view, &event.to)));
    found.extend(strange_names(view));
    found
}

/// The entries of all steps in the file, those within a subprocess after it.
pub(super) fn entries(root: &Node) -> Vec<&Entry> {
    let mut all = Vec::new();
    let mut open = vec![steps_of(root).iter()];
    while let Some(level) = open.last_mut() {
        match level.next() {
            Some(entry) => {
                all.push(entry);
                open.push(steps_of(&entry.value).iter());
            }
            None => drop(open.pop()),
        }
    }
    all
}

fn steps_of(node: &Node) -> &[Entry] {
    node.at(&["steps"]).map(Node::entries).unwrap_or_default()
}

/// The subprocesses that run for the items of a list, the outer ones first.
pub(super) fn items<'a>(
    definition: &'a Definition,
    entries: &BTreeMap<&'a str, &'a Entry>,
) -> Vec<Items<'a>> {
    let items = |(id, step): (&'a StepId, &'a Step)| {
        let block = step.block()?;
        let node = &entries.get(id.as_str())?.value;
        let within = steps_of(node).iter().flat_map(|entry| {
            let nested = self::entries(&entry.value);
            nested.into_iter().map(|entry| entry.value.span).chain([entry.value.span])
        });
        let label = node.at(&["label"]).map(|label| label.span);
        let (name, list) = (block.item.as_deref()?, block.for_each.as_deref()?);
        Some(Items { id, name, list, block, seen: within.chain(label).collect() })
    };
    definition.all_steps().filter_map(items).collect()
}

/// A flow that leads out of its subprocess or into another.
fn leaves(view: &View<'_>, id: &StepId, to: &StepId) -> Option<Diagnostic> {
    let definition = view.definition;
    definition.step(to)?;
    let (home, other) = (definition.home_of(id), definition.home_of(to));
    if home == other {
        return None;
    }
    let message = match (home, other) {
        (Some(home), _) => format!("a flow leads from `{id}` to `{to}`, out of `{home}`"),
        (None, Some(other)) => format!("a flow leads from `{id}` to `{to}`, into `{other}`"),
        (None, None) => return None,
    };
    let help = "end the run within, and go on from the subprocess itself; an `end_event` with \
                `error:` or `escalation:` is caught under its `on:`";
    let found = Diagnostic::new(&rules::LEAVES_ITS_SCOPE, named_at(view, id, to), message);
    Some(found.help(help))
}

fn enters(view: &View<'_>, to: &StepId) -> Option<Diagnostic> {
    let home = view.definition.home_of(to).filter(|_| view.definition.step(to).is_some())?;
    let message = format!("an event of the whole process leads to `{to}`, into `{home}`");
    let span = view.root.at(&["on"]).map_or(view.root.span, |node| node.span);
    let found = Diagnostic::new(&rules::LEAVES_ITS_SCOPE, span, message);
    Some(found.help(format!("lead it to a step of the map, such as `{home}` itself")))
}

/// The place at which a step names another.
fn named_at(view: &View<'_>, id: &StepId, to: &StepId) -> Span {
    let Some(entry) = view.entry(id) else { return view.step(id) };
    let around = entry.value.span;
    let found = view.references().iter().find(|one| {
        one.kind == RefKind::Step
            && one.name == to.as_str()
            && one.span.file == around.file
            && around.start <= one.span.start
            && one.span.end <= around.end
    });
    found.map_or_else(|| view.step(id), |one| one.span)
}

/// `for_each` without a list to run for, or without a name for its items.
fn no_list(view: &View<'_>, id: &StepId, block: &Subprocess) -> Option<Diagnostic> {
    let list = block.for_each.as_deref()?;
    let known = view
        .references()
        .iter()
        .any(|one| one.kind == RefKind::Field && one.span == view.place(id, &["for_each"]));
    if block.item.is_none() || view.definition.item_of(block).is_some() || !known {
        return None;
    }
    let message = format!("`{list}` is no list, so there is nothing to run for each");
    let found = Diagnostic::new(&rules::NO_LIST, view.place(id, &["for_each"]), message);
    Some(found.help("name a field of the type `list`"))
}

/// Items that have the name of something else, and results that an item cannot hold.
fn strange_names(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for items in &view.items {
        let place = view.place(items.id, &["item"]);
        let clash = |what: String| {
            Diagnostic::new(&rules::NAME_TWICE, place, format!("the item `{}` {what}", items.name))
                .help("give the item a name of its own")
        };
        let other = view.items.iter().find(|it| it.name == items.name && it.list != items.list);
        if view.definition.data.contains_key(items.name) {
            found.push(clash("has the name of a field".to_owned()));
        } else if view.definition.step(&items.name.into()).is_some() {
            found.push(clash("has the name of a step".to_owned()));
        } else if let Some(other) = other {
            found.push(clash(format!("is also that of `{}`, of another list", other.id)));
        }
        found.extend(results(view, items));
        found.extend(unseen(view, items));
    }
    found
}

/// Fields of an item in a form where nobody could say which item is meant.
fn unseen(view: &View<'_>, items: &Items<'_>) -> Option<Diagnostic> {
    let of_item = |one: &&Reference| {
        one.kind == RefKind::Field
            && one.name.split_once('.').is_some_and(|(first, _)| first == items.name)
    };
    let known = |one: &Reference| {
        view.items.iter().any(|it| it.name == items.name && it.is_seen_from(one.span))
    };
    let found = view.references().iter().filter(of_item).find(|one| !known(one))?;
    let message = format!("`{}` is known within `{}` only", items.name, items.id);
    let found = Diagnostic::new(&rules::UNKNOWN_FIELD, found.span, message);
    Some(
        found.help(format!("name the list `{}`, or move the step into the subprocess", items.list)),
    )
}

/// What steps give back is stored with the item: it must be an object without fields of that name.
fn results(view: &View<'_>, items: &Items<'_>) -> Vec<Diagnostic> {
    let Some((_, kind)) = view.definition.item_of(items.block) else { return Vec::new() };
    let stored = super::expressions::results(view.definition);
    let stored = stored.filter(|(_, step)| items.has(step));
    let report = |(name, step): (String, &StepId)| {
        let message = match kind {
            FieldType::Object { fields } if !fields.contains_key(&name) => return None,
            FieldType::Object { .. } => {
                format!("the result of `{step}` would replace the field `{name}` of the item")
            }
            _ => format!("the result of `{step}` is stored with the item, which is no object"),
        };
        let found = Diagnostic::new(&rules::NAME_TWICE, view.step(step), message);
        Some(found.help("give the step another name, and let the items of the list be objects"))
    };
    stored.filter_map(report).collect()
}

/// The type of a list of the case data, with what steps store in its items; `guest.children` is
/// looked up through the list whose item is `guest`.
pub(super) fn absolute(view: &View<'_>, list: &str) -> Vec<String> {
    let mut path: Vec<String> = list.split('.').map(str::to_owned).collect();
    for _ in 0..SUBPROCESS_DEPTH_MAX {
        let first = path.first().cloned().unwrap_or_default();
        let Some(items) = view.items.iter().find(|items| items.name == first) else { break };
        let around = items.list.split('.').map(str::to_owned);
        path = around.chain(path.into_iter().skip(1)).collect();
    }
    path
}

/// The type at a path, through lists to their items.
pub(super) fn at_path<'t>(ty: &'t mut Type, path: &[String]) -> Option<&'t mut Type> {
    let mut ty = ty;
    for name in path {
        while let Type::List(of) = ty {
            ty = of;
        }
        let Type::Context(entries) = ty else { return None };
        ty = entries.get_mut(name)?;
    }
    while let Type::List(of) = ty {
        ty = of;
    }
    Some(ty)
}
