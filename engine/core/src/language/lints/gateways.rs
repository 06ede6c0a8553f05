//! Conditions stand at exclusive gateways, in an order in which each can be tried.

use super::View;
use crate::definition::{Element, Flow, Step};
use crate::diagnostic::Diagnostic;
use crate::ids::StepId;
use crate::language::rules;
use crate::source::Span;
use crate::yaml::Kind;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, step) in view.steps() {
        let waits = matches!(step.element, Element::EventGateway);
        events(view, id, step, waits, &mut found);
        match step.element {
            Element::ExclusiveGateway | Element::InclusiveGateway => {
                exclusive(view, id, step, &mut found);
            }
            _ => plain(view, id, step, &mut found),
        }
    }
    found
}

/// The flows of an event gateway wait for events, those of other steps do not.
fn events(view: &View<'_>, id: &StepId, step: &Step, waits: bool, found: &mut Vec<Diagnostic>) {
    let Some(n) = step.next.iter().position(|flow| flow.event.is_some() != waits) else { return };
    let (message, help) = if waits {
        let message = format!("`{id}` is an event_gateway, and this flow of it waits for no event");
        (message, "write `{ message: …, to: … }` or `{ timer: …, to: … }`")
    } else {
        let message = format!("`{id}` is no event_gateway, so its flows wait for no events");
        (message, "make it an event_gateway, or put the event under `on:`")
    };
    found.push(Diagnostic::new(&rules::BAD_FLOWS, flow(view, id, step, n), message).help(help));
}

fn exclusive(view: &View<'_>, id: &StepId, step: &Step, found: &mut Vec<Diagnostic>) {
    let otherwise = step.next.iter().position(|flow| flow.when.is_none());
    let Some(otherwise) = otherwise else {
        if !step.next.is_empty() {
            let message =
                format!("when no condition of `{id}` holds, the case stops with an incident");
            let help = "add `{ otherwise: … }` as the last flow";
            found.push(Diagnostic::new(&rules::NO_OTHERWISE, view.step(id), message).help(help));
        }
        return;
    };
    for n in otherwise + 1..step.next.len() {
        let message = format!("this flow of `{id}` stands behind `otherwise` and is never tried");
        let diagnostic = Diagnostic::new(&rules::BAD_FLOWS, flow(view, id, step, n), message)
            .related(flow(view, id, step, otherwise), "taken whenever no condition above it holds")
            .help("put `otherwise` last; for flows that run in parallel use a parallel_gateway");
        found.push(diagnostic);
    }
}

fn plain(view: &View<'_>, id: &StepId, step: &Step, found: &mut Vec<Diagnostic>) {
    for (n, Flow { when, .. }) in step.next.iter().enumerate() {
        if when.is_some() {
            let message = format!("`{id}` is no gateway, so its flows have no conditions");
            let help = "put an exclusive_gateway behind it and move the conditions there";
            let span = flow(view, id, step, n);
            found.push(Diagnostic::new(&rules::BAD_FLOWS, span, message).help(help));
            return;
        }
    }
}

/// The place of a flow; of the step when flows could not be read and are left out.
fn flow(view: &View<'_>, id: &StepId, step: &Step, n: usize) -> Span {
    match view.value(id, &["next"]).map(|node| (&node.kind, node)) {
        Some((Kind::List(items), _)) if items.len() == step.next.len() => items[n].span,
        Some((_, node)) => node.span,
        None => view.step(id),
    }
}
