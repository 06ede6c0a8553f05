//! Every name that refers to something finds it.

use std::collections::BTreeSet;

use super::{View, unknown};
use crate::definition::{Definition, Element, FieldType, Fields, Step};
use crate::diagnostic::Diagnostic;
use crate::ids::{StepId, UnitId};
use crate::language::reader::{RefKind, Reference};
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let known = Known::new(view);
    view.references().iter().filter_map(|one| dangling(one, &known)).collect()
}

struct Known<'a> {
    steps: BTreeSet<&'a str>,
    units: Vec<&'a str>,
    recipients: Vec<&'a str>,
    fields: BTreeSet<String>,
    statuses: BTreeSet<&'a str>,
    basis: Vec<&'a str>,
    decisions: Vec<&'a str>,
    groups: Option<&'a BTreeSet<String>>,
}

impl<'a> Known<'a> {
    fn new(view: &View<'a>) -> Self {
        let map = view.definition;
        let units: Vec<&str> = map.units.keys().map(UnitId::as_str).collect();
        let mut steps = BTreeSet::new();
        steps_within(&map.steps, &mut steps);
        Self {
            steps,
            recipients: ["applicant"].into_iter().chain(units.iter().copied()).collect(),
            units,
            fields: fields(map),
            statuses: statuses(map),
            basis: map.basis.keys().map(String::as_str).collect(),
            // A table that could not be read was reported where it stands.
            decisions: view.root.at(&["decisions"]).map_or_else(Vec::new, |node| {
                node.entries().iter().map(|entry| entry.key.text.as_str()).collect()
            }),
            groups: view.shared.groups.as_ref(),
        }
    }
}

/// The steps of a map, those within its subprocesses included.
fn steps_within<'a>(steps: &'a indexmap::IndexMap<StepId, Step>, all: &mut BTreeSet<&'a str>) {
    for (id, step) in steps {
        all.insert(id.as_str());
        if let Element::Subprocess(block) = &step.element {
            steps_within(&block.steps, all);
        }
    }
}

/// Paths into the case data, with what steps and messages add to it.
fn fields(map: &Definition) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    paths("", &map.data, &mut all);
    for (id, step) in &map.steps {
        match &step.element {
            Element::ServiceTask(task) => {
                all.insert(id.to_string());
                paths(&format!("{id}."), &task.receives, &mut all);
            }
            Element::BusinessRuleTask(_) => {
                all.insert(id.to_string());
            }
            _ => {}
        }
    }
    all
}

fn paths(prefix: &str, fields: &Fields, all: &mut BTreeSet<String>) {
    for (name, field) in fields {
        let path = format!("{prefix}{name}");
        if let FieldType::Object { fields } = &field.kind {
            paths(&format!("{path}."), fields, all);
        }
        all.insert(path);
    }
}

/// With `statuses`, its keys; without, what the end events with titles declare by themselves.
fn statuses(map: &Definition) -> BTreeSet<&str> {
    if !map.statuses.is_empty() {
        return map.statuses.keys().map(String::as_str).collect();
    }
    let ends = map.steps.values().filter(|step| matches!(step.element, Element::EndEvent(_)));
    ends.filter(|step| !step.title.is_empty()).filter_map(|step| step.status.as_deref()).collect()
}

fn dangling(one: &Reference, known: &Known<'_>) -> Option<Diagnostic> {
    let Reference { kind, name, span } = one;
    let word = name.as_str();
    let (rule, what, all): (_, _, Vec<&str>) = match kind {
        RefKind::Step => (&rules::UNKNOWN_STEP, "step", known.steps.iter().copied().collect()),
        RefKind::Unit => (&rules::UNKNOWN_UNIT, "unit", known.units.clone()),
        RefKind::Recipient => (&rules::UNKNOWN_UNIT, "recipient", known.recipients.clone()),
        RefKind::Field => {
            (&rules::UNKNOWN_FIELD, "field", known.fields.iter().map(String::as_str).collect())
        }
        RefKind::Status => {
            (&rules::UNKNOWN_STATUS, "status", known.statuses.iter().copied().collect())
        }
        RefKind::Citation => (&rules::UNKNOWN_CITATION, "source", known.basis.clone()),
        RefKind::Decision => (&rules::UNKNOWN_DECISION, "decision", known.decisions.clone()),
        RefKind::Group => {
            let groups = known.groups?;
            (&rules::UNKNOWN_GROUP, "group", groups.iter().map(String::as_str).collect())
        }
    };
    if all.contains(&word) {
        return None;
    }
    Some(unknown(rule, *span, format!("there is no {what} `{word}`"), word, all))
}
