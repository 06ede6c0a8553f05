//! Static checks.

use std::collections::BTreeMap;

use crate::feel::{Expression, Type, TypeScope, UnaryTests};

fn entries<const N: usize>(entries: [(&str, Type); N]) -> BTreeMap<String, Type> {
    entries.into_iter().map(|(name, ty)| (name.to_owned(), ty)).collect()
}

fn choice(words: &[&str]) -> Type {
    Type::Choice(words.iter().map(ToString::to_string).collect())
}

fn scope() -> TypeScope {
    let inviter = entries([
        ("kind", choice(&["legal_entity", "consulate"])),
        ("bin", Type::Text),
        ("first_this_year", Type::Boolean),
    ]);
    let person = entries([("name", Type::Text), ("age", Type::Number), ("born", Type::Date)]);
    TypeScope::new(entries([
        ("inviter", Type::Context(inviter)),
        ("category", choice(&["S3", "R1", "R2"])),
        ("invitees", Type::Context(person).list()),
        ("age", Type::Number),
        ("filed", Type::DateTime),
        ("categories", choice(&["S3", "R1"]).list()),
        ("anything", Type::Any),
    ]))
    .indices(["mrp".to_owned()])
}

#[test]
fn types_are_inferred() {
    for (text, expected) in [
        ("age + 1", Type::Number),
        ("age < 16", Type::Boolean),
        ("inviter.kind", choice(&["legal_entity", "consulate"])),
        ("invitees.age", Type::Number.list()),
        ("invitees[1].age", Type::Number),
        ("invitees[age > 15].name", Type::Text.list()),
        ("invitees[item.born < today()][1].born.year", Type::Number),
        ("max(invitees.age)", Type::Number),
        ("for p in invitees return p.born", Type::Date.list()),
        ("some p in invitees satisfies p.age < 16", Type::Boolean),
        ("if age > 1 then \"a\" else null", Type::Text),
        ("filed - @\"2026-01-01\"", Type::DurationDays),
        ("today() + @\"P1Y\"", Type::Date),
        ("{ a: 1, b: a + age }.b", Type::Number),
        ("[1..5]", Type::Range(Box::new(Type::Number))),
        ("for n in 1..3 return n * 2", Type::Number.list()),
        ("{ f: function(x) x * 2, r: f(2) }.r", Type::Any),
        ("{ f: function(n) if n = 0 then 1 else n * f(n - 1), r: f(2) }.r", Type::Any),
        ("sort(invitees.age)", Type::Number.list()),
        ("sort(invitees, function(a, b) a.age < b.age)[1].name", Type::Text),
        ("anything.what.ever + 1", Type::Any),
        ("anything[x > 1]", Type::Any.list()),
        ("category in (\"R1\", \"R2\")", Type::Boolean),
        ("0.5 * index(\"mrp\", filed)", Type::Number),
        ("string join(invitees.name, \", \")", Type::Text),
        ("list contains(categories, \"R1\")", Type::Boolean),
        ("category = if age > 1 then \"R1\" else \"S3\"", Type::Boolean),
        ("count(invitees[born + @\"P16Y\" > date(filed)]) > 0", Type::Boolean),
    ] {
        let expression = Expression::parse(text).unwrap();
        assert_eq!(expression.infer(&scope()), Ok(expected), "{text}");
    }
}

/// Each row: an expression, the words under the caret, words of the message and of the help.
#[test]
fn problems_have_a_place_and_a_repair() {
    for (text, place, message, help) in [
        ("inviter.kimd = \"x\"", "kimd", "has no `kimd`", "did you mean `kind`?"),
        ("categry = \"R1\"", "categry", "there is no `categry`", "did you mean `category`?"),
        ("bin = \"1\"", "bin", "there is no `bin`", "did you mean `inviter.bin`?"),
        ("category = \"R3\"", "\"R3\"", "\"R3\" is not among the choices", "did you mean \"S3\"?"),
        ("\"Z9\" = category", "\"Z9\"", "is not among the choices", "it is one of S3, R1, R2"),
        ("category in (\"R1\", \"X1\")", "\"X1\"", "not among the choices", "did you mean \"R1\"?"),
        ("category in [\"R1\", \"Q7\"]", "\"Q7\"", "not among the choices", "S3, R1, R2"),
        ("category = R1", "R1", "there is no `R1`", "a text stands in quotes: \"R1\""),
        ("list contains(categories, \"R2\")", "\"R2\"", "not among the choices", "\"R1\""),
        ("age = \"15\"", "age = \"15\"", "they do not compare", "numbers stand without quotes"),
        ("age < category", "age < category", "`age` is number, but `category` is one of S3", ""),
        ("filed > today()", "filed > today()", "they do not compare", "`date(…)`"),
        ("inviter.first_this_year < true", "true", "needs values with an order", ""),
        ("if age then 1 else 2", "age", "`age` is number, but boolean is needed", "compare it"),
        ("age > 1 and category", "category", "but boolean is needed", "compare it"),
        ("not(age)", "age", "the argument `negand` of `not` is a boolean", ""),
        ("age + \"a\"", "\"a\"", "`+` does not take number and text", ""),
        ("inviter.bin + age", "age", "`+` does not take text and number", "`string(age)`"),
        (
            "today() + 5",
            "5",
            "`+` does not take date and number",
            "working days are the calendar's",
        ),
        (
            "@\"P1M\" > @\"P30D\"",
            "@\"P1M\" > @\"P30D\"",
            "do not compare",
            "no fixed number of days",
        ),
        ("substring(\"a\")", "substring(\"a\")", "is called as `substring(string, start", ""),
        ("string_length(inviter.bin)", "string_length", "there is no function", "`string length`"),
        ("cuont(invitees)", "cuont", "there is no function", "did you mean `count`?"),
        ("count(age)", "age", "the argument `list` of `count` is a list", ""),
        ("date(\"2026-02-30\")", "\"2026-02-30\"", "is not a date", ""),
        ("index(\"mpr\")", "\"mpr\"", "there is no index", "did you mean \"mrp\"?"),
        ("matches(inviter.bin, \"(\")", "\"(\"", "is not a pattern", "look-around"),
        ("invitees[name]", "name", "a filter is a condition or an index", ""),
        ("for a in age return a", "age", "not a list", ""),
        ("invitees.brn", "brn", "has no `brn`", "did you mean `born`?"),
        ("filed.yaer", "yaer", "has no `yaer`", "did you mean `year`?"),
        ("age between \"a\" and 5", "\"a\"", "`age` is number, but `\"a\"` is text", ""),
        ("[1..\"a\"]", "[1..\"a\"]", "a range cannot go from number to text", ""),
        ("{ f: function(a) a, r: f(1, 2) }", "f(1, 2)", "takes 1 arguments, but 2", ""),
        ("? > 5", "?", "in the cells of tables", ""),
        ("-category", "category", "needs a number", ""),
        ("category > 5 or age > 5", "category > 5", "do not compare", ""),
    ] {
        let problems = Expression::parse(text).unwrap().infer(&scope()).expect_err(text);
        let first = &problems[0];
        assert_eq!(&text[first.start..first.end], place, "{text}: {first:?}");
        assert!(first.message.contains(message), "{text}: {first:?}");
        assert!(first.help.as_deref().unwrap_or("").contains(help), "{text}: {first:?}");
        assert_eq!(problems.len(), 1, "{text}: {problems:?}");
    }
}

