//! The events that start and stop the clock of the case can happen.

use super::{View, unknown};
use crate::definition::{ClockEvent, Definition, Element, Step};
use crate::diagnostic::Diagnostic;
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let Definition { deadline: Some(deadline), .. } = view.definition else { return Vec::new() };
    let events = [("from", Some(&deadline.from)), ("until", deadline.until.as_ref())];
    events
        .into_iter()
        .filter_map(|(key, event)| {
            let event = event?;
            outcome(view, key, event).or_else(|| never(view, key, event))
        })
        .collect()
}

/// A gateway only leads on and an end is the end of the case: neither is an event of its own.
fn never(view: &View<'_>, key: &str, event: &ClockEvent) -> Option<Diagnostic> {
    let ClockEvent::Completed { step, .. } = event else { return None };
    let found = view.definition.step(step).filter(|_| !view.broken.contains(step))?;
    let what = match found.element {
        Element::ExclusiveGateway
        | Element::InclusiveGateway
        | Element::ParallelGateway
        | Element::EventGateway => "a gateway",
        Element::EndEvent(_) => "an end",
        _ => return None,
    };
    let node = view.root.at(&["deadline", key])?;
    let message = format!("`{step}` is {what}, which is never completed");
    Some(
        Diagnostic::new(&rules::NEVER_GOES_OFF, node.span, message)
            .help("name the step whose completion the act counts from, such as `intake.accepted`"),
    )
}

fn outcome(view: &View<'_>, key: &str, event: &ClockEvent) -> Option<Diagnostic> {
    let ClockEvent::Completed { step, outcome: Some(outcome) } = event else { return None };
    let found = view.definition.step(step).filter(|_| !view.broken.contains(step))?;
    let node = view.root.at(&["deadline", key])?;
    let known = outcomes(found);
    if known.contains(&outcome.as_str()) {
        return None;
    }
    let start = step.as_str().len() + 1;
    let span = view.reader.within(node, start, start + outcome.len());
    let message =
        format!("`{step}` has no outcome `{outcome}`, so the clock would never hear of it");
    Some(unknown(&rules::UNKNOWN_OUTCOME, span, message, outcome, known))
}

pub(super) fn outcomes(step: &Step) -> Vec<&str> {
    match &step.element {
        Element::UserTask(task) | Element::ManualTask(task) => {
            task.outcomes.keys().map(String::as_str).collect()
        }
        _ => Vec::new(),
    }
}
