//! The map that a step runs is there, and does not come back to the map that runs it.

use super::{View, unknown};
use crate::definition::{CallActivity, Element};
use crate::diagnostic::Diagnostic;
use crate::ids::StepId;
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let calls = view.steps().filter_map(|(id, step)| match &step.element {
        Element::CallActivity(call) => Some((id, call)),
        _ => None,
    });
    calls
        .filter_map(|(id, call)| missing(view, id, call).or_else(|| back(view, id, call)))
        .collect()
}

fn missing(view: &View<'_>, step: &StepId, call: &CallActivity) -> Option<Diagnostic> {
    let calls = &view.shared.calls;
    if calls.has(&call.process) {
        return None;
    }
    let message = format!("there is no map of the process `{}`", call.process);
    let place = view.place(step, &["process"]);
    Some(unknown(&rules::UNKNOWN_PROCESS, place, message, call.process.as_str(), calls.processes()))
}

fn back(view: &View<'_>, step: &StepId, call: &CallActivity) -> Option<Diagnostic> {
    let own = &view.definition.process;
    let way = view.shared.calls.way(&call.process, own)?;
    let way: Vec<String> = way.iter().map(|process| format!("`{process}`")).collect();
    let message = format!("the map calls itself: `{own}` calls {}", way.join(", which calls "));
    let found = Diagnostic::new(&rules::CALLS_ITSELF, view.place(step, &["process"]), message);
    Some(found.help("let the work come back within the map, with `returns:` or a flow"))
}
