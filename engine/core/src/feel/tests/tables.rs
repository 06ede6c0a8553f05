//! Cells of decision tables.

use super::{Scope, data, evaluate};
use crate::feel::UnaryTests;
use crate::value::Value;

fn holds(cell: &str, input: &str) -> bool {
    let data = data();
    let scope = Scope::new(&data, jiff::civil::date(2026, 3, 18).at(0, 0, 0, 0));
    let tests = UnaryTests::parse(cell).unwrap_or_else(|error| panic!("{cell}: {error}"));
    tests.test(&evaluate(input).value, &scope).unwrap().holds
}

#[test]
fn cells_test_their_input() {
    for (cell, input, expected) in [
        ("-", "null", true),
        ("E1", "category", true),
        ("E1, E2", "\"E2\"", true),
        ("not(E1, E2)", "\"E2\"", false),
        ("not(E1)", "\"C3\"", true),
        ("\"E1\"", "category", true),
        ("religion-letter", "\"religion-letter\"", true),
        ("> 5", "6", true),
        ("> 5", "5", false),
        ("[1..12]", "12", true),
        ("[1..12)", "12", false),
        ("< 3, > 10", "11", true),
        ("= age", "15", true),
        ("!= age", "15", false),
        ("> age", "16", true),
        ("age", "15", false),
        ("? > age and ? < 20", "16", true),
        ("? > age and ? < 20", "20", false),
        ("odd(?)", "3", true),
        ("null", "null", true),
        ("null", "1", false),
        ("not(null)", "1", true),
        ("true", "true", true),
        ("false", "true", false),
        ("[\"E1\", \"E2\"]", "category", true),
        ("@\"2026-03-18\"", "@\"2026-03-18\"", true),
        ("[@\"2026-01-01\"..@\"2026-12-31\"]", "@\"2026-05-01\"", true),
        (">= 1", "null", false),
        ("5", "\"5\"", false),
        ("-5", "-5", true),
        ("not([1..\"z\"])", "5", false),
        ("not(true)", "false", true),
        ("C3, null", "null", true),
    ] {
        assert_eq!(holds(cell, input), expected, "{cell} of {input}");
    }
}

#[test]
fn a_list_in_yaml_is_one_of() {
    let cell: UnaryTests = serde_yaml::from_str("[E1, E2]").unwrap();
    let data = data();
    let scope = Scope::new(&data, jiff::civil::date(2026, 3, 18).at(0, 0, 0, 0));
    assert!(cell.test(&Value::text("E2"), &scope).unwrap().holds);
    assert!(!cell.test(&Value::text("C1"), &scope).unwrap().holds);
    assert!(
        cell.test(&Value::List(vec![Value::text("C1"), Value::text("E1")]), &scope).unwrap().holds
    );
    assert_eq!(cell, UnaryTests::one_of(vec![Value::text("E1"), Value::text("E2")]));
    assert_eq!(serde_json::to_string(&cell).unwrap(), r#"["E1","E2"]"#);
    assert_eq!(cell.to_string(), "E1, E2");
}

#[test]
fn cells_are_their_text() {
    let cell: UnaryTests = serde_yaml::from_str("\"[1..12]\"").unwrap();
    assert_eq!(serde_json::to_string(&cell).unwrap(), r#""[1..12]""#);
    let cell: UnaryTests = serde_yaml::from_str("12").unwrap();
    assert_eq!(cell.text(), "12");
    assert!(serde_yaml::from_str::<UnaryTests>("\"> \"").is_err());
}

#[test]
fn an_undecided_test_says_why() {
    let data = data();
    let scope = Scope::new(&data, jiff::civil::date(2026, 3, 18).at(0, 0, 0, 0));
    let tested = UnaryTests::parse("> 5").unwrap().test(&Value::text("6"), &scope).unwrap();
    assert!(!tested.holds);
    assert_eq!(tested.warnings[0].message, "the input is text, tested with `5` (number)");
}
