use super::*;
use crate::source::Sources;

fn tree(text: &str) -> Node {
    let (tree, found) = parse(0, text);
    assert_eq!(found, Vec::new(), "{text}");
    tree.unwrap()
}

fn codes(text: &str) -> Vec<(&'static str, usize, usize)> {
    let mut sources = Sources::default();
    let file = sources.add("a.yaml", text);
    let locate = |found: &Diagnostic| {
        let located = found.located(&sources);
        (located.code, located.start.line, located.start.column)
    };
    parse(file, text).1.iter().map(locate).collect()
}

#[test]
fn scalars_keep_their_text_their_style_and_their_place() {
    let text = "a: no\nb: \"но\"\nc: |\n  x\n  y\nd: 012 # eight\n";
    let root = tree(text);
    let scalar = |key: &str| {
        let node = root.at(&[key]).unwrap();
        let Kind::Scalar { text: value, style } = &node.kind else { panic!("{key}") };
        (value.as_str(), *style, &text[node.span.start as usize..node.span.end as usize])
    };
    assert_eq!(scalar("a"), ("no", Style::Plain, "no"));
    assert_eq!(scalar("b"), ("но", Style::Quoted, "\"но\""));
    assert_eq!((scalar("c").0, scalar("c").1), ("x\ny\n", Style::Block));
    assert_eq!(scalar("d"), ("012", Style::Plain, "012"));
}

#[test]
fn collections_end_where_the_reader_sees_their_end() {
    let text = "a: { b: 1, c: [x, y] }\nd:\n  e: 2\n  f: 3\n\n# a comment\ng: 4\n";
    let root = tree(text);
    let slice = |path: &[&str]| {
        let span = root.at(path).unwrap().span;
        &text[span.start as usize..span.end as usize]
    };
    assert_eq!(slice(&["a"]), "{ b: 1, c: [x, y] }");
    assert_eq!(slice(&["a", "c"]), "[x, y]");
    assert_eq!(slice(&["d"]), "e: 2\n  f: 3");
}

#[test]
fn what_is_outside_the_language_is_reported_in_its_place() {
    assert_eq!(codes("a: 1\nb: 2\na: 3\n"), [("RGL-005", 3, 1)]);
    assert_eq!(codes("a: &x 1\nb: *x\n"), [("RGL-004", 1, 7), ("RGL-004", 2, 4)]);
    assert_eq!(codes("a: !int 1\n"), [("RGL-004", 1, 9)]);
    assert_eq!(codes("a:\n  <<: { b: 1 }\n"), [("RGL-004", 2, 3)]);
    assert_eq!(codes("a: 1\n---\nb: 2\n"), [("RGL-006", 2, 1)]);
    assert_eq!(codes(""), [("RGL-006", 1, 1)]);
    assert_eq!(codes("? [a, b]\n: 1\n"), [("RGL-008", 1, 3)]);
}

#[test]
fn a_syntax_error_is_one_diagnostic() {
    for text in
        ["a: [1, 2\nb: 3\n", "a: \"open\n", "a: b: c\n", "a:\n\tb: 1\n", "}\n", "a: 1\n b: 2\n"]
    {
        let found = codes(text);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        assert_eq!(found[0].0, "RGL-001", "{text}");
    }
}

#[test]
fn depth_and_size_end_in_a_diagnostic() {
    for deep in ["[".repeat(100_000), "- ".repeat(100_000), "{a: ".repeat(100_000)] {
        let found = codes(&deep);
        assert_eq!(found.len(), 1);
        assert!(matches!(found[0].0, "RGL-003" | "RGL-001"), "{found:?}");
    }
    assert_eq!(codes(&"a".repeat(FILE_BYTES_MAX + 1))[0].0, "RGL-002");
    let deepest = format!("{}{}", "[".repeat(DEPTH_MAX), "]".repeat(DEPTH_MAX));
    assert_eq!(codes(&deepest), []);
}

#[test]
fn places_hold_behind_a_byte_order_mark_and_with_any_line_ends() {
    for text in
        ["\u{feff}a: 1\na: 2\n", "a: 1\r\na: 2\r\n", "# приём\na: { 'é': 1, \"ж\": 2 }\na: 3"]
    {
        let expected = if text.starts_with('#') { (3, 1) } else { (2, 1) };
        assert_eq!(codes(text), [("RGL-005", expected.0, expected.1)], "{text:?}");
    }
    assert_eq!(codes("ж: { б: 1, é: 2, б: 3 }"), [("RGL-005", 1, 18)]);
}
