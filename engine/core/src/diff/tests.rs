mod edits;
mod maps;

use serde_json::Value;
use serde_yaml::with::singleton_map_recursive;

use super::*;
use crate::language::from_canonical;
use crate::term::Term;
use crate::text::Lang;
use crate::words::{Label, Words};

/// The keys of the language as its words.
struct Keys;

impl Words for Keys {
    fn lang(&self) -> Lang {
        Lang::En
    }

    fn label(&self, _: Label) -> String {
        String::new()
    }

    fn term(&self, term: Term) -> String {
        term.to_string()
    }
}

impl DiffWords for Keys {
    fn word(&self, key: &str) -> String {
        assert!(word_keys().any(|known| known == key), "no word for {key}");
        key.split_once('-').map_or(key, |key| key.1).to_owned()
    }

    fn count(&self, changes: usize) -> String {
        format!("{changes} changes")
    }
}

fn everything() -> Definition {
    from_canonical(include_str!("tests/everything.yaml")).unwrap()
}

fn defined(tree: &Value) -> Option<Definition> {
    singleton_map_recursive::deserialize(tree.clone()).ok()
}

/// The differences, a line each, below their sections.
fn said(before: &Definition, after: &Definition) -> String {
    Diff::between(before, after).unwrap().to_text(&Keys)
}

/// The fields of the types that a definition is made of, from their source.
fn declared() -> Vec<String> {
    let sources = [
        include_str!("../definition.rs"),
        include_str!("../definition/field.rs"),
        include_str!("../definition/flow.rs"),
        include_str!("../definition/ladder.rs"),
        include_str!("../definition/side_deadline.rs"),
        include_str!("../definition/step.rs"),
        include_str!("../decision.rs"),
    ];
    let field = regex::Regex::new(r"(?m)^ {4}(?:pub |    )(\w+): [A-Za-z]").unwrap();
    let types = sources.iter().filter_map(|source| source.split("\nmod cells").next());
    let whole = types.flat_map(|source| field.captures_iter(source));
    whole.map(|found| found[1].to_owned()).collect()
}

/// Every key that stands in a tree.
fn keys(node: &Value, found: &mut Vec<String>) {
    match node {
        Value::Object(entries) => {
            for (key, value) in entries {
                found.push(key.clone());
                keys(value, found);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
        _ => {}
    }
}

#[test]
fn every_field_of_a_definition_has_a_word_and_stands_in_the_example() {
    // Fields that are never named: their content stands in their place.
    let through = ["element", "table", "names", "kind"];
    let mut used = Vec::new();
    keys(&tree::of(&everything()).unwrap(), &mut used);
    let declared = declared();
    assert!(declared.len() > 150, "{}", declared.len());
    for field in declared.iter().filter(|field| !through.contains(&field.as_str())) {
        assert!(lexicon::FIELDS.contains(&&**field), "write the word of `{field}` for `diff`");
        assert!(used.contains(field), "use `{field}` in tests/everything.yaml");
    }
}
