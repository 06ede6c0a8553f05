//! Changes as an analyst makes them: in the text of a map.

use super::*;
use crate::language::definition_of;

const MAP: &str = "\
process: pass
title: { ru: Пропуск, kk: Рұқсат, en: Pass }
deadline: { within: 7 working days, from: intake }
steps:
  intake:
    type: user_task
    title: { ru: Приём, kk: Қабылдау, en: Reception }
    outcomes: { accepted: {}, back: { to: intake } }
  look:
    type: manual_task
    title: { ru: Осмотр, kk: Қарау, en: Look }
    not_same_person_as: [intake]
  decision:
    type: user_task
    title: { ru: Решение, kk: Шешім, en: Decision }
    outcomes: { approve: {}, refuse: { to: refused, demands: ground } }
  done: { type: end_event }
  refused: { type: end_event, status: refused }
";

fn edit(edits: &[(&str, &str)]) -> String {
    let after = edits.iter().fold(MAP.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    said(&definition_of(MAP), &definition_of(&after))
}

#[test]
fn comments_blanks_quotes_and_the_order_of_keys_are_no_difference() {
    let edits = [
        ("steps:\n", "\n# from here on\n\nsteps:   # the flow\n"),
        (
            "{ within: 7 working days, from: intake }",
            "{ from:   'intake', within: 7 working days }",
        ),
    ];
    assert_eq!(edit(&edits), "same\n");
}

#[test]
fn a_term_of_the_same_unit_names_it_once() {
    let told = edit(&[("7 working days", "5 working days")]);
    assert_eq!(told, "1 changes\ndeadline\n  within: 7 → 5 working days\n");
    let told = edit(&[("7 working days", "10 calendar days")]);
    assert_eq!(told, "1 changes\ndeadline\n  within: 7 working days → 10 calendar days\n");
}

#[test]
fn a_step_with_another_name_is_renamed_wherever_it_is_named() {
    let told = edit(&[("intake", "reception")]);
    assert_eq!(told, "1 changes\nmap\n  renamed: intake → step reception «Reception»\n");
    let told = edit(&[(
        "  look:\n    type: manual_task",
        "  visit:\n    type: manual_task\n    within: 1 hour",
    )]);
    let expected = "2 changes\nmap\n  renamed: look → step visit «Look»\nstep visit «Look»\n  within: none → 1 hour\n";
    assert_eq!(told, expected);
}

#[test]
fn a_new_step_is_one_change_and_the_flows_follow() {
    let told = edit(&[("  decision:\n", "  seal: { type: manual_task }\n  decision:\n")]);
    assert_eq!(told, "1 changes\nmap\n  added: step seal\n");
}

#[test]
fn a_step_that_stands_elsewhere_is_moved() {
    let look = "  look:\n    type: manual_task\n    title: { ru: Осмотр, kk: Қарау, en: Look }\n    not_same_person_as: [intake]\n";
    let told = edit(&[(look, ""), ("  done: {", &format!("{look}  done: {{"))]);
    assert!(told.starts_with("1 changes\nmap\n  moved: step "), "{told}");
}

#[test]
fn what_happens_to_an_outcome_stands_below_its_step() {
    let told =
        edit(&[("approve: {}, ", ""), ("demands: ground", "title: { ru: Нет, kk: Жоқ, en: No }")]);
    insta::assert_snapshot!("outcomes", told);
}

#[test]
fn markdown_has_headings_and_lists() {
    let after = MAP.replace("7 working days", "5 working days").replace("Reception", "Counter");
    let diff = Diff::between(&definition_of(MAP), &definition_of(&after)).unwrap();
    insta::assert_snapshot!("markdown", diff.to_markdown(&Keys));
    insta::assert_json_snapshot!("json", diff);
}
