//! `reglament simulate`: what a play prints.

use super::{printed, refused};

const PASS: &str = "processes/mia/border-zone-pass";
const INVITATION: &str = "processes/mia/private-visit-invitation";

#[test]
fn a_scenario_is_told_with_tasks_letters_and_clock() {
    let file = "tests/scenarios/border-zone-pass/hit-in-special-registers.yaml";
    let text = printed(&["simulate", PASS, "--scenario", file]);
    for line in [
        "2026-06-01 09:30  clock: 7 working days, due 2026-06-10 18:00  (aliya)",
        "2026-06-03 12:00  task decision_after_hit completed: refuse  (gulnar)",
        "letter `refused` to applicant",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[test]
fn the_same_play_prints_the_same_bytes() {
    let file = "tests/scenarios/private-visit-invitation/register-is-down.yaml";
    let play = || printed(&["simulate", INVITATION, "--scenario", file, "--json"]);
    let (first, second) = (play(), play());
    assert_eq!(first, second);
    assert!(first.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()));
    assert!(first.lines().count() > 20, "{first}");
}

#[test]
fn a_case_goes_its_usual_way_until_something_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("case.yaml");
    let case = file.display().to_string();
    let data = "data: { applicant: { name: Примерова Тест },\
                residence: { kind: permanent, address: ул. Примерная },\
                invitees: [{ name: JANE, birth_date: 1990-01-01, passport: N0000001 }],\
                purpose: private_visit }\n";
    let play = ["simulate", INVITATION, "--case", &case, "--at", "2026-03-18T10:00"];

    std::fs::write(&file, data).unwrap();
    let problem = refused(&play, 1);
    assert!(problem.contains("jobs: { special-register: … }"), "{problem}");

    let said = "tasks: { sign: { data: { invitation: { number: ЧП-1 } } } }\n\
                jobs: { special-register: { hits: [] } }\n";
    std::fs::write(&file, format!("{data}{said}")).unwrap();
    let text = printed(&play);
    assert!(text.contains("ended at issued \"Invitation issued\""), "{text}");
}
