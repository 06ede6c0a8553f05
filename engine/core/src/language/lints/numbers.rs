//! A text says the same numbers in every language: one that was changed in one language only does not.

use std::collections::BTreeSet;

use super::View;
use crate::diagnostic::Diagnostic;
use crate::language::{DIAGNOSTICS_MAX, rules};
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut open = vec![view.root];
    while let Some(node) = open.pop() {
        if found.len() < DIAGNOSTICS_MAX {
            found.extend(differs(node));
        }
        open.extend(node.items());
        open.extend(node.entries().iter().map(|entry| &entry.value));
    }
    found
}

/// The first translation that says other numbers than the Russian text.
fn differs(node: &Node) -> Option<Diagnostic> {
    let russian = node.at(&["ru"])?;
    let said = numbers(russian.text()?);
    let of_lang = |lang: &'static str| {
        let other = node.at(&[lang])?;
        let numbers = numbers(other.text()?);
        (numbers != said).then_some((lang, other))
    };
    let (lang, other) = ["kk", "en"].into_iter().find_map(of_lang)?;
    let message = format!("the text in {lang} says other numbers than the Russian one");
    let found = Diagnostic::new(&rules::STALE_TRANSLATION, other.span, message);
    Some(found.related(russian.span, "changed since?").help("bring the two into step"))
}

/// The numbers in a text, whatever stands around them.
fn numbers(text: &str) -> BTreeSet<&str> {
    let parts = text.split(|c: char| !c.is_ascii_digit());
    parts.map(|part| part.trim_start_matches('0')).filter(|part| !part.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_compared_and_not_their_order_or_form() {
        assert_eq!(numbers("п. 4: 5 дней"), numbers("5 күн (4-т.)"));
        assert_eq!(numbers("01.02"), numbers("1 of 2"));
        assert_ne!(numbers("5 дней"), numbers("3 күн"));
    }
}
