//! An outcome that demands a ground needs grounds to choose from.

use super::View;
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::yaml::Kind;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    // A file that is missing, or grounds that could not be read, were reported there.
    let node = view.root.at(&["grounds"]);
    let unread = node.is_some_and(|node| node.kind == Kind::Reported || !node.entries().is_empty());
    if !view.definition.grounds.is_empty() || unread {
        return Vec::new();
    }
    view.outcomes()
        .filter(|(_, _, outcome)| outcome.demands_ground)
        .map(|(id, name, _)| {
            let span = view.place(id, &["outcomes", name, "demands"]);
            let message = format!("`{name}` demands a ground, and the map lists none");
            Diagnostic::new(&rules::NO_GROUNDS, span, message)
                .help("add `grounds: tables/refusal-grounds.yaml` with at least one ground")
        })
        .collect()
}
