use jiff::civil::date;

use super::{Decision, DecisionError, DecisionTable, Trace};
use crate::feel::{Scope, Type, TypeScope};
use crate::value::{Context, Value};

const DOCUMENTS: &str = "
decision: additional-documents
hit: collect
inputs: [category, { legal: 'inviter.kind = \"legal_entity\"' }]
outputs: [document, copies]
rules:
  - { when: { category: [R1, R2] }, then: { document: parents-letter, copies: 1 }, cites: [rules-9] }
  - { when: { category: [T1, T5], term_months: '[1..12]' }, then: { document: employer-letter, copies: 1 } }
  - { when: { legal: true }, then: { document: confirmation-letter, copies: 1 + 2 } }
  - { id: everybody, then: { document: application } }
";

fn evaluate(yaml: &str, data: &str) -> Result<Decision, DecisionError> {
    let table: DecisionTable = serde_yaml::from_str(yaml).unwrap();
    let data: Context = serde_json::from_str(data).unwrap();
    table.evaluate(&Scope::new(&data, date(2026, 3, 18).at(10, 0, 0, 0)))
}

fn table(hit: &str, rules: &str) -> String {
    format!("{{ decision: t, hit: {hit}, inputs: [n], outputs: [fee], rules: [{rules}] }}")
}

fn of_n(hit: &str, rules: &str, n: i64) -> Result<Value, DecisionError> {
    Ok(evaluate(&table(hit, rules), &format!("{{\"n\": {n}}}"))?.value)
}

fn number(number: i64) -> Value {
    Value::Number(number.into())
}

#[test]
fn collect_gives_all_rows_and_says_why() {
    let data = r#"{"category": "R1", "inviter": {"kind": "legal_entity"}}"#;
    let decision = evaluate(DOCUMENTS, data).unwrap();
    let fired: Vec<usize> = decision.trace.fired.iter().map(|rule| rule.number).collect();
    assert_eq!(fired, [1, 3, 4]);
    assert_eq!(decision.trace.fired[0].cites, ["rules-9"]);
    assert_eq!(decision.trace.fired[2].id.as_deref(), Some("everybody"));
    assert_eq!(decision.rows[0]["document"], Value::text("parents-letter"));
    assert_eq!(decision.rows[1]["copies"], number(3));
    assert_eq!(decision.rows[2]["copies"], Value::Null);
    assert_eq!(
        decision.value,
        Value::List(decision.rows.iter().cloned().map(Value::Context).collect())
    );
    assert_eq!(decision.trace.inputs["legal"], Value::Boolean(true));
    assert!(decision.trace.inputs.get("term_months").is_none(), "no rule asked for it");
}

