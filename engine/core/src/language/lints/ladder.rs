//! The rungs of a ladder stand in the order in which they go off.

use super::View;
use crate::definition::{Definition, Threshold};
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let Definition { deadline: Some(deadline), .. } = view.definition else { return Vec::new() };
    let nodes = view.root.at(&["deadline", "escalate"]).map(Node::items).unwrap_or_default();
    if nodes.len() != deadline.escalate.len() {
        return Vec::new(); // some could not be read
    }
    let pairs = deadline.escalate.windows(2).zip(nodes.iter().skip(1));
    let found = pairs.filter_map(|(pair, node)| {
        let [below, above] = pair else { return None };
        if ascends(below.at, above.at) {
            return None;
        }
        let place = node.at(&["at"]).unwrap_or(node);
        let message = "this rung does not stand above the one before it";
        let found = Diagnostic::new(&rules::LADDER_ORDER, place.span, message);
        Some(found.help("order the rungs from the first to the last, each at a moment of its own"))
    });
    found.collect()
}

/// Whether one rung surely goes off before another. Terms of different units are compared by nobody but
/// the calendar, and taken as they are written.
fn ascends(below: Threshold, above: Threshold) -> bool {
    match (below, above) {
        (Threshold::Percent(below), Threshold::Percent(above)) => below < above,
        (Threshold::Overdue(_), Threshold::Percent(_)) => false,
        (Threshold::Overdue(below), Threshold::Overdue(above)) => {
            below.unit != above.unit || below.count < above.count
        }
        _ => true,
    }
}
