//! Flows: `next: decision`, `next: [a, b]`, `next: [{ when: …, to: a }, { otherwise: b }]`.

use crate::definition::{Flow, Join};
use crate::feel::Expression;
use crate::language::reader::{Reader, RefKind};
use crate::language::rules;
use crate::yaml::{Kind, Node};

/// A join waits for no more flows than a map can have.
const JOIN_COUNT_MAX: u32 = 1_000;

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
    Some(Flow { to: to.into(), when: None })
}

fn flow(r: &mut Reader<'_>, node: &Node) -> Option<Flow> {
    if matches!(node.kind, Kind::Scalar { .. }) {
        return plain(r, node);
    }
    let section = r.section(node, node.span, "a flow", &["when", "to", "otherwise"])?;
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
    Some(Flow { to: to?.into(), when })
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
