//! Every step leads on, and in the end to an end.

use super::View;
use crate::definition::{Element, Step};
use crate::diagnostic::Diagnostic;
use crate::ids::StepId;
use crate::language::reader::list;
use crate::language::rules;
use crate::yaml::Kind;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let stuck: Vec<&StepId> =
        view.steps().filter(|(id, step)| leads_nowhere(view, id, step)).map(|(id, _)| id).collect();
    let mut found: Vec<Diagnostic> = stuck.iter().map(|id| no_way_on(view, id)).collect();
    if view.complete {
        found.extend(no_end(view, &stuck));
    }
    found
}

/// Whether the step needs a flow and has none. A `next` that could not be read was reported.
fn leads_nowhere(view: &View<'_>, id: &StepId, step: &Step) -> bool {
    let needed = match &step.element {
        Element::EndEvent(_) => false,
        // Not all must go on.
        _ if ends_of_itself(view, id) => false,
        Element::UserTask(task) | Element::ManualTask(task) => {
            task.outcomes.values().any(|way| way.to.is_none() && !way.extends_deadline)
        }
        _ => true,
    };
    let written = view.value(id, &["next"]).map(|node| &node.kind);
    let unread = written.is_some_and(|kind| !matches!(kind, Kind::List(items) if items.is_empty()));
    needed && step.next.is_empty() && !unread
}

/// Whether a token may end with this step: one of its ways leads nowhere.
fn ends_its_run(view: &View<'_>, id: &StepId, step: &Step) -> bool {
    step.next.is_empty() && ends_of_itself(view, id)
}

/// Whether nothing needs to stand behind this step: a run of a subprocess ends, and so does the
/// undoing of another step.
fn ends_of_itself(view: &View<'_>, id: &StepId) -> bool {
    view.definition.home_of(id).is_some() || view.definition.undone_by(id).is_some()
}

fn no_way_on(view: &View<'_>, id: &StepId) -> Diagnostic {
    let message = format!("`{id}` leads nowhere: it has no `next`, and no step stands below it");
    Diagnostic::new(&rules::NO_WAY_ON, view.step(id), message)
        .help("add `next:`, or an end_event below it")
}

/// One finding for all steps from which no end can be reached: they are one mistake.
fn no_end(view: &View<'_>, stuck: &[&StepId]) -> Option<Diagnostic> {
    let ends = view.definition.all_steps().filter(|(id, step)| {
        matches!(step.element, Element::EndEvent(_))
            || view.broken.contains(id)
            || ends_its_run(view, id, step)
    });
    let ending = view.graph.leading_to(ends.map(|(id, _)| id).chain(stuck.iter().copied()));
    let reached = view.graph.reachable(view.starts.iter().copied());
    let lost: Vec<&StepId> = view
        .definition
        .all_steps()
        .map(|(id, _)| id)
        .filter(|id| reached.contains(id) && !ending.contains(id))
        .collect();
    let first = lost.first()?;
    let names: Vec<&str> = lost.iter().map(|id| id.as_str()).collect();
    let message = format!("no end can be reached from {}", list(&names));
    let found = Diagnostic::new(&rules::NO_END, view.step(first), message);
    Some(found.help("lead one of the flows to an end_event"))
}
