//! What the language knows and this version does not run is refused by name, never ignored.

use super::View;
use crate::definition::{Boundary, Element, Step, Trigger};
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::source::Span;
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, step) in view.steps() {
        if let Some(name) = element(&step.element) {
            found.push(refused(view.place(id, &["type"]), name));
        }
        for key in keys(step) {
            found.push(refused(view.key(id, key), &format!("{key}:")));
        }
        let events = view.value(id, &["on"]).map(Node::items).unwrap_or_default();
        found.extend(boundaries(&step.on, events, view.step(id)));
    }
    let events = view.root.at(&["on"]).map(Node::items).unwrap_or_default();
    found.extend(boundaries(&view.definition.on, events, view.root.span));
    found
}

fn refused(span: Span, name: &str) -> Diagnostic {
    let message = format!("`{name}` is part of the language, but this version does not run it yet");
    Diagnostic::new(&rules::NOT_RUN_YET, span, message)
        .help("write it with the elements that run; `reglament explain RGL-028` lists them")
}

const fn element(element: &Element) -> Option<&'static str> {
    match element {
        Element::InclusiveGateway => Some("inclusive_gateway"),
        Element::EventGateway => Some("event_gateway"),
        Element::CallActivity(_) => Some("call_activity"),
        Element::Subprocess(_) => Some("subprocess"),
        Element::UserTask(_)
        | Element::ManualTask(_)
        | Element::ServiceTask(_)
        | Element::BusinessRuleTask(_)
        | Element::SendTask(_)
        | Element::ReceiveTask(_)
        | Element::Timer(_)
        | Element::ExclusiveGateway
        | Element::ParallelGateway
        | Element::EndEvent(_) => None,
    }
}

fn keys(step: &Step) -> Vec<&'static str> {
    let all = [("compensate", step.compensate.is_some()), ("returns", !step.returns.is_empty())];
    all.into_iter().filter(|(_, used)| *used).map(|(key, _)| key).collect()
}

fn boundaries<'a>(
    events: &'a [Boundary],
    nodes: &'a [Node],
    otherwise: Span,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let whole = events.len() == nodes.len();
    events.iter().enumerate().filter_map(move |(n, event)| {
        let key = match event.trigger {
            Trigger::Timer(_) | Trigger::Message(_) => return None,
            Trigger::Error { .. } => "error",
            Trigger::Escalation(_) => "escalation",
            Trigger::Deadline(_) => "deadline",
        };
        let entry = nodes.get(n).filter(|_| whole).and_then(|node| node.entry(key));
        let span = entry.map_or(otherwise, |entry| entry.key.span);
        Some(refused(span, &format!("{key}:")))
    })
}
