//! Texts that are meant to hurt: nothing panics, overflows the stack or runs on.

use proptest::prelude::*;

use super::data;
use crate::feel::limits::DEPTH_MAX;
use crate::feel::{EvaluationError, Expression, Scope, Type, TypeScope, UnaryTests};

/// Runs on half the stack of a worker thread: the other half is the caller's.
fn on_a_small_stack<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> T {
    std::thread::Builder::new().stack_size(1 << 20).spawn(run).unwrap().join().unwrap()
}

fn try_all(text: &str) {
    let data = data();
    let scope = Scope::new(&data, jiff::civil::date(2026, 3, 18).at(0, 0, 0, 0));
    for expression in [Expression::parse(text), Expression::parse_cell(text)].into_iter().flatten()
    {
        let _ = expression.evaluate(&scope);
        let _ = expression.infer(&TypeScope::default());
        let _ = expression.references();
    }
    if let Ok(tests) = UnaryTests::parse(text) {
        let _ = tests.test(&data["age"], &scope);
        let _ = tests.check(&Type::Number, &TypeScope::default());
        let _ = (tests.references(), tests.constants());
    }
}

fn stopped(text: &str) -> EvaluationError {
    let text = text.to_owned();
    on_a_small_stack(move || {
        let data = data();
        let scope = Scope::new(&data, jiff::civil::date(2026, 3, 18).at(0, 0, 0, 0));
        Expression::parse(&text).unwrap().evaluate(&scope).expect_err(&text)
    })
}

#[test]
fn nesting_is_refused_before_the_stack_ends() {
    on_a_small_stack(|| {
        let opens = [
            "(",
            "[",
            "{a:",
            "not(",
            "if ",
            "for x in ",
            "-",
            "- -",
            "f(",
            "x[",
            "some x in ",
            "function(x) ",
            "if a then ",
            "if a then b else ",
            "1 in (",
            "(1..",
            "[1..",
            "]1..",
            "a.",
            "1+",
            "1**",
            "x or ",
            "x and ",
            "@",
            "\"",
            "/*",
            "x in ",
            "1 between ",
            "x instance of list<",
            "x instance of ",
            ", ",
            "?",
            "a(b:",
            "{a:1,b:",
        ];
        for open in opens {
            for count in [1, 63, 64, 65, 200, 5_000, 100_000 / open.len()] {
                try_all(&open.repeat(count));
                try_all(&format!("{}1{}", open.repeat(count), ")".repeat(count)));
                try_all(&format!("{}1{}", open.repeat(count), "]".repeat(count)));
            }
        }
    });
}

#[test]
fn what_is_within_the_limit_is_evaluated() {
    let nested = |count: usize| format!("{}1{}", "(".repeat(count), ")".repeat(count));
    assert!(Expression::parse(&nested(DEPTH_MAX - 1)).is_ok());
    assert!(Expression::parse(&nested(DEPTH_MAX)).is_err());
    on_a_small_stack(|| {
        let opens = ["if true then ", "-", "not(", "[", "{a:", "for x in [1] return "];
        for open in opens {
            for count in 1..DEPTH_MAX {
                try_all(&format!(
                    "{}1{}",
                    open.repeat(count),
                    if open == "if true then " { " else 2".repeat(count) } else { String::new() }
                ));
                try_all(&format!("{}1{}", open.repeat(count), ")".repeat(count)));
                try_all(&format!("{}1{}", open.repeat(count), "]".repeat(count)));
                try_all(&format!("{}1{}", open.repeat(count), "}".repeat(count)));
            }
        }
    });
    let long = format!("1{}", " + 1".repeat(2_000));
    assert_eq!(super::evaluate(&long).value, crate::value::Value::Number(2_001.into()));
}

#[test]
fn evaluation_is_stopped() {
    let fork = "{ f: function(n) f(n) + f(n), r: f(1) }.r";
    assert_eq!(stopped(fork), EvaluationError::TooDeep);
    let deep = format!("{{ f: function(n) {}f(n){}, r: f(1) }}.r", "[".repeat(40), "]".repeat(40));
    assert_eq!(stopped(&deep), EvaluationError::TooDeep);
    let fibonacci = "{ f: function(n) if n < 2 then n else f(n - 1) + f(n - 2), r: f(30) }.r";
    assert_eq!(stopped(fibonacci), EvaluationError::OutOfFuel);
    let loops = "for a in 1..1000, b in 1..1000, c in 1..1000 return a";
    assert_eq!(stopped(loops), EvaluationError::ListTooLong);
    let search = "some a in 1..9999, b in 1..9999 satisfies a + b = 0";
    assert_eq!(stopped(search), EvaluationError::OutOfFuel);
    assert_eq!(stopped("for a in 1..1000000000 return a"), EvaluationError::ListTooLong);
    let doubling = "for i in 1..100 return partial";
    assert_eq!(stopped(doubling), EvaluationError::OutOfFuel);
    let text = "{ a: \"0123456789\", f: function(n, t) if n = 0 then t else f(n - 1, t + t), r: f(20, a) }.r";
    assert_eq!(stopped(text), EvaluationError::TextTooLong);
    let nested = "for i in 1..200 return [partial[-1]]";
    assert_eq!(stopped(nested), EvaluationError::ValueTooDeep);
    let entries: Vec<String> = (0..300).map(|n| format!("a{n}: 1")).collect();
    assert_eq!(stopped(&format!("{{ {} }}", entries.join(", "))), EvaluationError::TooManyNames);
}

const WORDS: [&str; 48] = [
    "age",
    "inviter.kind",
    "numbers",
    "nothing",
    "1",
    "2.5",
    "\"a\"",
    "true",
    "null",
    "+",
    "-",
    "*",
    "/",
    "**",
    "=",
    "!=",
    "<",
    ">=",
    "and",
    "or",
    "not(",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ".",
    "..",
    "if",
    "then",
    "else",
    "for",
    "x",
    "in",
    "return",
    "some",
    "satisfies",
    "between",
    "?",
    "count(",
    "sort(",
    "function(x)",
    "string length(",
    "@\"P1D\"",
    "instance of list<",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,60}") {
        try_all(&text);
    }

    #[test]
    fn any_words_are_read_without_panic(words in prop::collection::vec(prop::sample::select(&WORDS[..]), 0..24)) {
        try_all(&words.join(" "));
        try_all(&words.concat());
    }

    #[test]
    fn offsets_lie_in_the_text(text in "[a-zё\"(\\[{+<=. 0-9@?]{0,30}") {
        if let Err(error) = Expression::parse(&text) {
            prop_assert!(text.is_char_boundary(error.start), "{text}: {error:?}");
            prop_assert!(text.is_char_boundary(error.end), "{text}: {error:?}");
        }
    }
}
