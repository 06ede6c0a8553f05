//! The same term at every action: whether it is theirs together or each has it is not said.

use super::View;
use crate::diagnostic::Diagnostic;
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let Some(deadline) = &view.definition.deadline else { return Vec::new() };
    let numbered = view.steps().filter(|(_, step)| step.action.is_some());
    let with_own = numbered.filter(|(_, step)| step.within == Some(deadline.within));
    let whole: Vec<_> = with_own.map(|(id, _)| id).collect();
    let Some((first, others)) = whole.split_first() else { return Vec::new() };
    others
        .iter()
        .map(|id| {
            let message = format!(
                "`{id}` and `{first}` have {} each, and so has the whole case",
                deadline.within
            );
            Diagnostic::new(&rules::SHARED_OR_SUMMED, view.place(id, &["within"]), message)
                .related(view.place(first, &["within"]), "the same term")
                .help(
                    "leave `within` out: the steps then share the deadline; `action: { number: …, \
                     within: … }` keeps the words of the table",
                )
        })
        .collect()
}
