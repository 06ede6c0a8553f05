//! What is demanded, in which form and why, and what is not valid any more.

use reglament_core::language::check;

use super::{folder, found, holds, lines};

const MAP: &str = "\
process: dog-licence
title: { ru: Жетон, kk: Жетон, en: Dog licence }
authority: town
in_force: { from: 2026-01-01 }
calendar: office
basis: { rules-2: { act: Dog rules, clause: п. 2 } }
units: { desk: { title: { ru: Стойка, kk: Тіркеу, en: Desk }, group: desk } }
data:
  guide: { type: boolean, title: { ru: Поводырь, kk: Жол көрсетуші, en: Guide dog } }
  vaccinated_on: { type: date, optional: true, title: { ru: Прививка, kk: Егу күні, en: Vaccination } }
documents: tables/documents.yaml
steps:
  intake: { type: user_task, unit: desk, form: [vaccinated_on], checks: documents, outcomes: { accepted: {}, incomplete: { to: not_accepted } } }
  issued: { type: end_event, status: issued, title: { ru: Выдан, kk: Берілді, en: Issued } }
  not_accepted: { type: end_event, status: not_accepted, title: { ru: Отказ, kk: Бас тарту, en: Not accepted } }
";

const TABLE: &str = "\
decision: dog-documents
hit: collect
inputs: [guide]
outputs: [document, copies]
rules:
  - { when: {}, then: { document: vaccination, copies: 1 }, cites: [rules-2] }
  - { id: guide, when: { guide: true }, then: { document: training, copies: 2 } }
names:
  vaccination:
    title: { ru: Справка о прививке, kk: Егу анықтамасы, en: Vaccination certificate }
    form: original
    valid: vaccinated_on >= today() - @\"P1Y\"
    why: { ru: Собака должна быть привита, kk: Ит егілуі керек, en: The dog must be vaccinated }
    alternatives: [{ ru: Паспорт собаки, kk: Ит паспорты, en: Dog passport }]
  training: { ru: Диплом, kk: Диплом, en: Diploma }
";

const FILES: [(&str, &str); 2] =
    [("town/dog-licence/process.yaml", MAP), ("town/dog-licence/tables/documents.yaml", TABLE)];

fn scene(play: &str) -> String {
    format!(
        "scenario: dog\nprocess: dog-licence\nat: 2026-03-18T10:00\nusers: {{ aliya: [desk] }}\nplay:\n{play}"
    )
}

#[test]
fn what_is_demanded_says_how_why_and_by_which_rule() {
    let sources = folder(&FILES);
    let checked = check(&sources);
    assert_eq!(lines(&sources, &checked), Vec::<String>::new());
    let case = serde_json::from_str(r#"{"guide": true, "vaccinated_on": "2025-06-01"}"#).unwrap();
    let at = "2026-03-18T10:00:00+05:00".parse().unwrap();
    let demanded = checked.processes[0].demanded_documents(&case, at).unwrap();
    let [vaccination, training] = demanded.as_slice() else { panic!("{demanded:#?}") };
    assert_eq!(vaccination.form.unwrap().as_str(), "original");
    assert_eq!(vaccination.why.en, "The dog must be vaccinated");
    assert_eq!(vaccination.alternatives[0].en, "Dog passport");
    assert_eq!((vaccination.valid, vaccination.rule, vaccination.copies), (true, 1, 1));
    assert_eq!(vaccination.cites, ["rules-2"]);
    assert_eq!((training.rule_id.as_deref(), training.copies), (Some("guide"), 2));
    assert_eq!(training.inputs[0].0, "guide");
}

#[test]
fn a_document_that_is_not_valid_cannot_be_accepted_whatever_is_ticked() {
    let start = "- start: { data: { guide: false, vaccinated_on: 2024-06-01 } }\n";
    let accept = "complete: { task: intake, by: aliya, outcome: accepted, documents: all, data: { vaccinated_on";
    let refused =
        |day: &str| format!("- refused: {{ {accept}: {day} }} }}, because: document_expired }}\n");
    let taken = format!("- {accept}: 2026-01-10 }} }}\n- expect: {{ ended: issued }}\n");
    let play = [start, &refused("2024-06-01"), &refused("null"), &taken].concat();
    holds(&FILES, &scene(&play));
}

#[test]
fn what_is_missing_is_told_before_what_is_expired() {
    holds(
        &FILES,
        &scene(
            "- start: { data: { guide: true, vaccinated_on: 2024-06-01 } }
- expect: { documents: [vaccination, training] }
- refused: { complete: { task: intake, by: aliya, outcome: accepted, documents: { missing: [training] } }, because: documents_incomplete }
- complete: { task: intake, by: aliya, outcome: incomplete, documents: { missing: [training] } }
- expect: { ended: not_accepted }
",
        ),
    );
}

#[test]
fn mistakes_in_documents_are_found() {
    let one = |from: &str, to: &str, line: &str| {
        assert!(TABLE.contains(from));
        let table = TABLE.replacen(from, to, 1);
        let found = found(&[FILES[0], ("town/dog-licence/tables/documents.yaml", &table)]);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].contains(line), "{found:#?}");
    };
    one("form: original", "form: paper", "RGL-011 `paper` is not a form of a document");
    one("vaccinated_on >=", "vaccinated >=", "RGL-025 there is no `vaccinated` here");
    one("document: training", "document: traning", "RGL-026 the document `traning` has no name");
    one("    why: {", "    wy: {", "RGL-009 a document has no key `wy`");
}
