//! Literals, operators, logic, paths, filters, loops and functions.

use super::{check, check_warned, evaluate};
use crate::feel::Expression;
use crate::value::Value;

#[test]
fn numbers_are_decimals() {
    check(&[
        ("0.1 + 0.2", "0.3"),
        ("0.5 * index(\"mrp\")", "2162.5"),
        ("1 + 2 * 3 - 4 / 2", "5"),
        ("(1 + 2) * 3", "9"),
        ("2 ** 10", "1024"),
        ("2 ** -1", "0.5"),
        ("-2 ** 2", "4"),
        ("4 ** 0.5", "2"),
        ("10 - 3 - 2", "5"),
        ("- - 5", "5"),
        (".5 + 1.50", "2"),
        ("1.5e3", "1500"),
        ("10 / 4", "2.5"),
    ]);
    check_warned(&[
        ("1 / 0", "divides by zero"),
        ("\"a\" + 1", "`\"a\"` is text, `1` is number"),
        ("79228162514264337593543950335 * 10", "too large"),
        ("age + nothing", "`nothing` has no value"),
        ("-\"a\"", "needs a number or a duration"),
    ]);
}

#[test]
fn texts_and_escapes() {
    check(&[
        (r#""a" + "b""#, r#""ab""#),
        (r#""\u0041""#, r#""A""#),
        (r#""\uD83D\uDC0E" = "\U01F40E""#, "true"),
        (r#"string length("Әлия")"#, "4"),
        (r#""E" < "F""#, "true"),
    ]);
}

#[test]
fn logic_is_three_valued() {
    check(&[
        ("true and null", "null"),
        ("false and null", "false"),
        ("null and false", "false"),
        ("true or null", "true"),
        ("false or null", "null"),
        ("not(null)", "null"),
        ("not(true)", "false"),
        ("true and 1", "null"),
        ("false and 1", "false"),
        ("null = null", "true"),
        ("1 = null", "false"),
        ("nothing != null", "false"),
        ("if null then 1 else 2", "2"),
    ]);
    check_warned(&[
        ("inviter.kind = 5", "`inviter.kind` is text, compared with number"),
        ("age < \"16\"", "`age` is number, compared with text"),
        ("age in nothing", "the input is number, tested with `nothing` (null)"),
        ("missing > 5", "`missing` has no value, compared with number"),
    ]);
}

#[test]
fn comparisons_and_membership() {
    check(&[
        ("age < 16", "true"),
        ("age between 15 and 20", "true"),
        ("age between 16 and 20", "false"),
        ("age in [1..15]", "true"),
        ("age in [1..15)", "false"),
        ("age in ]15..20]", "false"),
        ("age in (15..20)", "false"),
        ("age in (> 10, < 3)", "true"),
        ("age in > 20", "false"),
        ("age in (1, 15, 20)", "true"),
        ("category in (\"R1\", \"R2\")", "true"),
        ("category in [\"S1\", \"S2\"]", "false"),
        ("1 in [2..3[", "false"),
        ("@\"2026-03-18\" in [@\"2026-01-01\"..@\"2026-12-31\"]", "true"),
        ("5 in (4..6) and true", "true"),
        ("{ a: 1 } = { a: 1.0 }", "true"),
        ("[1, 2] = [1, 2]", "true"),
        ("[1..2] = [1..2]", "true"),
        ("[1..2] = null", "false"),
        ("null != [1..2]", "true"),
        ("[1..2] = 1", "null"),
        ("\"b\" in [[\"f\"..\"h\"], [\"a\"..\"c\"]]", "true"),
    ]);
}

#[test]
fn paths_and_filters() {
    check(&[
        ("inviter.kind", "\"legal_entity\""),
        ("inviter.nothing.more", "null"),
        ("invitees.age", "[15, 40]"),
        ("invitees[1].name", "\"A\""),
        ("invitees[-1].name", "\"B\""),
        ("invitees[age < 16].name", "[\"A\"]"),
        ("invitees[item.age > 16].name", "[\"B\"]"),
        ("numbers[item > 1]", "[3, 2]"),
        ("numbers[1 + 1]", "1"),
        ("empty[1]", "null"),
        ("empty[item > 1]", "[]"),
        ("nothing[item > 1]", "null"),
        ("[{ item: 1 }, { item: 2 }][item > 1]", "[{ item: 2 }]"),
        ("count(invitees[age >= 16])", "1"),
        ("born.year", "2010"),
        ("born.weekday", "1"),
        ("now().hour", "10"),
        ("@\"P1Y6M\".months", "6"),
        ("@\"P3DT4H\".days", "3"),
        ("[1..5].end", "5"),
        ("(1..5].start included", "false"),
        ("{ a: 1, b: a + 1 }.b", "2"),
        ("{ \"any text\": 1 } = null", "false"),
        ("1[1]", "1"),
        ("numbers[index of(numbers, 2)[1]]", "2"),
    ]);
    check_warned(&[
        ("age.years", "`age` is number, which has no `years`"),
        ("numbers[9]", "has 3 elements, but no number 9"),
    ]);
}

#[test]
fn loops_and_quantifiers() {
    check(&[
        ("for n in numbers return n * 2", "[6, 2, 4]"),
        ("for a in [1, 2], b in [10, 20] return a + b", "[11, 21, 12, 22]"),
        ("for n in 1..3 return n", "[1, 2, 3]"),
        ("for n in 3..1 return n", "[3, 2, 1]"),
        ("for n in [1..3) return n", "[1, 2]"),
        ("for n in 0..4 return if n = 0 then 1 else n * partial[-1]", "[1, 1, 2, 6, 24]"),
        ("for d in @\"2026-02-27\"..@\"2026-03-01\" return d.day", "[27, 28, 1]"),
        ("some p in invitees satisfies p.age < 16", "true"),
        ("every p in invitees satisfies p.age < 16", "false"),
        ("every p in empty satisfies p.age < 16", "true"),
        ("some x in [null, false] satisfies x", "null"),
        ("some x in [1, 2], y in [2, 3] satisfies x = y", "true"),
    ]);
}

#[test]
fn functions_close_over_names_and_may_recur() {
    check(&[
        ("(function(x) x + age)(1)", "16"),
        ("{ f: function(a, b) a - b, r: f(b: 1, a: 5) }.r", "4"),
        ("{ fact: function(n) if n < 2 then 1 else n * fact(n - 1), r: fact(10) }.r", "3628800"),
        ("sort(numbers, function(a, b) a > b)", "[3, 2, 1]"),
        ("{ twice: function(f, x) f(f(x)), r: twice(function(y: number) y * y, 3) }.r", "81"),
        ("{ f: abs, r: f(-2) }.r", "2"),
    ]);
    check_warned(&[
        ("(function(x) x)(1, 2)", "takes 1 arguments, but 2 are given"),
        ("nonsense(1)", "there is no function `nonsense`"),
        ("age(1)", "there is no function `age`"),
        ("substring(\"a\")", "is called as `substring(string, start position, length?)`"),
    ]);
}

#[test]
fn types_are_asked_for() {
    check(&[
        ("1 instance of number", "true"),
        ("\"a\" instance of number", "false"),
        ("null instance of any", "false"),
        ("null instance of null", "true"),
        ("null instance of number", "false"),
        ("{ a: 1, b: 2 } instance of context<a: number>", "true"),
        ("{ a: \"x\" } instance of context<a: number>", "false"),
        ("[1, 2] instance of list<number>", "true"),
        ("[1, \"a\"] instance of list<number>", "false"),
        ("@\"P1Y\" instance of years and months duration", "true"),
        ("now() instance of date and time", "true"),
        ("[1..2] instance of range<number>", "true"),
        ("(function(x) x) instance of function<number> -> number", "true"),
        ("abs instance of function", "true"),
    ]);
}

#[test]
fn dates_and_durations() {
    check(&[
        ("@\"2026-03-18\"", "date(\"2026-03-18\")"),
        ("date(2026, 3, 18) + @\"P5D\"", "@\"2026-03-23\""),
        ("@\"2026-01-31\" + duration(\"P1M\")", "@\"2026-02-28\""),
        ("@\"2026-03-18\" - @\"2026-03-01\"", "@\"P17D\""),
        ("born + @\"P16Y\" > today()", "true"),
        ("years and months duration(born, today())", "@\"P15Y9M\""),
        ("@\"23:30:00\" + @\"PT1H\"", "@\"00:30:00\""),
        ("@\"P1D\" * 1.5", "@\"P1DT12H\""),
        ("@\"P3D\" / @\"P1D\"", "3"),
        ("@\"P1Y\" + @\"P6M\"", "@\"P18M\""),
        ("-@\"P1D\" + @\"P2D\"", "@\"P1D\""),
        ("@\"2026-03-18T10:30:00\" = now()", "true"),
        ("date and time(today(), @\"09:00\")", "@\"2026-03-18T09:00:00\""),
        ("@\"P1D\" = @\"PT24H\"", "true"),
    ]);
    check_warned(&[
        ("@\"P1D\" < @\"P1M\"", "is duration, compared with duration"),
        ("date(\"2026-02-30\")", "is not a date"),
        ("today() + 5", "`today()` is date, `5` is number"),
        ("@\"9999-12-31\" + @\"P1D\"", "leads out of the calendar"),
    ]);
}

#[test]
fn errors_say_where_and_what_to_do() {
    for (text, start, end, words) in [
        ("age >", 5, 5, "the expression ends where a value is expected"),
        ("age == 5", 4, 6, "write `=`"),
        ("a && b", 2, 4, "write `and`"),
        ("'x'", 0, 1, "double quotes"),
        ("(1 + 2", 6, 6, "where `)` is expected"),
        ("if a then b", 11, 11, "say what holds otherwise"),
        ("first name", 6, 10, "first_name"),
        ("1 < age < 5", 8, 9, "two comparisons in a row"),
        ("\"abc", 0, 4, "close it"),
        ("12ab", 0, 4, "is not a number"),
        ("@\"2026-13-01\"", 0, 13, "no date"),
        ("{ a: 1, a: 2 }", 8, 9, "twice"),
        ("x instance of foo", 14, 17, "the types are"),
        ("f(a: 1, 2)", 8, 7, "all arguments have a name"),
        ("function(x) external {}", 12, 20, "no external functions"),
        ("", 0, 0, "a value"),
        ("категория == 1", 19, 21, "write `=`"),
    ] {
        let error = Expression::parse(text).expect_err(text);
        assert!(error.to_string().contains(words), "{text}: {error}");
        assert_eq!(
            (error.start, error.end.max(error.start)),
            (start, end.max(start)),
            "{text}: {error}"
        );
    }
}

#[test]
fn an_expression_is_its_text() {
    let json = "\"age < 16\"";
    let expression: Expression = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&expression).unwrap(), json);
    assert_eq!(expression.to_string(), "age < 16");
    assert_eq!(serde_json::from_str::<Expression>("16").unwrap().text(), "16");
    assert!(serde_json::from_str::<Expression>("\"age <\"").is_err());
}

#[test]
fn output_cells_take_bare_words_for_texts() {
    let data = super::data();
    let scope = super::Scope::new(&data, jiff::civil::date(2026, 3, 18).at(0, 0, 0, 0));
    let value = |text: &str| Expression::parse_cell(text).unwrap().evaluate(&scope).unwrap().value;
    assert_eq!(value("parents-letter"), Value::text("parents-letter"));
    assert_eq!(value("age"), Value::text("age"));
    assert_eq!(value("= age"), Value::Number(15.into()));
    assert_eq!(value("age + 1"), Value::Number(16.into()));
    assert_eq!(value("true"), Value::Boolean(true));
    assert_eq!(evaluate("\"age\"").value, value("age"));
    let error = Expression::parse_cell(" = age +").unwrap_err();
    assert_eq!(error.start, 8);
}
