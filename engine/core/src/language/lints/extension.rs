//! An outcome that extends the deadline needs a deadline that says how far, by whom and why.

use super::View;
use crate::definition::Definition;
use crate::diagnostic::Diagnostic;
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let Definition { deadline, .. } = view.definition;
    // A deadline or an extension that could not be read was reported there.
    let written = view.root.at(&["deadline", "extension"]).is_some();
    if written || deadline.as_ref().is_some_and(|deadline| deadline.extension.is_some()) {
        return Vec::new();
    }
    view.outcomes()
        .filter(|(_, _, outcome)| outcome.extends_deadline)
        .map(|(id, name, _)| {
            let span = view.place(id, &["outcomes", name, "extends"]);
            let message = format!("`{name}` extends a deadline that allows no extension");
            Diagnostic::new(&rules::EXTENDS_NOTHING, span, message).help(
                "add to `deadline`: `extension: { up_to: 30 calendar days, by: …, reason: required }`",
            )
        })
        .collect()
}
