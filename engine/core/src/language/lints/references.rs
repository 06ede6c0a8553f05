//! Every name that refers to something finds it.

use std::collections::BTreeSet;

use super::{View, unknown};
use crate::definition::{Definition, Element, FieldType, Fields, Step};
use crate::diagnostic::{Diagnostic, Rule};
use crate::ids::UnitId;
use crate::language::reader::{RefKind, Reference};
use crate::language::{DIAGNOSTICS_MAX, rules};
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let known = Known::new(view);
    let found = view.references().iter().filter_map(|one| dangling(one, &known));
    found.take(DIAGNOSTICS_MAX).collect()
}

type Names<'a> = BTreeSet<&'a str>;

struct Known<'a> {
    steps: Names<'a>,
    units: Names<'a>,
    recipients: Names<'a>,
    fields: BTreeSet<String>,
    statuses: Names<'a>,
    basis: Names<'a>,
    decisions: Names<'a>,
    groups: Option<&'a BTreeSet<String>>,
}

impl<'a> Known<'a> {
    fn new(view: &View<'a>) -> Self {
        let map = view.definition;
        let units: Names = map.units.keys().map(UnitId::as_str).collect();
        let steps = map.all_steps().map(|(id, _)| id.as_str()).collect();
        // A table that could not be read was reported where it stands.
        let decisions = view.root.at(&["decisions"]).map(Node::entries).unwrap_or_default();
        Self {
            steps,
            recipients: units.iter().copied().chain(["applicant"]).collect(),
            units,
            fields: fields(map),
            statuses: statuses(map),
            basis: map.basis.keys().map(String::as_str).collect(),
            decisions: decisions.iter().map(|entry| entry.key.text.as_str()).collect(),
            groups: view.shared.groups.as_ref(),
        }
    }

    /// The rule, the word for the thing, and the names that exist; none where nobody knows them.
    fn of(&self, kind: RefKind) -> Option<(&'static Rule, &'static str, Names<'_>)> {
        let strings = |names: &'a BTreeSet<String>| names.iter().map(String::as_str).collect();
        Some(match kind {
            RefKind::Step => (&rules::UNKNOWN_STEP, "step", self.steps.clone()),
            RefKind::Unit => (&rules::UNKNOWN_UNIT, "unit", self.units.clone()),
            RefKind::Recipient => (&rules::UNKNOWN_UNIT, "recipient", self.recipients.clone()),
            RefKind::Field => {
                let fields = self.fields.iter().map(String::as_str).collect();
                (&rules::UNKNOWN_FIELD, "field", fields)
            }
            RefKind::Status => (&rules::UNKNOWN_STATUS, "status", self.statuses.clone()),
            RefKind::Citation => (&rules::UNKNOWN_CITATION, "source", self.basis.clone()),
            RefKind::Decision => (&rules::UNKNOWN_DECISION, "decision", self.decisions.clone()),
            RefKind::Group => (&rules::UNKNOWN_GROUP, "group", strings(self.groups?)),
        })
    }

    fn has(&self, kind: RefKind, name: &str) -> bool {
        match kind {
            RefKind::Step => self.steps.contains(name),
            RefKind::Unit => self.units.contains(name),
            RefKind::Recipient => self.recipients.contains(name),
            RefKind::Field => self.fields.contains(name),
            RefKind::Status => self.statuses.contains(name),
            RefKind::Citation => self.basis.contains(name),
            RefKind::Decision => self.decisions.contains(name),
            RefKind::Group => self.groups.is_none_or(|groups| groups.contains(name)),
        }
    }
}

/// Paths into the case data, with what steps and messages add to it.
fn fields(map: &Definition) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    paths("", &map.data, &mut all);
    for (name, fields) in map.received() {
        paths(&format!("{name}."), fields, &mut all);
        all.insert(name.into_owned());
    }
    let decides = |step: &Step| matches!(step.element, Element::BusinessRuleTask(_));
    let answers = map.all_steps().filter(|(_, step)| decides(step));
    all.extend(answers.map(|(id, _)| id.to_string()));
    for (_, step) in map.all_steps() {
        if let Some((name, FieldType::Object { fields })) =
            step.block().and_then(|block| map.item_of(block))
        {
            paths(&format!("{name}."), fields, &mut all);
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
    let ends = map.all_steps().map(|(_, step)| step);
    let ends = ends.filter(|step| matches!(step.element, Element::EndEvent(_)));
    ends.filter(|step| !step.title.is_empty()).filter_map(|step| step.status.as_deref()).collect()
}

fn dangling(one: &Reference, known: &Known<'_>) -> Option<Diagnostic> {
    if known.has(one.kind, &one.name) {
        return None;
    }
    let (rule, what, names) = known.of(one.kind)?;
    let message = format!("there is no {what} `{}`", one.name);
    Some(unknown(rule, one.span, message, &one.name, names))
}
