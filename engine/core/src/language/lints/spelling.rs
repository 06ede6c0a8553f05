//! One unit has one spelling: a letter too many in its name makes two units of it.

use super::View;
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::source::Span;
use crate::text::{Lang, Texts};

/// Names of fewer letters differ by one because they are different.
const LETTERS_MIN: usize = 6;
/// More units than this are not compared with each other.
const UNITS_MAX: usize = 200;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let names = names(view);
    let mut found = Vec::new();
    for (n, (text, span)) in names.iter().enumerate() {
        let Some((other, first)) = names[..n].iter().find(|(other, _)| nearly(text, other)) else {
            continue;
        };
        let message = format!("the unit «{text}» is «{other}» elsewhere");
        let diagnostic = Diagnostic::new(&rules::TWO_SPELLINGS, *span, message);
        found.push(diagnostic.related(*first, "spelt so here").help("spell it in one way"));
    }
    found
}

/// What units are called in each language: by the map, and by the words of the regulation's table.
fn names<'a>(view: &View<'a>) -> Vec<(&'a str, Span)> {
    let map = view.definition;
    let place = |id: &str| {
        let title = view.root.at(&["units", id, "title"]);
        title.map_or(view.root.span, |node| node.span)
    };
    let units = map.units.iter().map(|(id, unit)| (&unit.title, place(id.as_str())));
    let printed = view.steps().filter_map(|(id, step)| {
        let words = &step.action.as_ref()?.unit;
        Some((words, view.place(id, &["action", "unit"])))
    });
    let all = units.chain(printed).take(UNITS_MAX);
    let said = |(texts, span): (&'a Texts, Span)| {
        Lang::ALL.into_iter().map(move |lang| (texts.only(lang), span))
    };
    all.flat_map(said).filter(|(text, _)| !text.is_empty()).collect()
}

/// Whether two names are probably one: one edit apart, and not by a number.
fn nearly(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).collect::<String>();
    let digits = |text: &str| text.chars().filter(|c| c.is_numeric()).collect::<String>();
    let (a, b) = (letters(one).to_lowercase(), letters(other).to_lowercase());
    a.chars().count() >= LETTERS_MIN
        && a != b
        && digits(one) == digits(other)
        && strsim::damerau_levenshtein(&a, &b) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_too_many_is_a_slip_and_a_short_name_is_another() {
        assert!(nearly("ГОРРОВД", "ГОРОВД"));
        assert!(!nearly("ГОРОВД", "ГОРОВД"));
        assert!(!nearly("ДМП", "УМП"));
        assert!(!nearly("Отдел номер 1", "Отдел номер 2"));
    }
}
