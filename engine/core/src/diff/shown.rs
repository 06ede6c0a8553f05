//! Values of the language in words.

use serde_json::{Map, Value};

use super::lexicon::{FIELDS, IN_PLACE, OF_WORDS, VALUES};
use super::names::BELOW;
use super::tree::{is_texts, title};
use super::vocabulary::Kind;
use super::{DiffWords, Place};
use crate::term::Term;
use crate::text::Texts;

/// Fields whose values are terms.
const TERMS: [&str; 10] =
    ["within", "up_to", "recall", "waits", "backoff", "for", "timer", "after", "before", "overdue"];

/// A thing: what it is, its name and its title.
pub(super) fn thing(kind: Kind, id: &str, title: &Texts, words: &dyn DiffWords) -> String {
    let kind = words.word(&kind.word());
    let title = title.get(words.lang());
    if title.is_empty() { format!("{kind} {id}") } else { format!("{kind} {id} «{title}»") }
}

/// The name of a field; its key where the vocabulary has none.
pub(super) fn field(above: Option<&Place>, key: &str, words: &dyn DiffWords) -> String {
    let place = match above {
        Some(Place::Thing { thing, .. }) => thing.word().trim_start_matches("kind-").to_owned(),
        Some(Place::Field { field }) => field.clone(),
        None => String::new(),
    };
    let say = |key: String| words.word(&key.replace('_', "-"));
    if IN_PLACE.contains(&(&*place, key)) {
        return say(format!("in-{place}-{key}"));
    }
    if FIELDS.contains(&key) { say(format!("field-{key}")) } else { key.to_owned() }
}

/// A value before and after. Two terms of one unit name it once: `7 → 5 working days`.
pub(super) fn shown(key: &str, before: &Value, after: &Value, words: &dyn DiffWords) -> String {
    let was = match (term(key, before), term(key, after)) {
        (Some(old), Some(new)) if old.unit == new.unit => old.count.to_string(),
        _ => one(key, before, words),
    };
    // A field that is absent says no where another says yes.
    match (before, after) {
        (Value::Null, Value::Bool(_)) => shown(key, &Value::Bool(false), after, words),
        (Value::Bool(_), Value::Null) => shown(key, before, &Value::Bool(false), words),
        _ => format!("{was} → {}", one(key, after, words)),
    }
}

fn term(key: &str, value: &Value) -> Option<Term> {
    value.as_str().filter(|_| TERMS.contains(&key))?.parse().ok()
}

fn one(key: &str, value: &Value, words: &dyn DiffWords) -> String {
    let mark = |mark: &str| words.word(&format!("mark-{mark}"));
    match value {
        Value::Null => mark("none"),
        Value::Bool(true) => mark("yes"),
        Value::Bool(false) => mark("no"),
        Value::Number(number) => number.to_string(),
        Value::String(text) => word(key, text, words),
        Value::Array(items) if items.is_empty() => mark("none"),
        Value::Array(items) => joined(items.iter().map(|item| one(key, item, words)), ", "),
        Value::Object(entries) if is_texts(value) || entries.contains_key("title") => {
            format!("«{}»", title(value).get(words.lang()))
        }
        Value::Object(entries) => record(key, entries, words),
    }
}

fn word(key: &str, text: &str, words: &dyn DiffWords) -> String {
    if text == BELOW {
        return words.word("mark-below");
    }
    if let Some(term) = term(key, &Value::from(text)) {
        return words.term(term);
    }
    let is_word = OF_WORDS.contains(&key) && VALUES.contains(&text);
    let say = || words.word(&format!("value-{}", text.replace('_', "-")));
    if is_word { say() } else { text.to_owned() }
}

/// Events, thresholds and small records.
fn record(place: &str, entries: &Map<String, Value>, words: &dyn DiffWords) -> String {
    let place = Place::Field { field: place.to_owned() };
    let pairs = entries.iter().map(|(key, value)| match (&**key, value) {
        ("completed", event) => completed(event),
        ("percent", percent) => format!("{percent} %"),
        ("before" | "overdue", term) => {
            format!("{} {}", one(key, term, words), words.word(&format!("mark-{key}-term")))
        }
        // A trigger with the name of its error: `error: unavailable, after: 1 working day`.
        (_, Value::Object(inner)) if inner.contains_key(&**key) => record(key, inner, words),
        _ => format!("{} {}", field(Some(&place), key, words), one(key, value, words)),
    });
    joined(pairs, "; ")
}

/// `intake.accepted`, as it stands in a map.
fn completed(event: &Value) -> String {
    let part = |key: &str| event.get(key).and_then(Value::as_str);
    joined(["step", "outcome"].into_iter().filter_map(part).map(str::to_owned), ".")
}

fn joined(parts: impl Iterator<Item = String>, gap: &str) -> String {
    parts.collect::<Vec<_>>().join(gap)
}
