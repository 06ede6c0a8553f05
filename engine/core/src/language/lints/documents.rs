//! A task that ticks documents off needs to know which.

use super::View;
use crate::definition::{Checks, Element};
use crate::diagnostic::Diagnostic;
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    if view.root.at(&["documents"]).is_some() {
        return Vec::new();
    }
    view.steps()
        .filter(|(_, step)| match &step.element {
            Element::UserTask(task) | Element::ManualTask(task) => {
                task.checks == Some(Checks::Documents)
            }
            _ => false,
        })
        .map(|(id, _)| {
            let message = format!("`{id}` checks documents, and the map lists none");
            Diagnostic::new(&rules::NO_DOCUMENTS, view.place(id, &["checks"]), message)
                .help("add `documents: tables/documents.yaml`")
        })
        .collect()
}
