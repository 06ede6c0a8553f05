//! Work is sent back to a step from which it came.

use super::View;
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    if !view.complete {
        return Vec::new();
    }
    let later = view.outcomes().filter_map(|(id, _, outcome)| {
        let to = outcome.to.as_ref().filter(|_| outcome.returns)?;
        let known = view.definition.step(to).is_some(); // an unknown one was reported
        let earlier = to != id && view.graph.reachable([to]).contains(id);
        (known && !earlier).then_some((id, to))
    });
    let found = later.map(|(id, to)| {
        let places = view.value(id, &["returns"]).map(Node::items).unwrap_or_default();
        let place = places.iter().find(|node| node.text() == Some(to.as_str()));
        let span = place.map_or_else(|| view.key(id, "returns"), |node| node.span);
        let message = format!("`{to}` does not come before `{id}`, so nothing goes back to it");
        Diagnostic::new(&rules::BAD_FLOWS, span, message)
            .help("name steps from which the work comes; a way elsewhere is an outcome with `to`")
    });
    found.collect()
}