#[test]
fn all_problems_come_at_once() {
    let text = "categry = \"R1\" and age = \"x\" and cuont(invitees) > 0";
    let problems = Expression::parse(text).unwrap().infer(&scope()).unwrap_err();
    assert_eq!(problems.len(), 3, "{problems:?}");
}

#[test]
fn a_needed_type_is_checked() {
    let problems =
        |text: &str, needed: &Type| Expression::parse(text).unwrap().check(&scope(), needed);
    assert!(problems("age > 5", &Type::Boolean).is_empty());
    let found = problems("count(invitees)", &Type::Boolean);
    assert_eq!(found[0].message, "`count(invitees)` is number, but boolean is needed");
    let found = problems("if age > 1 then \"R1\" else \"R9\"", &choice(&["R1", "R2"]));
    assert_eq!(found[0].help.as_deref(), Some("did you mean \"R1\"?"));
    assert!(problems("null", &Type::Date).is_empty());
}

#[test]
fn the_data_that_is_read_is_listed() {
    for (text, expected) in [
        ("inviter.kind = \"a\" and age > 1", "inviter.kind@0, age@23"),
        ("count(invitees[age < 16])", "invitees@6, invitees.age@15, age@15"),
        ("invitees[item.age < 16].name", "invitees.name@0, invitees.age@9"),
        ("for p in invitees return p.age + x", "invitees@9, invitees.age@25, x@33"),
        (
            "some p in invitees, q in p.children satisfies q.age > 1",
            "invitees@10, invitees.children@25, invitees.children.age@46",
        ),
        ("{ a: inviter, b: a.kind }.b", "inviter@5, inviter.kind@17"),
        ("(function(x) x + age)(fee)", "age@17, fee@22"),
        ("today() > filed", "filed@10"),
        ("for n in 1..3 return n", ""),
        ("f(age)", "f@0, age@2"),
    ] {
        let found = Expression::parse(text).unwrap().references();
        let found: Vec<String> = found.iter().map(|r| format!("{}@{}", r.path, r.start)).collect();
        assert_eq!(found.join(", "), expected, "{text}");
    }
    let cell = UnaryTests::parse("> age, R1, ? < inviter.limit").unwrap();
    let paths: Vec<String> = cell.references().into_iter().map(|r| r.path).collect();
    assert_eq!(paths, ["age", "inviter.limit"]);
}

#[test]
fn cells_are_checked_against_their_input() {
    let problems =
        |cell: &str, input: &Type| UnaryTests::parse(cell).unwrap().check(input, &scope());
    let category = choice(&["S3", "R1", "R2"]);
    assert!(problems("R1, R2", &category).is_empty());
    assert!(problems("not(S3)", &category).is_empty());
    assert!(problems("-", &category).is_empty());
    assert!(problems("R1", &category.clone().list()).is_empty());
    assert!(problems("[1..12], > age", &Type::Number).is_empty());
    assert!(problems("? > age and odd(?)", &Type::Number).is_empty());
    assert!(problems("null", &Type::Number).is_empty());
    let found = problems("R1, R9", &category);
    assert_eq!((found[0].start, found[0].end), (4, 6));
    assert_eq!(found[0].message, "\"R9\" is not among the choices");
    let found = problems("> 5", &category);
    assert!(
        found[0].message.contains("the input is one of S3, R1, R2, but `5` is number"),
        "{found:?}"
    );
    let found = problems("[1..12]", &Type::Date);
    assert!(found[0].message.contains("the input is date"), "{found:?}");
    let one_of: UnaryTests = serde_yaml::from_str("[R1, R9]").unwrap();
    assert_eq!(one_of.check(&category, &scope())[0].message, "\"R9\" is not among the choices");
    let one_of: UnaryTests = serde_yaml::from_str("[1, R9]").unwrap();
    assert_eq!(
        one_of.check(&Type::Number, &scope())[0].message,
        "the input is number, but `R9` is text"
    );
}
