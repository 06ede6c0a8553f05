//! What is paid: components, tiers, exemptions, tariffs with their days.

use reglament_core::language::check;
use reglament_core::process::Process;
use reglament_core::value::Value;

use super::{folder, found, lines, played};

const MAP: &str = "\
process: library-card
title: { ru: Билет, kk: Билет, en: Library card }
authority: town
in_force: { from: 2026-01-01 }
calendar: office
basis: { rules-5: { act: Library rules, clause: п. 5 } }
units: { desk: { title: { ru: Стойка, kk: Тіркеу, en: Desk }, group: desk } }
data:
  branch: { type: choice, of: [north, south], title: { ru: Филиал, kk: Филиал, en: Branch } }
  paid_on: { type: date, optional: true, title: { ru: Оплачено, kk: Төленген күні, en: Paid on } }
  readers: { type: list, of: { type: object, fields: { age: { type: number, title: { ru: Возраст, kk: Жасы, en: Age } } } }, title: { ru: Читатели, kk: Оқырмандар, en: Readers } }
fees:
  card: tables/card.yaml
  places:
    decision: places
    title: { ru: Места, kk: Орындар, en: Places }
    for_each: readers
    hit: first
    inputs: [item.age, branch]
    outputs: [fee, reason]
    reasons: { child: { ru: Дети бесплатно, kk: Балаларға тегін, en: Children are free } }
    rules:
      - { id: child, when: { item.age: '< 14' }, then: { fee: 0, reason: child }, cites: [rules-5] }
      - { when: { branch: [north] }, then: { fee: 100.25 } }
      - { when: { branch: [south] }, then: { fee: 50 } }
steps:
  intake: { type: user_task, unit: desk, form: [branch] }
  issued: { type: end_event, status: issued, title: { ru: Выдан, kk: Берілді, en: Issued } }
";

const CARD: &str = "\
decision: card
hit: unique
on: paid_on
inputs: [branch]
outputs: [fee]
rules:
  - { when: { branch: [north] }, from: 2026-01-01, until: 2026-06-30, then: { fee: '0.5 * 10.01' } }
  - { when: { branch: [north] }, from: 2026-07-01, then: { fee: 7 } }
  - { when: { branch: [south] }, from: 2026-01-01, then: { fee: 3 } }
";

fn files<'a>(map: &'a str, card: &'a str) -> [(&'a str, &'a str); 2] {
    [("town/library-card/process.yaml", map), ("town/library-card/tables/card.yaml", card)]
}

fn process() -> Process {
    let sources = folder(&files(MAP, CARD));
    let checked = check(&sources);
    assert_eq!(lines(&sources, &checked), Vec::<String>::new());
    checked.processes[0].clone()
}

