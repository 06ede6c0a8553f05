//! Requirements: `requirements: { id: { at, when, holds, title, help, cites } }`.

use indexmap::IndexMap;

use super::{NameKind, deadline};
use crate::definition::{ClockEvent, Requirement};
use crate::language::reader::{Reader, RefKind, Section};
use crate::yaml::Node;

const KEYS: [&str; 6] = ["at", "when", "holds", "title", "help", "cites"];

/// Reads the requirements, in the order in which they are told.
pub(super) fn read(r: &mut Reader<'_>, node: &Node) -> IndexMap<String, Requirement> {
    let mut all = IndexMap::new();
    for (name, entry) in r.named(node, "`requirements`", NameKind::Label) {
        let what = "a requirement";
        if let Some(section) = r.section(&entry.value, entry.key.span, what, &KEYS)
            && let Some(requirement) = requirement(r, &section)
        {
            all.insert(name, requirement);
        }
    }
    all
}

fn requirement(r: &mut Reader<'_>, section: &Section<'_>) -> Option<Requirement> {
    let what = "a requirement";
    let at = match section.get("at") {
        Some(node) => deadline::clock_event(r, node),
        None => Some(ClockEvent::Start),
    };
    let when = section.get("when").and_then(|node| r.condition(node));
    let holds = r.need(section, "holds", what).and_then(|node| r.condition(node));
    let title = r.need(section, "title", what).and_then(|node| r.texts(node));
    let help = section.get("help").and_then(|node| r.texts(node));
    let cites = section.get("cites").map(|node| r.references(node, RefKind::Citation));
    Some(Requirement {
        at: at?,
        when,
        holds: holds?,
        title: title.unwrap_or_default(),
        help: help.unwrap_or_default(),
        cites: cites.unwrap_or_default(),
    })
}
