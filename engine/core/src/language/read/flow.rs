//! Flows: `next: decision`, `next: [a, b]`, `next: [{ when: …, to: a }, { otherwise: b }]`.

use super::NameKind;
use crate::definition::{AwaitedMessage, Flow, FlowEvent, Join};
use crate::feel::Expression;
use crate::language::reader::{Reader, RefKind, Section};
use crate::language::rules;
use crate::yaml::{Kind, Node};

/// A join waits for no more flows than a map can have.
const JOIN_COUNT_MAX: u32 = 1_000;

/// What an event gateway can wait for.
const EVENTS: [&str; 5] = ["message", "timer", "until", "signal", "condition"];

/// Reads `next`.
pub(super) fn next(r: &mut Reader<'_>, node: &Node) -> Vec<Flow> {
    match &node.kind {
        Kind::Scalar { .. } => plain(r, node).into_iter().collect(),
        Kind::List(items) => items.iter().filter_map(|item| flow(r, item)).collect(),
        Kind::Map(_) => flow(r, node).into_iter().collect(),
        Kind::Reported => Vec::new(),
    }
}

fn plain(r: &mut Reader<'_>, node: &Node) -> Option<Flow> {
    let to = r.reference(node, RefKind::Step)?;
    Some(Flow::plain(to.into()))
}

fn flow(r: &mut Reader<'_>, node: &Node) -> Option<Flow> {
    if matches!(node.kind, Kind::Scalar { .. }) {
        return plain(r, node);
    }
    let own = ["when", "to", "otherwise", "key"];
    let keys: Vec<&str> = own.into_iter().chain(EVENTS).collect();
    let section = r.section(node, node.span, "a flow", &keys)?;
    if EVENTS.iter().any(|event| section.get(event).is_some()) {
        return of_event(r, node, &section);
    }
    if let Some(otherwise) = section.get("otherwise") {
        if section.get("when").is_some() || section.get("to").is_some() {
            let help = "write `{ when: …, to: … }` or `{ otherwise: … }`";
            r.report(&rules::BAD_FLOWS, node.span, "a flow is conditional or `otherwise`", help);
        }
        return plain(r, otherwise);
    }
    let when = r.need(&section, "when", "a flow").and_then(|node| r.condition(node));
    let to = r.need(&section, "to", "a flow").and_then(|node| r.reference(node, RefKind::Step));
    // A condition that could not be read still leads somewhere.
    let when = when.or_else(|| Expression::parse("true").ok());
    Some(Flow { when, ..Flow::plain(to?.into()) })
}

/// `{ message: paid, key: payment.code, to: … }` or `{ timer: 30 minutes, to: … }`.
fn of_event(r: &mut Reader<'_>, node: &Node, section: &Section<'_>) -> Option<Flow> {
    let given: Vec<&str> =
        EVENTS.into_iter().filter(|event| section.get(event).is_some()).collect();
    let event = if let [only] = given.as_slice() {
        section.get(only).and_then(|value| event(r, section, only, value))
    } else {
        let help = "write `{ message: …, to: … }` or `{ timer: …, to: … }`";
        r.report(&rules::BAD_FLOWS, node.span, "a flow waits for one event", help);
        None
    };
    if section.get("when").is_some() || section.get("otherwise").is_some() {
        let help = "put an exclusive_gateway behind it and move the condition there";
        r.report(&rules::BAD_FLOWS, node.span, "a flow has an event or a condition", help);
    }
    let to = r.need(section, "to", "a flow").and_then(|node| r.reference(node, RefKind::Step));
    Some(Flow { event, ..Flow::plain(to?.into()) })
}

fn event(r: &mut Reader<'_>, section: &Section<'_>, key: &str, value: &Node) -> Option<FlowEvent> {
    match key {
        "timer" => r.term(value).map(FlowEvent::Timer),
        "until" => r.expression(value).map(FlowEvent::Until),
        "signal" => r.name(value, NameKind::Label).map(FlowEvent::Signal),
        "condition" => r.condition(value).map(FlowEvent::Condition),
        _ => {
            let message = r.name(value, NameKind::Label);
            let key = section.get("key").and_then(|node| r.expression(node));
            message.map(|message| FlowEvent::Message(AwaitedMessage { message, key }))
        }
    }
}

/// Reads `join`.
pub(super) fn join(r: &mut Reader<'_>, node: &Node) -> Join {
    let words = [("all", Join::All), ("any", Join::Any)];
    let read = match node.text() {
        Some(text) if text.starts_with(|c: char| c.is_ascii_digit()) => {
            r.count(node, JOIN_COUNT_MAX).map(Join::Count)
        }
        _ => r.word(node, "a join (or a number of flows)", &words),
    };
    read.unwrap_or_default()
}
