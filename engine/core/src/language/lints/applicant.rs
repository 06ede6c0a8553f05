//! Who is written to is known.

use super::View;
use crate::diagnostic::Diagnostic;
use crate::language::reader::RefKind;
use crate::language::{DIAGNOSTICS_MAX, rules};

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    if view.root.at(&["applicant"]).is_some() {
        return Vec::new();
    }
    view.references()
        .iter()
        .filter(|one| one.kind == RefKind::Recipient && one.name == "applicant")
        .take(DIAGNOSTICS_MAX)
        .map(|one| {
            let message = "the map does not say who the applicant is";
            Diagnostic::new(&rules::NO_APPLICANT, one.span, message)
                .help("add `applicant: { name: …, email: … }` with expressions over the case data")
        })
        .collect()
}
