//! Builtin functions, most rows after the examples of the DMN specification.

use super::{check, check_warned};

#[test]
fn conversions() {
    check(&[
        ("string(1.10)", "\"1.1\""),
        ("string([1, \"a\", { b: null }])", r#""[1, \"a\", {b: null}]""#),
        ("string(@\"2026-03-18T10:00:00\")", "\"2026-03-18T10:00:00\""),
        ("number(\"1 234,56\", \" \", \",\")", "1234.56"),
        ("number(\"1,234.56\", \",\")", "1234.56"),
        ("date(\"2012-12-25\") - date(\"2012-12-24\") = duration(\"P1D\")", "true"),
        ("date(@\"2026-03-18T10:00:00\")", "@\"2026-03-18\""),
        ("time(\"09:30\")", "time(9, 30, 0)"),
        ("date and time(\"2012-12-24T23:59:00\").minute", "59"),
        (
            "years and months duration(date(\"2011-12-22\"), date(\"2013-08-24\"))",
            "duration(\"P1Y8M\")",
        ),
        ("years and months duration(date(\"2013-08-24\"), date(\"2011-12-22\"))", "@\"-P1Y8M\""),
        ("duration(from: \"PT2H30M\")", "@\"PT150M\""),
    ]);
    check_warned(&[
        ("number(\"12a\")", "is not a number"),
        ("time(\"10:00:00+05:00\")", "without a zone"),
        ("date(2026, 2, 29)", "there is no day 2026-2-29"),
        ("duration(\"P1Y3D\")", "is not a duration"),
    ]);
}

#[test]
fn strings() {
    check(&[
        ("substring(\"foobar\", 3)", "\"obar\""),
        ("substring(\"foobar\", 3, 3)", "\"oba\""),
        ("substring(\"foobar\", -2, 1)", "\"a\""),
        ("substring(string: \"foobar\", start position: 3)", "\"obar\""),
        ("substring(\"\\U01F40Eab\", 2)", "\"ab\""),
        ("string length(\"foo\")", "3"),
        ("upper case(\"aBc4\")", "\"ABC4\""),
        ("lower case(\"АЛМАТЫ\")", "\"алматы\""),
        ("substring before(\"foobar\", \"bar\")", "\"foo\""),
        ("substring before(\"foobar\", \"xyz\")", "\"\""),
        ("substring after(\"foobar\", \"ob\")", "\"ar\""),
        ("substring after(\"\", \"a\")", "\"\""),
        ("contains(\"foobar\", \"of\")", "false"),
        ("starts with(\"foobar\", \"fo\")", "true"),
        ("ends with(\"foobar\", \"r\")", "true"),
        ("string join([\"a\", \"b\", \"c\"], \"_and_\")", "\"a_and_b_and_c\""),
        ("string join([\"a\", null, \"c\"])", "\"ac\""),
        ("string join([], \"X\")", "\"\""),
        ("trim(\"  a \")", "\"a\""),
    ]);
    check_warned(&[("string length(5)", "argument 1 of `string length` is number")]);
}

#[test]
fn patterns() {
    check(&[
        (r#"matches("123456789012", "^\\d{12}$")"#, "true"),
        (r#"matches("foobar", "^fo*b")"#, "true"),
        (r#"matches("hello\nworld", "hello.*world")"#, "false"),
        (r#"matches("hello\nworld", "hello.*world", "s")"#, "true"),
        (r#"matches("ӘЛИЯ", "әлия", "i")"#, "true"),
        (
            r#"replace("0123456789", "(\\d{3})(\\d{3})(\\d{4})", "($1) $2-$3")"#,
            r#""(012) 345-6789""#,
        ),
        (r#"replace("darted", "^(.*?)d(.*)$", "$1c$2")"#, r#""carted""#),
        (r#"split("a;b;c;;", ";")"#, r#"["a", "b", "c", "", ""]"#),
        (r#"split(string: "John Doe", delimiter: "\\s")"#, r#"["John", "Doe"]"#),
    ]);
    check_warned(&[
        ("matches(\"a\", \"(\")", "is not a pattern: unclosed group"),
        ("matches(\"a\", \"(?=a)\")", "is not a pattern: look-around"),
        ("matches(\"a\", \"(a{99}){99}\")", "is not a pattern"),
        ("matches(\"a\", \"a\", \"q\")", "`q` is no flag"),
    ]);
}

#[test]
fn lists() {
    check(&[
        ("list contains([1, 2, null], null)", "true"),
        ("count([1, [2, 3]])", "2"),
        ("count([])", "0"),
        ("min([1, 2, 3])", "1"),
        ("max(1, 2, 3)", "3"),
        ("max([@\"2026-01-01\", @\"2026-02-01\"])", "@\"2026-02-01\""),
        ("min([])", "null"),
        ("sum([1, 2, 3])", "6"),
        ("sum([@\"P1D\", @\"PT12H\"])", "@\"PT36H\""),
        ("sum([])", "null"),
        ("mean(1, 2, 3)", "2"),
        ("median(8, 2, 5, 3, 4)", "4"),
        ("median([6, 1, 2, 3])", "2.5"),
        ("mode(6, 3, 9, 6, 6)", "[6]"),
        ("mode([6, 1, 9, 6, 1])", "[1, 6]"),
        ("stddev(2, 4, 7, 5) = 2.0816659994661327352822977070", "true"),
        ("product([2, 3, 4])", "24"),
        ("all([false, null, true])", "false"),
        ("all([])", "true"),
        ("any([false, null, true])", "true"),
        ("any([])", "false"),
        ("all(flags)", "false"),
        ("sublist([4, 5, 6], 1, 2)", "[4, 5]"),
        ("sublist([4, 5, 6], -2)", "[5, 6]"),
        ("append([1], 2, 3)", "[1, 2, 3]"),
        ("concatenate([1, 2], [3])", "[1, 2, 3]"),
        ("insert before([1, 3], 1, 2)", "[2, 1, 3]"),
        ("remove([1, 2, 3], 2)", "[1, 3]"),
        ("reverse([1, 2, 3])", "[3, 2, 1]"),
        ("index of([1, 2, 3, 2], 2)", "[2, 4]"),
        ("union([1, 2], [2, 3])", "[1, 2, 3]"),
        ("distinct values([1, 2, 3, 2, 1])", "[1, 2, 3]"),
        ("flatten([[1, 2], [[3]], 4])", "[1, 2, 3, 4]"),
        ("sort([3, 1, 4, 5, 2])", "[1, 2, 3, 4, 5]"),
        ("sort(list: [3, 1, 4], precedes: function(x, y) x > y)", "[4, 3, 1]"),
        ("list replace([2, 4, 7, 8], 3, 6)", "[2, 4, 6, 8]"),
        ("list replace([2, 4, 7, 8], function(item, newItem) item < newItem, 5)", "[5, 5, 7, 8]"),
        ("partition([1, 2, 3, 4, 5], 2)", "[[1, 2], [3, 4], [5]]"),
    ]);
    check_warned(&[
        ("sum([1, \"a\"])", "an element of the list is text"),
        ("max([1, \"a\"])", "have no order"),
        ("remove([1], 2)", "has 1 elements, but no number 2"),
        ("count(nothing)", "argument 1 of `count` has no value; it must be a list"),
    ]);
}

#[test]
fn numbers() {
    check(&[
        ("decimal(1/3, 2)", "0.33"),
        ("decimal(1.5, 0)", "2"),
        ("decimal(2.5, 0)", "2"),
        ("decimal(1115, -1)", "1120"),
        ("floor(-1.5)", "-2"),
        ("floor(1.56, 1)", "1.5"),
        ("ceiling(1.5)", "2"),
        ("ceiling(-1.56, 1)", "-1.5"),
        ("round up(5.5, 0)", "6"),
        ("round up(-1.121, 2)", "-1.13"),
        ("round down(-5.5, 0)", "-5"),
        ("round half up(5.5, 0)", "6"),
        ("round half up(-1.126, 2)", "-1.13"),
        ("round half down(5.5, 0)", "5"),
        ("round half down(1.126, 2)", "1.13"),
        ("abs(-10)", "10"),
        ("abs(@\"-PT5H\")", "@\"PT5H\""),
        ("modulo(12, 5)", "2"),
        ("modulo(-12, 5)", "3"),
        ("modulo(12, -5)", "-3"),
        ("modulo(-10.1, 4.5)", "3.4"),
        ("sqrt(16)", "4"),
        ("even(2)", "true"),
        ("odd(-5)", "true"),
        ("even(5)", "false"),
        ("odd(2.5)", "false"),
        ("round half up(fee / 3, 2)", "720.83"),
        ("exp(0)", "1"),
        ("decimal(log(10), 4)", "2.3026"),
    ]);
    check_warned(&[
        ("sqrt(-1)", "no square root"),
        ("log(0)", "logarithm"),
        ("exp(1000)", "too large"),
        ("modulo(1, 0)", "divides by zero"),
        ("decimal(1, 1.5)", "a whole number"),
    ]);
}

#[test]
fn days() {
    check(&[
        ("today()", "@\"2026-03-18\""),
        ("now()", "@\"2026-03-18T10:30:00\""),
        ("day of year(date(2019, 9, 17))", "260"),
        ("day of week(date(2019, 9, 17))", "\"Tuesday\""),
        ("month of year(date(2019, 9, 17))", "\"September\""),
        ("week of year(date(2019, 9, 17))", "38"),
        ("week of year(date(2005, 1, 1))", "53"),
        ("last day of month(date(2024, 2, 1))", "29"),
        ("index(\"mrp\")", "4325"),
        ("index(\"mrp\", @\"2019-07-01\")", "2525"),
        ("index(name: \"mrp\", date: now())", "4325"),
    ]);
    check_warned(&[("index(\"nonsense\")", "the index `nonsense` has no value on 2026-03-18")]);
}

#[test]
fn objects() {
    check(&[
        ("get value({ key1: \"value1\" }, \"key1\")", "\"value1\""),
        ("get value({ key1: \"value1\" }, \"other\")", "null"),
        ("get value({ a: { b: 1 } }, [\"a\", \"b\"])", "1"),
        ("get entries({ a: 1, b: 2 })[key = \"b\"].value", "[2]"),
        ("context put({ x: 1 }, \"y\", 2)", "{ x: 1, y: 2 }"),
        ("context put({ x: { y: 1 } }, [\"x\", \"y\"], 2)", "{ x: { y: 2 } }"),
        ("context merge([{ x: 1 }, { x: 2, y: 0 }])", "{ x: 2, y: 0 }"),
        ("context([{ key: \"a\", value: 1 }])", "{ a: 1 }"),
        ("is(@\"2026-03-18\", @\"2026-03-18T00:00:00\")", "false"),
        ("is(1, 1.0)", "true"),
    ]);
}

#[test]
fn ranges_relate() {
    check(&[
        ("before(1, 10)", "true"),
        ("before(10, 1)", "false"),
        ("before([1..5), 5)", "true"),
        ("before(range: (1..10], point: 1)", "false"),
        ("before(point: 1, range: (1..10])", "true"),
        ("after(range2: [1..10], range1: [11..20])", "true"),
        ("before([1..10], [15..20])", "true"),
        ("before([1..10), [10..20])", "true"),
        ("before([1..10], [10..20])", "false"),
        ("after((11..20], 11)", "true"),
        ("after([11..20], [1..11))", "true"),
        ("meets([1..5], [5..10])", "true"),
        ("meets([1..5), [5..10])", "false"),
        ("met by([5..10], [1..5])", "true"),
        ("overlaps([1..5], [3..8])", "true"),
        ("overlaps([1..5], [6..8])", "false"),
        ("overlaps([1..5], [5..8])", "true"),
        ("overlaps([1..5), [5..8])", "false"),
        ("overlaps before([1..5], [3..8])", "true"),
        ("overlaps before([1..5], [5..8])", "true"),
        ("overlaps before([1..5], [1..5])", "false"),
        ("overlaps after([3..8], [1..5])", "true"),
        ("overlaps after((3..8], [1..3])", "false"),
        ("finishes(10, [1..10])", "true"),
        ("finishes(10, [1..10))", "false"),
        ("finishes([5..10], [1..10])", "true"),
        ("finished by([1..10], 10)", "true"),
        ("includes([1..10], 5)", "true"),
        ("includes((1..10], 1)", "false"),
        ("includes([1..10], [4..6])", "true"),
        ("includes([1..10], (1..10))", "true"),
        ("during(5, [1..10])", "true"),
        ("during([4..6], [1..10))", "true"),
        ("starts(1, [1..10])", "true"),
        ("starts([1..5], [1..10])", "true"),
        ("started by([1..10], 1)", "true"),
        ("coincides(5, 5)", "true"),
        ("coincides([1..5], [1..5))", "false"),
    ]);
}

#[test]
fn what_is_looked_up() {
    check(&[
        ("index(\"mrp\")", "4325"),
        ("index(\"mrp\", @\"2025-03-18\")", "2525"),
        ("listed(\"neighbours\", \"AA\")", "true"),
        ("listed(\"neighbours\", \"AA\", @\"2025-12-31\")", "false"),
        ("listed(\"neighbours\", \"BB\", @\"2025-12-31T10:00:00\")", "true"),
        ("listed(\"neighbours\", nothing)", "false"),
        ("listed(date: @\"2025-01-01\", list: \"neighbours\", entry: \"BB\")", "true"),
    ]);
    check_warned(&[
        ("listed(\"strangers\", \"AA\")", "there is no list `strangers`"),
        ("listed(\"neighbours\", \"AA\", nothing)", "it must be a date"),
    ]);
}

/// 18 March 2026 is a Wednesday, Monday 23 March a day off.
#[test]
fn days_of_the_calendar() {
    check(&[
        ("add working days(@\"2026-03-18\", 3)", "@\"2026-03-24\""),
        ("add working days(@\"2026-03-21\", 1)", "@\"2026-03-24\""),
        ("add working days(@\"2026-03-21\", 0)", "@\"2026-03-21\""),
        ("add working days(@\"2026-03-26\", -5)", "@\"2026-03-18\""),
        ("add working days(now(), -1)", "@\"2026-03-17\""),
        ("is working day(@\"2026-03-23\")", "false"),
        ("is working day(today())", "true"),
        ("office open(@\"2026-03-18T09:00:00\")", "true"),
        ("office open(@\"2026-03-18T18:00:00\")", "false"),
        ("office open(@\"2026-03-23T10:00:00\")", "false"),
    ]);
    check_warned(&[
        ("add working days(@\"2026-03-18\", 1.5)", "it must be a whole number"),
        ("add working days(@\"2027-12-20\", 4000000000)", "are not known"),
        ("is working day(@\"2030-01-01\")", "2030"),
    ]);
}
