//! Whoever is refused is told by which clause.

use super::View;
use crate::diagnostic::Diagnostic;
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let map = view.definition;
    if map.basis.is_empty() {
        return Vec::new();
    }
    let grounds = map.grounds.iter().filter(|(_, it)| it.cites.is_empty());
    let grounds = grounds.map(|(name, _)| ("grounds", "ground", name));
    let requirements = map.requirements.iter().filter(|(_, it)| it.cites.is_empty());
    let requirements = requirements.map(|(name, _)| ("requirements", "requirement", name));
    grounds
        .chain(requirements)
        .filter_map(|(section, what, name)| report(view, section, what, name))
        .collect()
}

fn report(view: &View<'_>, section: &str, what: &str, name: &str) -> Option<Diagnostic> {
    let entry = view.root.at(&[section])?.entry(name)?;
    if entry.value.at(&["cites"]).is_some() {
        return None; // sources that could not be read were reported
    }
    let message = format!("the {what} `{name}` has no source");
    let found = Diagnostic::new(&rules::NO_CITATION, entry.key.span, message);
    Some(found.help(
        "add `cites:` with a key of `basis`, or `cites: []` where it has no clause of its own",
    ))
}
