//! Small maps, each with one fault, and what the checker prints of it.

use std::path::{Path, PathBuf};

use reglament_core::language::check;
use reglament_core::source::Sources;

/// The findings of a map with these steps: code, text under the caret, message and help.
fn found(steps: &str) -> String {
    let calendars = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../tests/fixtures/check/twelve-mistakes/calendars");
    let file: PathBuf = std::fs::read_dir(calendars).unwrap().next().unwrap().unwrap().path();
    let mut sources = Sources::default();
    sources.add("calendars/office.yaml", std::fs::read_to_string(file).unwrap());
    let text = format!("{HEAD}{steps}");
    sources.add("town/pass/process.yaml", text.clone());
    let line = |found: &reglament_core::diagnostic::Diagnostic| {
        let span = found.primary.span;
        let place = &text[span.start as usize..span.end as usize];
        let help = found.help.as_deref().unwrap_or_default();
        format!("{} at `{place}`: {}\n  help: {help}", found.rule.code, found.message)
    };
    check(&sources).diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

const HEAD: &str = "\
process: pass
title: { ru: Пропуск, kk: Рұқсаттама, en: Pass }
authority: town
in_force: { from: 2026-01-01 }
calendar: office
units: { desk: { title: { ru: Стойка, kk: Тіркеу, en: Desk }, group: desk } }
data: { amount: { type: number, title: { ru: Число, kk: Сан, en: Amount } } }
statuses: { done: { ru: Готово, kk: Дайын, en: Done } }
steps:
";

#[test]
fn a_join_behind_a_choice_waits_for_ever() {
    insta::assert_snapshot!(found(
        "
  which: { type: exclusive_gateway, next: [{ when: amount > 0, to: a }, { otherwise: b }] }
  a: { type: manual_task, unit: desk, next: both }
  b: { type: manual_task, unit: desk, next: both }
  both: { type: end_event, join: all, status: done }
"
    ));
}

#[test]
fn flows_that_meet_unjoined_happen_twice() {
    insta::assert_snapshot!(found(
        "
  split: { type: parallel_gateway, next: [a, b] }
  a: { type: manual_task, unit: desk, next: look }
  b: { type: manual_task, unit: desk, next: look }
  look: { type: manual_task, unit: desk }
  done: { type: end_event }
"
    ));
}

#[test]
fn a_result_while_something_goes_on() {
    insta::assert_snapshot!(found(
        "
  split: { type: parallel_gateway, next: [a, b] }
  a: { type: manual_task, unit: desk, next: done }
  b: { type: manual_task, unit: desk, next: aside }
  done: { type: end_event, status: done }
  aside: { type: end_event }
"
    ));
}

#[test]
fn an_inclusive_split_is_joined_by_what_can_still_come() {
    let sound = "
  which: { type: inclusive_gateway, next: [{ when: amount > 0, to: a }, { when: amount > 5, to: b }, { otherwise: b }] }
  a: { type: manual_task, unit: desk, next: both }
  b: { type: manual_task, unit: desk, next: both }
  both: { type: end_event, join: all, status: done }
";
    assert_eq!(found(sound), "");
}

#[test]
fn a_branch_beside_the_work_is_no_second_token() {
    let sound = "
  work: { type: user_task, unit: desk, outcomes: { done: {}, again: { to: work } }, on: [{ timer: 1 working day, interrupting: false, to: remind }] }
  done: { type: end_event, status: done }
  remind: { type: manual_task, unit: desk }
  reminded: { type: end_event }
";
    assert_eq!(found(sound), "");
}

#[test]
fn a_subprocess_is_decided_by_itself() {
    insta::assert_snapshot!(found(
        "
  inner:
    type: subprocess
    steps:
      which: { type: exclusive_gateway, next: [{ when: amount > 0, to: a }, { otherwise: b }] }
      a: { type: manual_task, unit: desk, next: both }
      b: { type: manual_task, unit: desk, next: both }
      both: { type: end_event, join: all }
  done: { type: end_event, status: done }
"
    ));
}
