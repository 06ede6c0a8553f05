//! Tests of the expression language: rows of expression and expected value.

mod builtins;
mod core;
mod hostile;
mod tables;
mod types;

use std::sync::LazyLock;

use jiff::civil::date;
use rust_decimal::Decimal;

use super::{Evaluation, Expression, Lookup, Scope};
use crate::calendar::{Calendar, CalendarView, WorkingCalendar};
use crate::value::{Context, Value};

/// Open on weekdays from 9 to 18; 23 March 2026 is a day off.
static OFFICE: LazyLock<WorkingCalendar> = LazyLock::new(|| {
    let calendar: Calendar = serde_yaml::from_str(
        "{ calendar: office, title: { ru: О, kk: О, en: O }, zone: Asia/Almaty, covers: { from: 2025, until: 2027 },
           week: [mon, tue, wed, thu, fri], holidays: { spring: { title: { ru: В, kk: К, en: S }, days: [03-23] } },
           hours: [{ days: [mon, tue, wed, thu, fri], open: '09:00', close: '18:00' }] }",
    )
    .unwrap();
    let all = [(calendar.calendar.clone(), calendar)].into();
    WorkingCalendar::resolve(&"office".into(), &all).unwrap()
});

struct Mrp;

impl Lookup for Mrp {
    fn index(&self, name: &str, on: jiff::civil::Date) -> Option<Decimal> {
        let value = if on.year() >= 2026 { 4325 } else { 2525 };
        (name == "mrp").then(|| value.into())
    }

    /// `neighbours` has `AA` since 2026 and had `BB` before.
    fn listed(&self, list: &str, entry: &str, on: jiff::civil::Date) -> Option<bool> {
        let has = match entry {
            "AA" => on.year() >= 2026,
            "BB" => on.year() < 2026,
            _ => false,
        };
        (list == "neighbours").then_some(has)
    }

    fn calendar(&self, known_on: jiff::civil::Date) -> Option<CalendarView> {
        Some(OFFICE.known_on(known_on))
    }
}

fn data() -> Context {
    let json = r#"{
        "category": "R1", "age": 15, "term_months": 12, "fee": 2162.5, "nothing": null,
        "inviter": { "kind": "legal_entity", "first_this_year": false },
        "invitees": [{ "name": "A", "age": 15 }, { "name": "B", "age": 40 }],
        "numbers": [3, 1, 2], "flags": [true, false], "empty": []
    }"#;
    let mut data: Context = serde_json::from_str(json).unwrap();
    data.insert("born".to_owned(), Value::Date(date(2010, 5, 31)));
    data
}

fn evaluate(text: &str) -> Evaluation {
    let data = data();
    let scope = Scope::new(&data, date(2026, 3, 18).at(10, 30, 0, 0)).reference(&Mrp);
    let expression = Expression::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    expression.evaluate(&scope).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Each row: an expression, and another one (mostly a literal) that has the expected value.
fn check(rows: &[(&str, &str)]) {
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|(text, expected)| {
            let (found, expected) = (evaluate(text), evaluate(expected));
            (found.value != expected.value).then(|| {
                format!(
                    "{text}\n  found    {:?}\n  expected {:?}\n  {:?}",
                    found.value, expected.value, found.warnings
                )
            })
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Each row: an expression that gives null, and words of its first warning.
fn check_warned(rows: &[(&str, &str)]) {
    for (text, words) in rows {
        let found = evaluate(text);
        let warning = found.warnings.first().map_or("none", |warning| warning.message.as_str());
        assert!(warning.contains(words), "{text}: {warning}");
        assert_eq!(found.value, Value::Null, "{text}");
    }
}

#[test]
fn the_reference_names_every_function() {
    let page = include_str!("../../../../docs/reference/expressions.md");
    let missing: Vec<&str> =
        super::builtins::names().filter(|name| !page.contains(&format!("`{name}`"))).collect();
    assert!(missing.is_empty(), "docs/reference/expressions.md lacks {missing:?}");
}
