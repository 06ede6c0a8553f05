//! Four eyes need two people: not one person alone in the groups of both steps.

use std::collections::BTreeSet;

use super::View;
use crate::definition::{Element, Step};
use crate::diagnostic::Diagnostic;
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, step) in view.steps() {
        let (Element::UserTask(task) | Element::ManualTask(task)) = &step.element else { continue };
        let Some(own) = people(view, step) else { continue };
        for other in task.not_same_person_as.iter().filter(|other| *other != id) {
            let theirs = view.definition.step(other).and_then(|step| people(view, step));
            if own.len() != 1 || theirs != Some(own) {
                continue;
            }
            let person = own.iter().next().map_or("", String::as_str);
            let message =
                format!("`{id}` and `{other}` need two people, and only `{person}` can do either");
            let place = view.place(id, &["not_same_person_as"]);
            let diagnostic = Diagnostic::new(&rules::ONE_PERSON, place, message);
            found.push(diagnostic.help("put somebody else into the group of one of the units"));
        }
    }
    found
}

/// Who can do a step, as far as the organisation is known.
fn people<'a>(view: &View<'a>, step: &Step) -> Option<&'a BTreeSet<String>> {
    let unit = view.definition.units.get(step.unit.as_ref()?)?;
    view.shared.members.get(unit.group.as_str())
}