fn data(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[test]
fn components_add_up_and_say_which_rule_gave_what_and_why() {
    let process = process();
    let at = "2026-03-18T10:00:00+05:00".parse().unwrap();
    let case = data(r#"{"branch": "north", "readers": [{"age": 40}, {"age": 8}, {"age": 40}]}"#);
    let fee = process.fee(&case, at).unwrap().unwrap();
    assert_eq!(fee.total.to_string(), "205.505");
    let [card, places] = fee.parts.as_slice() else { panic!("{fee:#?}") };
    assert_eq!((card.component.as_str(), card.lines[0].rule), ("card", 1));
    assert_eq!(card.lines[0].on, Some("2026-03-18".parse().unwrap()));
    let shown: Vec<_> = places
        .lines
        .iter()
        .map(|line| (line.count, line.amount.to_string(), line.rule, line.reason.is_some()))
        .collect();
    let expected = [(2, "100.25".to_owned(), 2, false), (1, "0".to_owned(), 1, true)];
    assert_eq!(shown, expected);
    assert_eq!(places.lines[1].cites, ["rules-5"]);
    assert_eq!(places.lines[1].rule_id.as_deref(), Some("child"));
    assert_eq!(places.lines[1].reason.as_ref().unwrap().title.en, "Children are free");
    assert_eq!(places.lines[1].inputs["item.age"], Value::Number(8.into()));
}

#[test]
fn the_tariff_of_the_day_of_payment_counts() {
    let process = process();
    let at = "2026-03-18T10:00:00+05:00".parse().unwrap();
    let total = |paid_on: &str| {
        let case = format!(r#"{{"branch": "north", "readers": [], "paid_on": {paid_on}}}"#);
        process.fee(&data(&case), at).map(|fee| fee.unwrap().total.to_string())
    };
    assert_eq!(total("null").unwrap(), "5.005");
    assert_eq!(total("\"2026-06-30\"").unwrap(), "5.005");
    assert_eq!(total("\"2026-07-01\"").unwrap(), "7");
    let before = total("\"2025-12-31\"").unwrap_err();
    assert!(before.contains("no tariff is configured in `card`"), "{before}");
}

#[test]
fn what_cannot_be_told_is_never_free_of_charge() {
    let process = process();
    let at = "2026-03-18T10:00:00+05:00".parse().unwrap();
    let unknown = process.fee(&data(r#"{"branch": null, "readers": []}"#), at).unwrap_err();
    assert!(unknown.contains("no tariff is configured in `card`"), "{unknown}");
    let no_list = process.fee(&data(r#"{"branch": "north"}"#), at).unwrap_err();
    assert!(no_list.contains("`places` are paid for each of `readers`"), "{no_list}");
}

#[test]
fn a_scenario_expects_the_total() {
    let text = "scenario: fee\nprocess: library-card\nat: 2026-03-18T10:00\nusers: {}\nplay:\n\
        - start: { data: { branch: south, readers: [{ age: 20 }] } }\n- expect: { fee: 53.00 }\n";
    assert_eq!(played(&files(MAP, CARD), text), Ok(()));
    let wrong = played(&files(MAP, CARD), &text.replace("53.00", "53.01"));
    let wrong = wrong.unwrap_err();
    assert!(wrong.contains("53.01") && wrong.contains("found fee: 53"), "{wrong}");
}

#[test]
fn mistakes_in_fees_are_found() {
    let map = |from: &str, to: &str| {
        assert!(MAP.contains(from));
        found(&files(&MAP.replacen(from, to, 1), CARD))
    };
    let card = |from: &str, to: &str| {
        assert!(CARD.contains(from));
        found(&files(MAP, &CARD.replacen(from, to, 1)))
    };
    let one = |found: Vec<String>, line: &str| {
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].contains(line), "{found:#?}");
    };
    one(map("reason: child", "reason: chld"), "RGL-026 the reason `chld` has no words");
    one(map("item.age: '< 14'", "item.age: '= \"x\"'"), "RGL-025 the input is number");
    one(map("fee: 50 }", "fee: item.ago }"), "RGL-025");
    one(
        card("2026-06-30", "2026-06-29"),
        "RGL-047 no rule answers for `branch` = north, `on` = 2026-06-30",
    );
    one(card("2026-06-30", "2026-07-01"), "RGL-026 rules 1 and 2 match at once");
    one(card("on: paid_on", "on: branch"), "RGL-025 `branch` is one of north, south, but the day");
    let turned = card("until: 2026-06-30", "until: 2025-06-30");
    assert!(
        turned.iter().any(|one| one.contains("RGL-029 the last day 2025-06-30")),
        "{turned:#?}"
    );
    let undated = CARD
        .replace("from: 2026-01-01, until: 2026-06-30, ", "")
        .replace("from: 2026-07-01, ", "until: 2026-07-01, ")
        .replace("from: 2026-01-01, ", "")
        .replace("until: 2026-07-01, ", "");
    let undated = found(&files(MAP, &undated));
    assert!(undated.iter().any(|line| line.contains("so `on` chooses nothing")), "{undated:#?}");
}
