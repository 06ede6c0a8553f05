//! Boundary events can go off: something throws what they catch.

use super::View;
use crate::decide::throw::ANY;
use crate::decide::watch::{OVERDUE, WAITING};
use crate::definition::{Boundary, Element, Step, Trigger};
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::source::Span;
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, step) in view.steps() {
        let nodes = view.value(id, &["on"]).map(Node::items).unwrap_or_default();
        for (n, event) in step.on.iter().enumerate() {
            let why = never_of(view, event).or_else(|| never_at(event, step));
            found.extend(why.map(|why| report(event, place(nodes, n, view.step(id)), &why)));
        }
    }
    let nodes = view.root.at(&["on"]).map(Node::items).unwrap_or_default();
    for (n, event) in view.definition.on.iter().enumerate() {
        let why = never_of(view, event).or_else(|| never_anywhere(view, event));
        found.extend(why.map(|why| report(event, place(nodes, n, view.root.span), &why)));
    }
    found
}

fn never_of(view: &View<'_>, event: &Boundary) -> Option<String> {
    let none = matches!(event.trigger, Trigger::Deadline(_)) && view.definition.deadline.is_none();
    none.then(|| "the map has no `deadline`".to_owned())
}

/// Why a step never throws this.
fn never_at(event: &Boundary, step: &Step) -> Option<String> {
    match &event.trigger {
        Trigger::Error { error, .. } if !can_fail(step, error) => {
            Some(format!("nothing of this step throws the error `{error}`"))
        }
        Trigger::Escalation(name) if !escalates(step, name) => {
            let why = match name.as_str() {
                OVERDUE => "the step has no `within`".to_owned(),
                WAITING => "the step has no `waits`".to_owned(),
                _ => format!("nothing of this step throws the escalation `{name}`"),
            };
            Some(why)
        }
        _ => None,
    }
}

/// Why no step of the map throws this.
fn never_anywhere(view: &View<'_>, event: &Boundary) -> Option<String> {
    let mut steps = view.definition.all_steps().map(|(_, step)| step);
    let thrown = match &event.trigger {
        Trigger::Error { after: Some(_), .. } => {
            return Some("`after` stands at the step whose error lasts".to_owned());
        }
        Trigger::Error { error, .. } => steps.any(|step| can_fail(step, error)),
        Trigger::Escalation(name) => steps.any(|step| escalates(step, name)),
        _ => true,
    };
    (!thrown).then(|| "no step of the map throws it".to_owned())
}

fn can_fail(step: &Step, error: &str) -> bool {
    match &step.element {
        Element::ServiceTask(_) | Element::CallActivity(_) => true,
        Element::Subprocess(block) => block.steps.values().any(|step| can_fail(step, error)),
        Element::EndEvent(end) => throws(end.error.as_deref(), error),
        _ => false,
    }
}

fn throws(thrown: Option<&str>, caught: &str) -> bool {
    thrown.is_some_and(|thrown| thrown == caught || caught == ANY)
}

fn escalates(step: &Step, name: &str) -> bool {
    let waits = match &step.element {
        Element::UserTask(task) | Element::ManualTask(task) => task.waits.is_some(),
        Element::Subprocess(block) if block.steps.values().any(|step| escalates(step, name)) => {
            return true;
        }
        Element::EndEvent(end) if throws(end.escalation.as_deref(), name) => return true,
        Element::ThrowEvent(event) if throws(event.escalation.as_deref(), name) => return true,
        _ => false,
    };
    match name {
        // With `waits`, the term counts from the moment somebody takes the task.
        OVERDUE => step.within.is_some(),
        WAITING => waits,
        _ => false,
    }
}

fn place(nodes: &[Node], n: usize, otherwise: Span) -> Span {
    nodes.get(n).map_or(otherwise, |node| node.span)
}

fn report(event: &Boundary, span: Span, why: &str) -> Diagnostic {
    let message = format!("this event never goes off: {why}");
    let help = match event.trigger {
        Trigger::Deadline(_) => "give the map a `deadline`, or write a `timer`",
        Trigger::Error { .. } => {
            "errors are thrown by service tasks (`unavailable`, or the name that the worker gives), \
             called cases and the ends of subprocesses"
        }
        _ => "`overdue` is thrown by a step with `within`, `waiting` by a task with `waits`",
    };
    Diagnostic::new(&rules::NEVER_GOES_OFF, span, message).help(help)
}
