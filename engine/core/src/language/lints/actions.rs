//! Two steps with the same number of the regulation's table of actions.

use super::{View, twice};
use crate::diagnostic::Diagnostic;
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let numbered = view.steps().filter_map(|(id, step)| Some((step.action.as_ref()?.number, id)));
    twice(numbered)
        .into_iter()
        .map(|(number, first, again)| {
            let message = format!("`{again}` carries the action number {number} of `{first}`");
            Diagnostic::new(&rules::DUPLICATE_ACTION, view.key(again, "action"), message)
                .related(view.key(first, "action"), "first given here")
                .help("number the actions as the table of the regulation does")
        })
        .collect()
}
