//! The ladder of a deadline.

use super::deadline::threshold;
use crate::definition::{Duty, Reassign, Rung, Threshold};
use crate::instance::Priority;
use crate::language::reader::{Reader, RefKind, Section};
use crate::language::rules;
use crate::yaml::{Kind, Node};

/// More rungs are no ladder.
const RUNGS_MAX: usize = 20;

/// Reads `escalate`.
pub(super) fn read(r: &mut Reader<'_>, node: &Node) -> Vec<Rung> {
    let Some(items) = r.items(node, "`escalate`") else { return Vec::new() };
    if items.len() > RUNGS_MAX {
        let message = format!("the ladder has more than {RUNGS_MAX} rungs");
        r.report(&rules::OUT_OF_RANGE, node.span, message, "leave out the rungs nobody climbs");
    }
    items.iter().take(RUNGS_MAX).filter_map(|item| rung(r, item)).collect()
}

fn rung(r: &mut Reader<'_>, node: &Node) -> Option<Rung> {
    let what = "a rung";
    let section = r.section(node, node.span, what, &["at", "remind", "raise", "reassign"])?;
    let at = r.need(&section, "at", what).and_then(|node| moment(r, node));
    let remind = section.get("remind").map(|node| duties(r, node)).unwrap_or_default();
    let raised = [("high", Priority::High), ("urgent", Priority::Urgent)];
    let raise =
        section.get("raise").and_then(|node| r.word(node, "a priority to raise to", &raised));
    let reassign = section.get("reassign").and_then(|node| reassign(r, node));
    does_something(r, node, &section);
    Some(Rung { at: at?, remind, raise, reassign })
}

/// `75%`, or `2 working days overdue`.
fn moment(r: &mut Reader<'_>, node: &Node) -> Option<Threshold> {
    let text = r.text(node)?;
    if text.ends_with('%') {
        return threshold(r, node);
    }
    let Some(term) = text.strip_suffix(" overdue") else {
        let message = format!("`{text}` is not a rung of a ladder");
        let help = "write `75%`, `100%`, or `2 working days overdue`";
        r.report(&rules::BAD_TERM, node.span, message, help);
        return None;
    };
    match term.parse() {
        Ok(term) => Some(Threshold::Overdue(term)),
        Err(message) => {
            r.bad_term(node, &message);
            None
        }
    }
}

/// `holder`, or `[holder, head]`.
fn duties(r: &mut Reader<'_>, node: &Node) -> Vec<Duty> {
    let one = |r: &mut Reader<'_>, node: &Node| r.word(node, "somebody to remind", &Duty::ALL);
    match &node.kind {
        Kind::List(items) => items.iter().filter_map(|item| one(r, item)).collect(),
        _ => one(r, node).into_iter().collect(),
    }
}

/// `head`, or a unit of the map.
fn reassign(r: &mut Reader<'_>, node: &Node) -> Option<Reassign> {
    if node.text() == Some("head") {
        return Some(Reassign::Head);
    }
    Some(Reassign::Unit(r.reference(node, RefKind::Unit)?.into()))
}

fn does_something(r: &mut Reader<'_>, node: &Node, section: &Section<'_>) {
    if ["remind", "raise", "reassign"].iter().all(|key| section.get(key).is_none()) {
        let help = "add `remind: holder`, `raise: high` or `reassign: head`";
        r.report(&rules::MISSING_KEY, node.span, "the rung does nothing", help);
    }
}
