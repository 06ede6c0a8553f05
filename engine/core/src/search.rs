//! What a case is found by: names, identification numbers, passports and numbers of other cases. The
//! terms are computed from the case data by the types of its fields, as rows of the store are.

mod fold;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::definition::{FieldType, Fields};
use crate::instance::Instance;
use crate::process::Process;
use crate::value::Value;

pub use fold::fold;

/// A case has at most so many terms: a list of thousands of guests must not make a commit slow.
const TERMS_MAX: usize = 400;
/// Words of a name that count.
const WORDS_MAX: usize = 8;
/// Fields that hold the name of somebody.
const NAMED: [&str; 4] = ["surname", "patronymic", "representative", "signatory"];
/// So much of a text counts.
const CHARACTERS_MAX: usize = 200;

/// One way to find a case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Term {
    /// The folded word or number, by whose beginning it is found.
    pub term: String,
    /// The whole folded name, a space before each word; empty for a number.
    pub whole: String,
}

/// What a command changes in the terms of its case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TermChanges {
    /// Terms that are new.
    pub added: Vec<Term>,
    /// Terms by which the case is not found any more.
    pub gone: Vec<Term>,
}

impl TermChanges {
    /// What changed between two states of one case.
    pub fn between(process: &Process, before: Option<&Instance>, after: &Instance) -> Self {
        if before.is_some_and(|before| {
            before.data == after.data
                && before.applicant == after.applicant
                && before.linked_to == after.linked_to
        }) {
            return Self::default();
        }
        let old = before.map(|before| terms(process, before)).unwrap_or_default();
        let new = terms(process, after);
        Self {
            added: new.difference(&old).cloned().collect(),
            gone: old.difference(&new).cloned().collect(),
        }
    }
}

/// All terms of a case.
pub fn terms(process: &Process, case: &Instance) -> BTreeSet<Term> {
    let mut terms = BTreeSet::new();
    name(&case.applicant, &mut terms);
    if let Some(linked) = &case.linked_to {
        number(linked, &mut terms);
    }
    of_fields(&process.shape, &case.data, &mut terms);
    terms
}

/// What somebody typed into a search box, as terms: every word must begin one word of a name, or the
/// whole is the beginning of a number.
pub fn asked(text: &str) -> Vec<String> {
    words(text).collect()
}

/// A number as it is looked for: without the signs between its parts.
pub fn as_number(text: &str) -> String {
    let kept = text.chars().filter(|c| c.is_alphanumeric()).take(CHARACTERS_MAX);
    kept.flat_map(char::to_lowercase).collect()
}

fn of_fields(fields: &Fields, data: &Value, terms: &mut BTreeSet<Term>) {
    for (key, field) in fields {
        of_type(key, &field.kind, data.at(key), terms);
    }
}

/// Whether a text field holds the name of a person or an organisation, by what the map calls it: `name`, a name
/// of some kind (`maiden_name`), or somebody who is named as who they are.
fn is_name(key: &str) -> bool {
    key == "name" || key.ends_with("_name") || NAMED.contains(&key)
}

/// Maps nest as deeply as their reader allows; the data follows their types.
fn of_type(key: &str, kind: &FieldType, value: &Value, terms: &mut BTreeSet<Term>) {
    match (kind, value) {
        (FieldType::Text { format, .. }, Value::Text(text)) => match format.as_deref() {
            Some("kz_iin" | "kz_bin" | "passport") => number(text, terms),
            None if is_name(key) => name(text, terms),
            _ => {}
        },
        (FieldType::Object { fields }, Value::Context(_)) => of_fields(fields, value, terms),
        (FieldType::List { of, .. }, Value::List(items)) => {
            for item in items {
                of_type(key, of, item, terms);
            }
        }
        _ => {}
    }
}

fn name(text: &str, terms: &mut BTreeSet<Term>) {
    let words: Vec<_> = words(text).collect();
    let whole = words.iter().fold(String::new(), |whole, word| format!("{whole} {word}"));
    for term in words {
        add(Term { term, whole: whole.clone() }, terms);
    }
}

fn number(text: &str, terms: &mut BTreeSet<Term>) {
    let term = as_number(text);
    if !term.is_empty() {
        add(Term { term, whole: String::new() }, terms);
    }
}

fn add(term: Term, terms: &mut BTreeSet<Term>) {
    if terms.len() < TERMS_MAX {
        terms.insert(term);
    }
}

fn words(text: &str) -> impl Iterator<Item = String> {
    let short: String = text.chars().take(CHARACTERS_MAX).collect();
    let folded = fold(&short);
    let words: Vec<_> =
        folded.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.into_iter().take(WORDS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found_by(name: &str, typed: &str) -> bool {
        let mut terms = BTreeSet::new();
        super::name(name, &mut terms);
        asked(typed).iter().all(|word| terms.iter().any(|term| term.term.starts_with(word)))
    }

    #[test]
    fn a_name_is_found_in_either_alphabet_and_without_the_kazakh_letters() {
        for (name, typed) in [
            ("Әлия Ахметова", "алия"),
            ("Алия Ахметова", "Әлия"),
            ("Әлия", "Aliya"),
            ("ALIIA", "Алия"),
            ("Құрманғазы Ұлы", "Курмангазы"),
            ("KURMANGAZY", "Құрманғазы"),
            ("Өмірбек", "омирбек"),
            ("Ңұр Һауа", "Нур Хауа"),
            ("YERLAN", "Ерлан"),
            ("Жанар", "Zhanar"),
            ("Жанар", "Janar"),
            ("Семёнов Пётр", "семенов петр"),
            ("Щукин", "Shchukin"),
            ("AHMETOVA", "Ахметова"),
            ("Юлия", "Iuliia"),
            ("Юлия", "Yuliya"),
            ("Ырысбек", "Yrysbek"),
            ("Шәкәрім", "Shakarim"),
            ("Ян-Карло О'Нил", "ян карло онил"),
        ] {
            assert!(found_by(name, typed), "{name}: {typed}, {:?} {:?}", asked(name), asked(typed));
        }
        assert!(!found_by("Әлия Ахметова", "Болат"));
        assert!(!found_by("Әлия Ахметова", "Алия Сериккызы"));
    }

    #[test]
    fn the_beginning_of_each_word_is_enough_and_their_order_does_not_count() {
        assert!(found_by("Образцов Тест Примерович", "прим обр"));
        assert!(!found_by("Образцов Тест Примерович", "бразцов"));
    }

    #[test]
    fn numbers_are_found_without_their_signs() {
        assert_eq!(as_number(" N 000-0001 "), "n0000001");
        assert_eq!(as_number("850101 300123"), "850101300123");
    }

    #[test]
    fn fields_that_name_somebody_are_known_by_what_they_are_called() {
        for key in ["name", "latin_name", "surname", "representative"] {
            let mut terms = BTreeSet::new();
            let kind = FieldType::Text { format: None, long: false };
            of_type(key, &kind, &Value::Text("Ахметова Ә. Қ.".into()), &mut terms);
            assert!(terms.iter().any(|term| term.term.starts_with(&asked("Ахметова")[0])), "{key}");
        }
        assert!(!is_name("purpose") && !is_name("rename"));
    }

    #[test]
    fn hostile_texts_stay_small() {
        let mut terms = BTreeSet::new();
        super::name(&"ы".repeat(100_000), &mut terms);
        super::name("👩‍👩‍👧‍👦 \u{0} \u{202e}%_' --", &mut terms);
        assert!(terms.iter().all(|term| term.term.len() < 1000), "{terms:?}");
        assert!(asked("   ").is_empty() && as_number("—").is_empty());
    }
}
