//! `reglament explain fee|documents|requirements|due` of a case in a file.

use std::path::Path;

use tempfile::TempDir;

use super::{printed, refused};

const CARD: &str = "tests/fixtures/town/town/library-card";

fn case(folder: &Path, text: &str) -> String {
    let file = folder.join("case.yaml");
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

fn asked(what: &str, file: &str, more: &[&str]) -> Vec<String> {
    let fixed = ["explain", what, "--process", CARD, "--data", file, "--on", "2026-03-18"];
    fixed.iter().chain(more).map(|word| (*word).to_owned()).collect()
}

fn told(what: &str, file: &str, more: &[&str]) -> String {
    let asked = asked(what, file, more);
    printed(&asked.iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn each_line_has_its_rule_inputs_and_sources() {
    let folder = TempDir::new().unwrap();
    let file = case(folder.path(), "data: { reader: { name: Тест, kind: child } }\n");
    let fee = told("fee", &file, &[]);
    for line in [
        "fee of library-card on 2026-03-18",
        "  rule 1 of card-fee: reader.kind = \"child\"",
        "  rules-5: Правила библиотеки, п. 5",
        "total 0",
    ] {
        assert!(fee.contains(line), "{line} is not in\n{fee}");
    }
    let documents = told("documents", &file, &["--lang", "en"]);
    for line in [
        "application \"Application\": 1\n  rule 1 of card-documents: for every case",
        "parents-letter \"Letter of the parents\": 1\n  rule 2 of card-documents: reader.kind = \"child\"",
    ] {
        assert!(documents.contains(line), "{line} is not in\n{documents}");
    }
    assert!(told("requirements", &file, &[]).ends_with("there are none\n"));
    let due = told("due", &file, &[]);
    assert!(due.contains("  rules-3: Правила библиотеки, п. 3\n7 working days from"), "{due}");
    assert!(due.ends_with("due Fri 2026-03-27 18:00\n"), "{due}");
}

#[test]
fn programs_read_json() {
    let folder = TempDir::new().unwrap();
    // The data alone, without `data:` around it.
    let file = case(folder.path(), "reader: { name: Тест, kind: adult }\n");
    let json: serde_json::Value =
        serde_json::from_str(&told("fee", &file, &["--format", "json"])).unwrap();
    assert_eq!(json["total"], 120.5);
    assert_eq!(json["lines"][0]["rule"]["number"], 2);
    let json: serde_json::Value =
        serde_json::from_str(&told("due", &file, &["--format", "json"])).unwrap();
    assert_eq!(json["due"], "2026-03-27T13:00:00Z");
}

#[test]
fn a_case_that_is_not_as_the_map_says_is_refused() {
    let folder = TempDir::new().unwrap();
    let file = case(folder.path(), "data: { reader: { kind: horse } }\n");
    let asked = asked("fee", &file, &[]);
    let said = refused(&asked.iter().map(String::as_str).collect::<Vec<_>>(), 1);
    assert!(said.contains("`reader.kind`"), "{said}");
}
