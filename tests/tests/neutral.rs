//! The engine knows no service: nothing below `engine/` names one, nor an authority, a category or a
//! holiday of `processes/`. What is named there is data, and data changes without a program.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use reglament_tests::maps::repository;

/// Folders of `processes/` that hold data of all services and are words of the language itself.
const OF_THE_LANGUAGE: [&str; 5] = ["calendars", "lists", "parts", "registers", "tables"];

#[test]
fn the_engine_names_no_service_authority_category_or_holiday() {
    let names = names();
    assert!(names.len() > 15, "too few names are looked for: {names:?}");
    let files = texts(&repository().join("engine"));
    assert!(files.len() > 200, "too few files are read");
    let mut found = Vec::new();
    for (path, text) in &files {
        for (n, line) in text.lines().enumerate() {
            let in_line = names.iter().filter(|name| name.is_in(line));
            found.extend(in_line.map(|name| format!("{}:{}: {name:?}", path.display(), n + 1)));
        }
    }
    assert!(found.is_empty(), "the engine names what is data:\n{}", found.join("\n"));
}

#[test]
fn a_name_is_found_as_a_word_and_a_code_in_quotes() {
    let name = Name::Word("dog-licence".to_owned());
    assert!(name.is_in("processes/town/dog-licence/process.yaml") && name.is_in("`DOG_LICENCE`"));
    assert!(!name.is_in("a hotdog-licence") && !name.is_in("dog-licences"));
    let code = Name::Code("D1".to_owned());
    assert!(code.is_in("category = \"D1\"") && code.is_in("`D1`") && code.is_in("'D1'"));
    assert!(!code.is_in("M0 D1 L2"), "a path of a drawing");
}

/// What is looked for.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Name {
    /// As a word of its own, in any case, with `-` or `_`.
    Word(String),
    /// In quotes: a short code may stand for other things elsewhere.
    Code(String),
}

impl Name {
    fn is_in(&self, line: &str) -> bool {
        match self {
            Self::Word(word) => {
                let line = line.to_lowercase().replace('_', "-");
                line.match_indices(word.as_str()).any(|(at, _)| {
                    let part = |c: char| c.is_alphanumeric() || c == '-';
                    !line[..at].ends_with(part) && !line[at + word.len()..].starts_with(part)
                })
            }
            Self::Code(code) => {
                ['"', '\'', '`'].iter().any(|quote| line.contains(&format!("{quote}{code}{quote}")))
            }
        }
    }
}

fn names() -> BTreeSet<Name> {
    let processes = repository().join("processes");
    let mut names = BTreeSet::new();
    for authority in folders(&processes) {
        names.extend(folders(&processes.join(&authority)).into_iter().map(Name::Word));
        names.insert(Name::Word(authority));
    }
    names.retain(
        |name| !matches!(name, Name::Word(word) if OF_THE_LANGUAGE.contains(&word.as_str())),
    );
    for (_, text) in texts(&processes.join("calendars")) {
        names.extend(holidays(&text).into_iter().map(Name::Word));
    }
    if let Ok(text) = std::fs::read_to_string(processes.join("categories.yaml")) {
        names.extend(categories(&text).into_iter().map(Name::Code));
    }
    names
}

/// The names under `holidays:` and under `begun:` of amendments.
fn holidays(calendar: &str) -> Vec<String> {
    let calendar: serde_yaml::Value = serde_yaml::from_str(calendar).unwrap();
    let amendments = calendar["amendments"].as_sequence().cloned().unwrap_or_default();
    let begun = amendments.iter().map(|amendment| &amendment["begun"]);
    std::iter::once(&calendar["holidays"]).chain(begun).flat_map(keys).collect()
}

/// The codes of every scheme.
fn categories(schemes: &str) -> Vec<String> {
    let schemes: serde_yaml::Value = serde_yaml::from_str(schemes).unwrap();
    let schemes = schemes.as_mapping().cloned().unwrap_or_default();
    schemes.values().flat_map(keys).filter(|code| code.chars().count() >= 2).collect()
}

fn keys(mapping: &serde_yaml::Value) -> Vec<String> {
    let keys = mapping.as_mapping().into_iter().flatten().map(|(key, _)| key);
    keys.filter_map(|key| key.as_str().map(str::to_owned)).collect()
}

fn folders(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let folders = entries.filter(|entry| entry.path().is_dir());
    folders.map(|folder| folder.file_name().to_string_lossy().into_owned()).collect()
}

/// The files below a folder that are text.
fn texts(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut open = vec![folder.to_owned()];
    let mut found = Vec::new();
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                found.push((path, text));
            }
        }
    }
    found
}
