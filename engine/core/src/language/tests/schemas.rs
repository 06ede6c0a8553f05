//! The schema knows what the reader knows.

use std::collections::BTreeMap;

use serde_json::Value;

use super::*;
use crate::source::SourceFile;
use crate::yaml::{Kind, Node, parse};

/// A key that the language never knows.
const UNKNOWN: &str = "zzz_zzz";

/// The places where a map begins in a tree.
fn maps_in(node: &Node, found: &mut Vec<u32>) {
    match &node.kind {
        Kind::Map(entries) => {
            found.extend(entries.first().map(|entry| entry.key.span.start));
            for entry in entries {
                maps_in(&entry.value, found);
            }
        }
        Kind::List(items) => {
            for item in items {
                maps_in(item, found);
            }
        }
        _ => {}
    }
}

/// A file with the unknown key at the beginning of every map.
fn with_unknown(file: &SourceFile) -> String {
    let mut places = Vec::new();
    parse(0, &file.text).0.iter().for_each(|root| maps_in(root, &mut places));
    let mut text = file.text.to_string();
    places.sort_unstable();
    for at in places.into_iter().rev().map(|at| at as usize) {
        let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
        let before = &text[line..at];
        let is_block = before.trim_start_matches([' ', '-']).is_empty();
        let indent = " ".repeat(before.chars().count());
        let key =
            if is_block { format!("{UNKNOWN}: 1\n{indent}") } else { format!("{UNKNOWN}: 1, ") };
        text.insert_str(at, &key);
    }
    text
}

/// What the reader says of its keys, by the thing that has them.
fn known_keys(folder_name: &str, known: &mut BTreeMap<String, Vec<String>>) {
    let sources = folder(folder_name);
    for map in layout::maps(&sources) {
        let mut asked = Sources::default();
        for (n, file) in (0..).zip(sources.files()) {
            let beside = layout::folder_of(&sources.file(map).unwrap().path);
            let is_part_of_map = n == map || file.path.starts_with(&format!("{beside}/tables"));
            let text = if is_part_of_map { with_unknown(file) } else { file.text.to_string() };
            asked.add(&file.path, text);
        }
        let path = sources.file(map).unwrap().path.clone();
        let checked = check_one(&asked, &path);
        for help in checked.diagnostics.iter().filter_map(|found| found.help.as_ref()) {
            if let Some((what, keys)) = help.split_once(" has the keys ") {
                let keys = keys.split(", ").map(|key| key.trim_matches('`').to_owned());
                known.insert(what.to_owned(), keys.collect());
            }
        }
    }
}

#[test]
fn every_key_that_the_reader_knows_is_in_the_schema() {
    let schema = schema().unwrap();
    let definitions: Vec<&Value> = schema["definitions"].as_object().unwrap().values().collect();
    let mut known = BTreeMap::new();
    known_keys("processes", &mut known);
    known_keys("tests/maps", &mut known);
    known_keys(TOWN, &mut known);
    assert!(known.len() > 25, "{:#?}", known.keys());
    // Lists in files of their own have no schema.
    known.retain(|what, _| !what.starts_with("a file of "));
    let faults: Vec<String> =
        known.iter().filter_map(|(what, keys)| fault(&definitions, what, keys)).collect();
    assert!(faults.is_empty(), "mend schema.yaml:\n{}", faults.join("\n"));
}

/// What the schema lacks of a thing of the reader, or has too much.
fn fault(definitions: &[&Value], what: &str, keys: &[String]) -> Option<String> {
    // Tables of fees and documents are tables with keys of their own; fields differ by their type.
    let name = match what {
        "a table of fees" | "a table of documents" => "a decision table",
        "the rules of another table" => "a rule of a table",
        field if field.starts_with("a field of type") => "a field",
        other => other,
    };
    let Some(found) = definitions.iter().find(|it| it["$comment"] == name) else {
        return Some(format!("{what} is not described: {keys:?}"));
    };
    let properties = found["properties"].as_object().unwrap();
    let described =
        |key: &&String| properties.get(*key).is_some_and(|it| *it != serde_json::json!({}));
    let lacking: Vec<_> = keys.iter().filter(|key| !described(key)).collect();
    let is_shared = name != what || ["a decision table", "a rule of a table"].contains(&name);
    let is_same = is_shared || properties.len() == keys.len();
    (!lacking.is_empty() || !is_same)
        .then(|| format!("{what} lacks {lacking:?}, and has {:?}", properties.keys()))
}
