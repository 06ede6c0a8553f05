//! Reading scenarios: what is wrong is found with its place; nothing is silently dropped.

use super::*;
use crate::scenario::{Act, Due, Expected};

fn read(text: &str) -> (Option<Scenario>, Vec<String>) {
    let mut sources = Sources::default();
    let file = sources.add("a.yaml", text);
    let (scenario, found) = scenario(&sources, file);
    let lines = found.iter().map(|found| {
        let at = found.located(&sources).start;
        format!("{}:{} {} {}", at.line, at.column, found.rule.code, found.message)
    });
    (scenario, lines.collect())
}

const HEAD: &str = "\
scenario: A short one
process: library-card
at: 2026-03-18T10:00
users: { aliya: [desk], gulnar: { groups: [head], roles: [supervisor] } }
play:
";

fn play(entries: &str) -> (Option<Scenario>, Vec<String>) {
    read(&format!("{HEAD}{entries}"))
}

#[test]
fn every_kind_of_entry_is_read() {
    let (scenario, found) = play(
        "\
- start: { data: { n: 2162.50, day: 2026-03-18, yes_or_no: true, nothing: null } }
- complete: { task: intake, by: aliya, outcome: accepted, documents: all }
- claim: { task: intake, by: aliya }
- unclaim: { task: intake, by: aliya }
- job: { worker: register, completes: { hits: [] } }
- job: { worker: register, fails: down }
- message: withdrawn
- extend: { by: gulnar, days: 10, reason: { ru: долго, kk: ұзақ } }
- cancel: { by: gulnar, reason: by mistake }
- retry: register_check
- refused: { claim: { task: intake, by: gulnar }, because: not_candidate }
- wait: 2 working days
- until: 2026-03-26T16:00
- expect: { open: [intake], due: 2026-03-30, fee: 2162.50, sent: [accepted], ended: null }
",
    );
    assert_eq!(found, Vec::<String>::new());
    let play = scenario.unwrap().play;
    assert_eq!(play.len(), 14);
    let What::Act(Act::Start { data, .. }) = &play[0].what else { panic!("{:?}", play[0]) };
    assert_eq!(data.at("day").as_text(), Some("2026-03-18"));
    assert_eq!(data.at("n").to_string(), "2162.5");
    let What::Expect(expectations) = &play[13].what else { panic!("{:?}", play[13]) };
    let day = "2026-03-30".parse().unwrap();
    assert_eq!(expectations[1].that, Expected::Due(Some(Due::Day(day))));
    assert_eq!(expectations[4].that, Expected::Ended(None));
}

#[test]
fn every_mistake_is_found_in_one_run() {
    let (scenario, found) = play(
        "\
- complet: { task: intake, by: aliya }
- complete: { task: intake, by: alia, outcom: accepted }
- wait: two days
- until: 2026-03-26
- expect: { dues: 2026-03-30, deadline: walking }
- refused: { because: not_candidate }
- job: { worker: register }
- start: { data: { flag: no } }
- claim: { task: intake, by: aliya }
  unclaim: { task: intake, by: aliya }
",
    );
    assert!(scenario.is_none());
    let places: Vec<&str> = found.iter().map(|line| &line[..line.find(' ').unwrap()]).collect();
    assert_eq!(
        places,
        ["6:3", "7:39", "7:33", "8:9", "9:10", "10:13", "10:41", "11:3", "12:3", "13:26", "14:3"],
        "{found:#?}"
    );
}

#[test]
fn what_is_missing_is_named() {
    let (scenario, found) = read("scenario: Nothing else\n");
    assert!(scenario.is_none());
    let named = |key: &str| found.iter().any(|line| line.contains(&format!("`{key}`")));
    assert!(named("process") && named("at") && named("play"), "{found:?}");
}

#[test]
fn a_look_alike_may_be_typed_and_is_never_kept() {
    let (_, found) = play(
        "\
- start: { data: { category: \u{421}3, name: \u{420}\u{41e}\u{421}\u{422} } }
- expect: { data: { category: \u{421}3, name: \u{420}\u{41e}\u{421}\u{422} } }
",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("mixes Cyrillic and Latin"), "{found:?}");
}
