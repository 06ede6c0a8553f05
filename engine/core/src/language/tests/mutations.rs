//! Whatever is done to a map, the checker answers and never panics.

use proptest::prelude::*;

use super::*;

/// One thing that happens to a file.
#[derive(Clone, Debug)]
enum Mutation {
    DeleteLine(usize),
    DoubleLine(usize),
    ReplaceLine(usize, String),
    SwapLines(usize, usize),
    Insert(usize, String),
    Cut(usize, usize),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    let line = 0usize..400;
    let byte = 0usize..20_000;
    // Bits of the language beside arbitrary text: they get further than noise does.
    let bits = prop_oneof![
        ".{0,12}",
        prop::sample::select(vec![
            "{",
            "}",
            "[",
            "]",
            ": ",
            "- ",
            "\n",
            "  ",
            "\t",
            "\"",
            "'",
            "|",
            "&a ",
            "*a",
            "!t ",
            "---\n",
            "no",
            "012",
            "~",
            "when: ",
            "next: ",
            "type: subprocess",
            "steps:",
            "join: 3",
            "of: person",
            "é",
            "\u{0}",
            "type: t0",
            "until: x",
            "0x1F",
            "1e999",
            "99999999999999999999999",
            "% ",
            "? ",
        ])
        .prop_map(str::to_owned),
    ];
    prop_oneof![
        line.clone().prop_map(Mutation::DeleteLine),
        line.clone().prop_map(Mutation::DoubleLine),
        (line.clone(), bits.clone()).prop_map(|(n, text)| Mutation::ReplaceLine(n, text)),
        (line.clone(), line).prop_map(|(a, b)| Mutation::SwapLines(a, b)),
        (byte.clone(), bits).prop_map(|(n, text)| Mutation::Insert(n, text)),
        (byte, 1usize..60).prop_map(|(n, count)| Mutation::Cut(n, count)),
    ]
}

fn apply(text: &str, mutation: &Mutation) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let at = |n: usize| n % lines.len().max(1);
    match mutation {
        Mutation::Insert(n, bit) => {
            let n = boundary(text, *n);
            return format!("{}{bit}{}", &text[..n], &text[n..]);
        }
        Mutation::Cut(n, count) => {
            let (from, to) = (boundary(text, *n), boundary(text, n % text.len().max(1) + count));
            return format!("{}{}", &text[..from.min(to)], &text[to.max(from)..]);
        }
        _ if lines.is_empty() => {}
        Mutation::DeleteLine(n) => drop(lines.remove(at(*n))),
        Mutation::DoubleLine(n) => lines.insert(at(*n), lines[at(*n)]),
        Mutation::ReplaceLine(n, bit) => {
            let n = at(*n);
            lines[n] = bit;
        }
        Mutation::SwapLines(a, b) => {
            let (a, b) = (at(*a), at(*b));
            lines.swap(a, b);
        }
    }
    lines.join("\n")
}

/// A place between two characters.
fn boundary(text: &str, n: usize) -> usize {
    let n = if text.is_empty() { 0 } else { n % text.len() };
    (n..=text.len()).find(|n| text.is_char_boundary(*n)).unwrap_or(text.len())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_map_is_answered(file in 0usize..5, damage in prop::collection::vec(mutation(), 1..6)) {
        let sources = folder(TOWN);
        let whole: Vec<_> = sources.files().to_vec();
        let chosen = file % whole.len();
        let mut damaged = Sources::default();
        for (n, source) in whole.iter().enumerate() {
            let mut text = source.text.to_string();
            if n == chosen {
                for one in &damage {
                    text = apply(&text, one);
                }
            }
            damaged.add(&source.path, text);
        }
        let checked = check(&damaged);
        for found in &checked.diagnostics {
            let place = found.located(&damaged);
            prop_assert!(!place.file.is_empty(), "{found:?} has no place");
            prop_assert!(found.help.is_some(), "{found:?} does not say what to do");
        }
        // A map that is called sound has an edition that reads back.
        for process in &checked.processes {
            let text = canonical(&process.definition).unwrap();
            prop_assert_eq!(&from_canonical(&text).unwrap(), &process.definition);
        }
    }

    #[test]
    fn bytes_are_answered(text in "\\PC{0,200}") {
        let checked = check(&with_map(&text));
        prop_assert!(checked.has_errors());
    }
}
