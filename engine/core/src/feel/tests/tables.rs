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
        ("R1", "category", true),
        ("R1, R2", "\"R2\"", true),
        ("not(R1, R2)", "\"R2\"", false),
        ("not(R1)", "\"S3\"", true),
        ("\"R1\"", "category", true),
        ("parents-letter", "\"parents-letter\"", true),
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
        ("[\"R1\", \"R2\"]", "category", true),
        ("@\"2026-03-18\"", "@\"2026-03-18\"", true),
        ("[@\"2026-01-01\"..@\"2026-12-31\"]", "@\"2026-05-01\"", true),
        (">= 1", "null", false),
        ("5", "\"5\"", false),
        ("-5", "-5", true),
        ("not([1..\"z\"])", "5", false),
        ("not(true)", "false", true),
        ("S3, null", "null", true),
    ] {
        assert_eq!(holds(cell, input), expected, "{cell} of {input}");
    }
}

#[test]
fn a_list_in_yaml_is_one_of() {
    let cell: UnaryTests = serde_yaml::from_str("[R1, R2]").unwrap();
    let data = data();
    let scope = Scope::new(&data, jiff::civil::date(2026, 3, 18).at(0, 0, 0, 0));
    assert!(cell.test(&Value::text("R2"), &scope).unwrap().holds);
    assert!(!cell.test(&Value::text("S1"), &scope).unwrap().holds);
    assert!(
        cell.test(&Value::List(vec![Value::text("S1"), Value::text("R1")]), &scope).unwrap().holds
    );
    assert_eq!(cell, UnaryTests::one_of(vec![Value::text("R1"), Value::text("R2")]));
    assert_eq!(serde_json::to_string(&cell).unwrap(), r#"["R1","R2"]"#);
    assert_eq!(cell.to_string(), "R1, R2");
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
