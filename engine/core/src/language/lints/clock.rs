//! The events that start and stop the clock of the case can happen.

use super::{View, unknown};
use crate::definition::{ClockEvent, Definition, Element, Step};
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let Definition { deadline, deadlines, .. } = view.definition;
    let of_case = deadline.iter().flat_map(|deadline| {
        let until = deadline.until.as_ref().map(|until| ("until", until));
        let events = [("from", &deadline.from)].into_iter().chain(until);
        events.map(|(key, event)| (view.root.at(&["deadline", key]), event))
    });
    let beside = deadlines.iter().flat_map(|(name, deadline)| {
        let events = [("from", &deadline.from), ("until", &deadline.until)];
        events.map(|(key, event)| (view.root.at(&["deadlines", name, key]), event))
    });
    let events = of_case.chain(beside);
    let found = events.filter_map(|(node, event)| {
        outcome(view, node?, event).or_else(|| never(view, node?, event))
    });
    found.collect()
}

/// A gateway only leads on and an end is the end of the case: neither is an event of its own.
fn never(view: &View<'_>, node: &Node, event: &ClockEvent) -> Option<Diagnostic> {
    if let ClockEvent::Extended | ClockEvent::NoticeGiven = event {
        return no_extension(view, node);
    }
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
    let message = format!("`{step}` is {what}, which is never completed");
    Some(
        Diagnostic::new(&rules::NEVER_GOES_OFF, node.span, message)
            .help("name the step whose completion the act counts from, such as `intake.accepted`"),
    )
}

/// Without an extension there is nothing to give notice of.
fn no_extension(view: &View<'_>, node: &Node) -> Option<Diagnostic> {
    let extension = view.definition.deadline.as_ref().and_then(|it| it.extension.as_ref());
    // An extension that could not be read was reported there.
    if extension.is_some() || view.root.at(&["deadline", "extension"]).is_some() {
        return None;
    }
    let message = "the map's deadline allows no extension, so this never happens";
    let found = Diagnostic::new(&rules::NEVER_GOES_OFF, node.span, message);
    Some(found.help("add `extension:` to `deadline`, or name a step"))
}

fn outcome(view: &View<'_>, node: &Node, event: &ClockEvent) -> Option<Diagnostic> {
    let ClockEvent::Completed { step, outcome: Some(outcome) } = event else { return None };
    let found = view.definition.step(step).filter(|_| !view.broken.contains(step))?;
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
