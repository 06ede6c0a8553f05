//! Boundary events: `on: [{ timer: 2 working days, interrupting: false, to: reminder }]`.

use super::NameKind;
use super::deadline::threshold;
use crate::definition::{Boundary, Trigger};
use crate::ids::StepId;
use crate::language::reader::{Reader, RefKind, Section, list};
use crate::language::rules;
use crate::yaml::Node;

const TRIGGERS: [&str; 8] =
    ["timer", "until", "message", "signal", "condition", "error", "escalation", "deadline"];

const KEYS: [&str; 11] = [
    "timer",
    "until",
    "message",
    "signal",
    "condition",
    "error",
    "escalation",
    "deadline",
    "after",
    "interrupting",
    "to",
];

/// Reads the boundary events of a step or of the process.
pub(super) fn read(r: &mut Reader<'_>, node: &Node) -> Vec<Boundary> {
    let Some(items) = r.items(node, "`on`") else { return Vec::new() };
    items.iter().filter_map(|item| one(r, item)).collect()
}

fn one(r: &mut Reader<'_>, node: &Node) -> Option<Boundary> {
    let what = "a boundary event";
    let section = r.section(node, node.span, what, &KEYS)?;
    let trigger = trigger(r, &section, node);
    let interrupting = section.get("interrupting").and_then(|node| r.boolean(node));
    let to = r.need(&section, "to", what).and_then(|node| r.reference(node, RefKind::Step));
    Some(Boundary {
        trigger: trigger?,
        interrupting: interrupting.unwrap_or(true),
        to: StepId::from(to?),
    })
}

fn trigger(r: &mut Reader<'_>, section: &Section<'_>, node: &Node) -> Option<Trigger> {
    let given: Vec<&str> =
        TRIGGERS.iter().copied().filter(|key| section.get(key).is_some()).collect();
    let [key] = given.as_slice() else {
        let message = format!("a boundary event has one trigger, but here are {}", given.len());
        let help = format!("give it one of {}", list(&TRIGGERS));
        r.report(&rules::MISSING_KEY, node.span, message, help);
        return None;
    };
    let value = section.get(key)?;
    if *key != "error" && section.get("after").is_some() {
        let message = format!("`after` says how long an error lasts; this is a {key}");
        r.report(&rules::UNKNOWN_KEY, section.head(), message, "remove `after`");
    }
    match *key {
        "timer" => r.term(value).map(Trigger::Timer),
        "message" => r.name(value, NameKind::Label).map(Trigger::Message),
        "until" => r.expression(value).map(Trigger::Until),
        "signal" => r.name(value, NameKind::Label).map(Trigger::Signal),
        "condition" => r.condition(value).map(Trigger::Condition),
        "escalation" => r.name(value, NameKind::Label).map(Trigger::Escalation),
        "deadline" => threshold(r, value).map(Trigger::Deadline),
        _ => {
            let error = r.name(value, NameKind::Label)?;
            let after = section.get("after").and_then(|node| r.term(node));
            Some(Trigger::Error { error, after })
        }
    }
}
