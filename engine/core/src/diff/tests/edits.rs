//! Every value of a map that uses the whole language, changed alone.

use proptest::prelude::*;

use super::*;

/// The places of all values in a tree, as JSON pointers.
fn places(node: &Value, at: &str, found: &mut Vec<String>) {
    let below: Vec<(String, &Value)> = match node {
        Value::Object(entries) => {
            entries.iter().map(|(key, value)| (key.replace('/', "~1"), value)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().map(|(n, it)| (n.to_string(), it)).collect()
        }
        _ => return found.push(at.to_owned()),
    };
    for (key, value) in below {
        let place = format!("{at}/{key}");
        if !matches!(value, Value::Array(_) | Value::Object(_)) || value.is_object() {
            found.push(place.clone());
        }
        places(value, &place, found);
    }
}

/// Another value that the language takes in this place.
fn another(value: &Value) -> Vec<Value> {
    match value {
        Value::Bool(is) => vec![Value::Bool(!is)],
        Value::Number(number) => vec![Value::from(number.as_u64().unwrap() + 1)],
        Value::String(text) => {
            let words = ["9 hours", "2030-01-01", "10:30:00", "changed_9", "first"];
            let words = words.iter().chain(lexicon::VALUES).filter(|word| *word != text);
            words.map(|word| Value::from(*word)).collect()
        }
        _ => Vec::new(),
    }
}

/// The definition with one value changed.
fn changed(whole: &Value, at: &str) -> Option<Definition> {
    let value = whole.pointer(at)?;
    another(value).into_iter().find_map(|value| {
        let mut tree = whole.clone();
        *tree.pointer_mut(at)? = value;
        defined(&tree).filter(|it| tree::of(it).is_ok_and(|it| it == tree))
    })
}

/// The definition without one entry, where the language can do without it.
fn without(whole: &Value, at: &str) -> Option<Definition> {
    let (around, key) = at.rsplit_once('/')?;
    let mut tree = whole.clone();
    match tree.pointer_mut(around)? {
        Value::Object(entries) => drop(entries.shift_remove(&key.replace("~1", "/"))?),
        Value::Array(items) => drop(items.remove(key.parse().ok()?)),
        _ => return None,
    }
    defined(&tree)
}

/// The definition with an entry put behind the next one.
fn swapped(whole: &Value, at: &str) -> Option<Definition> {
    let (around, key) = at.rsplit_once('/')?;
    let mut tree = whole.clone();
    match tree.pointer_mut(around)? {
        Value::Object(entries) => {
            let n = entries.keys().position(|it| *it == key.replace("~1", "/"))?;
            let mut all: Vec<_> = std::mem::take(entries).into_iter().collect();
            (n + 1 < all.len()).then(|| all.swap(n, n + 1))?;
            entries.extend(all);
        }
        Value::Array(items) => {
            let n: usize = key.parse().ok()?;
            (n + 1 < items.len()).then(|| items.swap(n, n + 1))?;
        }
        _ => return None,
    }
    defined(&tree)
}

/// A step between others is tested in a map, where the flows follow from its place.
fn is_step(at: &str) -> bool {
    at.rsplit_once('/').is_some_and(|(around, _)| around.ends_with("/steps"))
}

fn all_places(whole: &Value) -> Vec<String> {
    let mut found = Vec::new();
    places(whole, "", &mut found);
    found.dedup();
    found
}

#[test]
fn every_value_changed_alone_is_one_change_in_its_place() {
    let definition = everything();
    let whole = tree::of(&definition).unwrap();
    let (mut told, mut count) = (String::new(), 0);
    for at in all_places(&whole) {
        // Another type has other fields.
        let Some(edited) = changed(&whole, &at).filter(|_| !at.ends_with("/type")) else {
            continue;
        };
        let diff = Diff::between(&definition, &edited).unwrap();
        assert_eq!(diff.changes.len(), 1, "{at}: {diff:#?}");
        let text = diff.to_text(&Keys);
        let lines: Vec<&str> = text.lines().skip(1).map(str::trim).collect();
        told.extend([at.as_str(), "\n    ", &lines.join(" | "), "\n"]);
        count += 1;
    }
    assert!(count > 200, "{count}");
    insta::assert_snapshot!("every-value-changed", told);
}

#[test]
fn every_entry_taken_away_is_one_change_and_added_again_another() {
    let definition = everything();
    let whole = tree::of(&definition).unwrap();
    let mut told = String::new();
    for at in all_places(&whole).into_iter().filter(|at| !is_step(at)) {
        let Some(edited) = without(&whole, &at) else { continue };
        if edited == definition || at.ends_with("/steps") || at.ends_with("/next/0") {
            continue;
        }
        for (before, after) in [(&definition, &edited), (&edited, &definition)] {
            let diff = Diff::between(before, after).unwrap();
            // A section is told thing by thing.
            let is_section = whole.pointer(&at).is_some_and(Value::is_object);
            assert!(diff.changes.len() == 1 || is_section, "{at}: {diff:#?}");
            assert!(!diff.is_empty(), "{at}");
        }
        let text = said(&definition, &edited);
        let lines: Vec<&str> = text.lines().skip(1).map(str::trim).collect();
        told.extend([at.as_str(), "\n    ", &lines.join(" | "), "\n"]);
    }
    insta::assert_snapshot!("every-entry-taken-away", told);
}

#[test]
fn things_in_another_order_are_one_move() {
    let definition = everything();
    let whole = tree::of(&definition).unwrap();
    let mut told = String::new();
    for at in all_places(&whole).into_iter().filter(|at| !is_step(at)) {
        let Some(edited) = swapped(&whole, &at) else { continue };
        if tree::same(&tree::of(&edited).unwrap(), &whole) {
            continue; // fields of the language, which have one order
        }
        let diff = Diff::between(&definition, &edited).unwrap();
        assert_eq!(diff.changes.len(), 1, "{at}: {diff:#?}");
        let text = diff.to_text(&Keys).lines().skip(1).collect::<Vec<_>>().join(" |");
        told.extend([text.as_str(), "\n"]);
    }
    insta::assert_snapshot!("another-order", told);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_differs_exactly_when_both_are_one_edition(
        one in prop::collection::vec((any::<prop::sample::Index>(), 0..3), 0..4),
        other in prop::collection::vec((any::<prop::sample::Index>(), 0..3), 0..4),
    ) {
        let (one, other) = (edited(&one), edited(&other));
        let content = |it: &Definition| crate::language::canonical(it).unwrap();
        let diff = Diff::between(&one, &other).unwrap();
        prop_assert_eq!(diff.is_empty(), content(&one) == content(&other));
        prop_assert!(Diff::between(&one, &one).unwrap().is_empty());
    }
}

fn edited(edits: &[(prop::sample::Index, i32)]) -> Definition {
    let mut definition = everything();
    for (at, edit) in edits {
        let whole = tree::of(&definition).unwrap();
        let places = all_places(&whole);
        let at = at.get(&places);
        let edit = [changed, without, swapped][usize::try_from(*edit).unwrap()];
        definition = edit(&whole, at).unwrap_or(definition);
    }
    definition
}