#[test]
fn a_path_that_is_no_declared_input_is_read_from_the_data() {
    let decision = evaluate(DOCUMENTS, r#"{"category": "T5", "term_months": 6}"#).unwrap();
    assert_eq!(decision.rows[0]["document"], Value::text("employer-letter"));
    let decision = evaluate(DOCUMENTS, r#"{"category": "T5", "term_months": 13}"#).unwrap();
    assert_eq!(decision.rows[0]["document"], Value::text("application"));
}

#[test]
fn hit_policies() {
    let both =
        "{ when: { n: '> 1' }, then: { fee: 10 } }, { when: { n: '> 2' }, then: { fee: n * 2 } }";
    assert_eq!(of_n("unique", both, 2), Ok(number(10)));
    assert_eq!(of_n("unique", both, 0), Ok(Value::Null));
    let twice = of_n("unique", both, 3).unwrap_err();
    assert_eq!(
        twice.to_string(),
        "`t`: the rules 1 and 2 match at once, but at most one may; make their tests exclude each other, or use `hit: first`"
    );
    assert_eq!(of_n("first", both, 3), Ok(number(10)));
    assert_eq!(of_n("any", both, 5), Ok(number(10)));
    assert!(matches!(of_n("any", both, 3), Err(DecisionError::NotTheSame { .. })));
    assert_eq!(of_n("collect", both, 3), Ok(Value::List(vec![number(10), number(6)])));
    assert_eq!(of_n("collect sum", both, 3), Ok(number(16)));
    assert_eq!(of_n("collect min", both, 3), Ok(number(6)));
    assert_eq!(of_n("collect max", both, 3), Ok(number(10)));
    assert_eq!(of_n("collect count", both, 3), Ok(number(2)));
    assert_eq!(of_n("collect sum", both, 0), Ok(number(0)));
    assert_eq!(of_n("collect max", both, 0), Ok(Value::Null));
}

#[test]
fn answers_that_are_no_numbers_are_not_summed() {
    let error = of_n("collect sum", "{ then: { fee: much } }", 1).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`t`: `hit: collect sum` needs one output of numbers, but found text"
    );
}

#[test]
fn a_cell_that_cannot_be_compared_warns_in_the_trace() {
    let yaml = table(
        "first",
        "{ when: { n: '> \"a\"' }, then: { fee: 1 } }, { then: { fee: n + nothing } }",
    );
    let decision = evaluate(&yaml, r#"{"n": 1}"#).unwrap();
    let warnings = &decision.trace.warnings;
    assert_eq!((warnings[0].rule, warnings[0].column.as_str()), (Some(1), "n"));
    assert!(warnings[0].message.contains("the input is number, tested with"), "{warnings:?}");
    assert_eq!((warnings[1].rule, warnings[1].column.as_str()), (Some(2), "fee"));
    assert_eq!(decision.value, Value::Null);
}

#[test]
fn an_unknown_input_is_an_error() {
    let error = of_n("first", "{ when: { 'n n': 1 }, then: { fee: 1 } }", 1).unwrap_err();
    assert_eq!(error.to_string(), "`t`, rule 1: `n n` is no input of the table");
}

fn types() -> TypeScope {
    let category = ["S3", "R1", "R2", "T1"].map(str::to_owned).to_vec();
    TypeScope::new([
        ("n".to_owned(), Type::Number),
        ("category".to_owned(), Type::Choice(category)),
        ("first".to_owned(), Type::Boolean),
        ("day".to_owned(), Type::Date),
    ])
}

fn of_rules(rules: &str) -> DecisionTable {
    let yaml = format!(
        "{{ decision: t, inputs: [category, n, first, day], outputs: [fee], rules: [{rules}] }}"
    );
    serde_yaml::from_str(&yaml).unwrap()
}

#[test]
fn overlaps_are_found_with_an_example() {
    for (rules, expected) in [
        ("{ when: { n: '< 5' } }, { when: { n: '>= 5' } }", None),
        ("{ when: { n: '<= 5' } }, { when: { n: '>= 5' } }", Some("n: 5")),
        ("{ when: { n: '[1..9]' } }, { when: { n: '(3..4]' } }", Some("n: 4")),
        ("{ when: { n: '< 5' } }, { when: { n: '< 3' } }", Some("n: 2")),
        ("{ when: { n: '> 5' } }, { when: { n: '> 7' } }", Some("n: 8")),
        (
            "{ when: { category: [S3, R1] } }, { when: { category: 'R1, R2' } }",
            Some("category: R1"),
        ),
        ("{ when: { category: [S3] } }, { when: { category: not(S3) } }", None),
        ("{ when: { category: [S3] } }, { when: { n: '> 1' } }", Some("category: S3, n: 2")),
        ("{ when: { category: [S3], n: '1' } }, { when: { category: [S3], n: '2' } }", None),
        ("{ when: { first: true } }, { when: { first: false } }", None),
        ("{ when: { day: '< @\"2026-01-01\"' } }, { when: { day: '> @\"2026-01-01\"' } }", None),
        (
            "{ when: { day: '< date(2026, 1, 2)' } }, { when: { day: '@\"2026-01-01\"' } }",
            Some("day: 2026-01-01"),
        ),
        ("{ when: { n: '> limit' } }, { when: { n: '> 1' } }", None),
        ("{}, { when: { n: '2.5' } }", Some("n: 2.5")),
    ] {
        let found = of_rules(rules).overlaps(&types());
        let Some(expected) = expected else {
            assert!(found.is_empty(), "{rules}: {found:?}");
            continue;
        };
        assert_eq!(found[0].rules, [1, 2], "{rules}");
        let example: Vec<String> =
            found[0].example.iter().map(|(k, v)| format!("{k}: {v}")).collect();
        assert!(example.join(", ").contains(expected), "{rules}: {example:?}");
    }
}

#[test]
fn gaps_are_found_with_an_example() {
    for (rules, expected) in [
        ("{ when: { n: '< 5' } }, { when: { n: '>= 5' } }", ""),
        ("{ when: { n: '< 5' } }, { when: { n: '> 5' } }", "n: 5"),
        (
            "{ when: { n: '[1..12]' } }, { when: { n: '[13..24]' } }, { when: { n: '< 1, > 24' } }",
            "",
        ),
        ("{ when: { category: [S3, R1] } }, { when: { category: R2 } }", "category: T1"),
        ("{ when: { category: [S3, R1] } }, { when: { category: 'not(S3, R1)' } }", ""),
        (
            "{ when: { category: [S3, R1, R2] } }, { when: { category: T1, first: true } }",
            "category: T1, first: false",
        ),
        ("{ when: { category: S3 } }, {}", ""),
        ("{ when: { n: '> limit' } }", ""),
    ] {
        let gaps = of_rules(rules).gaps(&types());
        let gaps: Vec<String> = gaps
            .iter()
            .map(|gap| gap.iter().map(|(k, v)| format!("{k}: {v}")).collect::<Vec<_>>().join(", "))
            .collect();
        assert_eq!(gaps.join("; "), expected, "{rules}");
    }
}

#[test]
fn a_large_table_is_given_up_not_searched_for_ever() {
    let inputs: Vec<String> = (0..12).map(|n| format!("i{n}")).collect();
    let rule = |n: usize| {
        format!(
            "{{ when: {{ {} }} }}",
            inputs.iter().map(|i| format!("{i}: '{n}'")).collect::<Vec<_>>().join(", ")
        )
    };
    let rules: Vec<String> = (0..12).map(|n| rule(n * 2)).collect();
    let yaml = format!(
        "{{ decision: t, inputs: [{}], outputs: [], rules: [{}] }}",
        inputs.join(", "),
        rules.join(", ")
    );
    let table: DecisionTable = serde_yaml::from_str(&yaml).unwrap();
    assert_eq!(table.gaps(&TypeScope::default()).len(), 5);
    assert!(table.overlaps(&TypeScope::default()).is_empty());
}

#[test]
fn tables_and_traces_survive_json() {
    let table: DecisionTable = serde_yaml::from_str(DOCUMENTS).unwrap();
    let json = serde_json::to_string(&table).unwrap();
    assert_eq!(serde_json::from_str::<DecisionTable>(&json).unwrap(), table);
    let yaml = serde_yaml::to_string(&table).unwrap();
    assert_eq!(serde_yaml::from_str::<DecisionTable>(&yaml).unwrap(), table);
    let trace = evaluate(DOCUMENTS, r#"{"category": "R1"}"#).unwrap().trace;
    let json = serde_json::to_string(&trace).unwrap();
    assert_eq!(serde_json::from_str::<Trace>(&json).unwrap(), trace);
}

#[test]
fn an_unknown_hit_policy_names_the_known_ones() {
    let error = serde_yaml::from_str::<DecisionTable>(&table("frist", "")).unwrap_err();
    assert!(error.to_string().contains("use unique, first, any, collect"), "{error}");
}
