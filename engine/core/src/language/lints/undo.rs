//! What undoes a step stands aside until something has it undone.

use super::View;
use crate::definition::{Element, Step};
use crate::diagnostic::Diagnostic;
use crate::ids::StepId;
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, step) in view.steps() {
        if let Some(undo) = &step.compensate {
            found.extend(in_the_way(view, undo));
            found.extend(never_undone(view, id, undo));
        }
        if compensates(step) && !view.steps().any(|(other, it)| undoable(view, id, other, it)) {
            let message = format!("`{id}` has steps undone, but none beside it has `compensate`");
            let found_at = view.place(id, &["compensates"]);
            found.push(
                Diagnostic::new(&rules::BAD_UNDO, found_at, message)
                    .help("name the step that undoes it with `compensate:`, or remove the key"),
            );
        }
    }
    found
}

/// A flow leads to the step that undoes another: it would run without anything to undo.
fn in_the_way(view: &View<'_>, undo: &StepId) -> Option<Diagnostic> {
    view.definition.step(undo)?;
    let behind = view.graph.behind(undo);
    let strangers = |id: &&&StepId| {
        view.starts.contains(id)
            || view.graph.entering(id).into_iter().any(|from| !behind.contains(from))
    };
    let entered = behind.iter().find(strangers)?;
    let message = format!("the case comes to `{entered}` without anything to undo");
    let found = Diagnostic::new(&rules::BAD_UNDO, view.step(entered), message);
    Some(found.help(format!("`{undo}` undoes a step: let no flow lead there, or behind it")))
}

fn never_undone(view: &View<'_>, id: &StepId, undo: &StepId) -> Option<Diagnostic> {
    let home = view.definition.home_of(id);
    let beside = |other: &StepId| view.definition.home_of(other) == home;
    if view.steps().any(|(other, step)| compensates(step) && beside(other)) {
        return None;
    }
    let message = format!("nothing ever has `{id}` undone by `{undo}`");
    let found = Diagnostic::new(&rules::BAD_UNDO, view.place(id, &["compensate"]), message);
    Some(found.help("add `compensates: true` to an end_event or a send_task beside it"))
}

fn undoable(view: &View<'_>, id: &StepId, other: &StepId, step: &Step) -> bool {
    step.compensate.is_some() && view.definition.home_of(other) == view.definition.home_of(id)
}

const fn compensates(step: &Step) -> bool {
    match &step.element {
        Element::SendTask(task) => task.compensates,
        Element::EndEvent(end) => end.compensates,
        _ => false,
    }
}
