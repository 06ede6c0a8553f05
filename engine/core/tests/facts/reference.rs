//! Lists and categories with their days; codes typed with look-alike letters.

use super::{found, holds};

const MAP: &str = "\
process: reading-room
title: { ru: Читальня, kk: Оқу залы, en: Reading room }
authority: town
in_force: { from: 2026-01-01 }
calendar: office
units: { desk: { title: { ru: Стойка, kk: Тіркеу, en: Desk }, group: desk } }
data:
  category: { type: choice, of: categories.town, only: [A1, B2], title: { ru: Категория, kk: Санат, en: Category } }
  street: { type: choice, of: lists.streets, title: { ru: Улица, kk: Көше, en: Street } }
  moved_on: { type: date, optional: true, title: { ru: Переезд, kk: Көшу, en: Moved on } }
requirements:
  quiet:
    holds: listed(\"quiet\", street) and (moved_on = null or listed(\"quiet\", street, moved_on))
    title: { ru: Тихая улица, kk: Тыныш көше, en: A quiet street }
decisions:
  tier: { decision: tier, hit: unique, inputs: [category], outputs: [tier], rules: [{ when: { category: [A1] }, then: { tier: 1 } }, { when: { category: [B2] }, then: { tier: 2 } }] }
steps:
  intake: { type: user_task, unit: desk, form: [category] }
  tier: { type: business_rule_task, decision: tier }
  issued: { type: end_event, status: issued, title: { ru: Выдан, kk: Берілді, en: Issued } }
";

const CATEGORIES: &str = "\
town:
  A1: { ru: A1, kk: A1, en: A1 }
  B2: { title: { ru: B2, kk: B2, en: B2 }, from: 2026-01-01, until: 2026-03-31 }
  C3: { ru: C3, kk: C3, en: C3 }
";

const STREETS: &str = "\
list: streets
title: { ru: Улицы, kk: Көшелер, en: Streets }
entries:
  S1: { title: { ru: Садовая, kk: Бақ, en: Garden } }
  S2: { title: { ru: Речная, kk: Өзен, en: River }, from: 2026-04-01 }
";

const QUIET: &str = "\
list: quiet
of: streets
title: { ru: Тихие, kk: Тыныш, en: Quiet }
entries:
  S1: { from: 2026-02-01 }
";

const FILES: [(&str, &str); 4] = [
    ("town/reading-room/process.yaml", MAP),
    ("categories.yaml", CATEGORIES),
    ("lists/streets.yaml", STREETS),
    ("lists/quiet.yaml", QUIET),
];

fn scene(at: &str, play: &str) -> String {
    format!(
        "scenario: r\nprocess: reading-room\nat: {at}\nusers: {{ aliya: [desk] }}\nplay:\n{play}"
    )
}

#[test]
fn codes_are_kept_in_latin_capitals_whatever_was_typed() {
    let play = "- start: { data: { category: \"\u{412}2\", street: S1 } }
- expect: { data: { category: B2 } }
- complete: { task: intake, by: aliya, data: { category: \" \u{430}1 \" } }
- expect: { data: { category: A1, tier: 1 }, ended: issued }
";
    holds(&FILES, &scene("2026-03-18T10:00", play));
}

#[test]
fn a_code_is_chosen_by_the_day_of_filing() {
    let late =
        "- refused: { start: { data: { category: B2, street: S1 } }, because: invalid_data }\n";
    holds(&FILES, &scene("2026-04-01T10:00", late));
    let before = "- start: { data: { category: B2, street: S1 } }
- until: 2026-04-03T10:00
- complete: { task: intake, by: aliya, data: { category: B2 } }
- expect: { ended: issued }
";
    holds(&FILES, &scene("2026-03-31T10:00", before));
    let other =
        "- refused: { start: { data: { category: C3, street: S1 } }, because: invalid_data }\n";
    holds(&FILES, &scene("2026-03-18T10:00", other));
}

#[test]
fn lists_are_asked_for_a_day() {
    let play = "- refused: { start: { data: { category: A1, street: S2 } }, because: invalid_data }
- refused: { start: { data: { category: A1, street: S1, moved_on: 2026-01-31 } }, because: requirement_not_met }
- start: { data: { category: A1, street: S1, moved_on: 2026-02-01 } }
";
    holds(&FILES, &scene("2026-03-18T10:00", play));
}

#[test]
fn mistakes_in_reference_data_are_found() {
    let one = |file: usize, from: &str, to: &str, line: &str| {
        let mut files = FILES;
        assert!(files[file].1.contains(from));
        let text = files[file].1.replacen(from, to, 1);
        files[file].1 = &text;
        let found = found(&files);
        assert!(found.iter().any(|one| one.contains(line)), "{found:#?}");
    };
    one(0, "[A1, B2]", "[A1, \u{412}2]", "is not in `categories.town`");
    one(0, "category: [A1]", "category: [\u{410}1]", "RGL-040");
    one(0, "lists.streets", "lists.street", "RGL-056 there is no list `lists.street`");
    one(0, "categories.town", "categories.towm", "RGL-021");
    one(
        0,
        "listed(\"quiet\", street) ",
        "listed(\"quite\", street) ",
        "RGL-025 there is no list \"quite\"",
    );
    one(1, "2026-03-31", "2025-03-31", "categories.yaml:3 RGL-029");
    one(1, "  C3", "  \u{421}3", "categories.yaml:4 RGL-040");
    one(2, "list: streets", "list: roads", "RGL-027 the list `roads` stands in the file");
    one(3, "S1:", "S9:", "lists/quiet.yaml:5 RGL-011 `S9` is no code of the list");
    one(3, "of: streets", "of: roads", "RGL-056 there is no list `roads`");
}
