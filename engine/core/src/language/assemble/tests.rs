use crate::language::tests::{lines, with_map};
use crate::language::{Checked, check};
use crate::source::Sources;

const CARD: &str = "\
process: library-card
title: { ru: Билет, kk: Билет, en: Card }
authority: town
in_force: { from: 2026-01-01 }
calendar: office
parts: [../parts/reader.yaml]
basis: { rules-1: { act: Rules } }
data:
  branch: { type: choice, of: [north, south], title: { ru: Филиал, kk: Филиал, en: Branch } }
decisions: { papers: tables/papers.yaml }
steps:
  filing: { part: ../parts/filing.yaml }
  papers: { type: business_rule_task, decision: papers }
  hand_out: { type: manual_task, unit: desk }
  issued: { type: end_event, status: issued, title: { ru: Выдан, kk: Берілді, en: Issued } }
  refused: { type: end_event, status: refused, title: { ru: Отказ, kk: Бас тарту, en: Refused } }
";

const READER: &str = "\
part: reader
units: { desk: { title: { ru: Стойка, kk: Тіркеу, en: Desk }, group: desk } }
types: { reader: { name: { type: text, title: { ru: Имя, kk: Аты, en: Name } } } }
data: { reader: { type: reader, title: { ru: Читатель, kk: Оқырман, en: Reader } } }
";

const FILING: &str = "\
part: filing
parts: [reader.yaml]
basis: { rules-2: { act: Rules } }
steps:
  intake: { type: user_task, unit: desk, form: [reader.name], cites: [rules-2], outcomes: { accepted: {}, rejected: { to: refused } } }
  note: { type: manual_task, unit: desk }
";

const PAPERS: &str = "\
decision: papers
hit: collect
inputs: [branch]
outputs: [document, copies]
rules:
  - { when: { branch: [north] }, then: { document: permit, copies: 1 } }
  - { part: ../../parts/papers.yaml }
";

const ALL_PAPERS: &str = "\
decision: all-papers
outputs: [document]
rules:
  - { when: {}, then: { document: passport } }
";

/// The files of the card with one text in one of them replaced.
fn with(file: &str, from: &str, to: &str) -> Sources {
    let mut sources = with_map("");
    let calendar = sources.files()[0].clone();
    sources = Sources::default();
    sources.add(&calendar.path, calendar.text);
    let files = [
        ("town/library-card/process.yaml", CARD),
        ("town/parts/reader.yaml", READER),
        ("town/parts/filing.yaml", FILING),
        ("town/library-card/tables/papers.yaml", PAPERS),
        ("town/parts/papers.yaml", ALL_PAPERS),
    ];
    for (path, text) in files {
        if path.ends_with(file) {
            assert!(text.contains(from), "{path} has no `{from}`");
            sources.add(path, text.replacen(from, to, 1));
        } else {
            sources.add(path, text);
        }
    }
    sources
}

fn sound() -> Checked {
    check(&with("process.yaml", "", ""))
}

fn found(file: &str, from: &str, to: &str) -> Vec<String> {
    let sources = with(file, from, to);
    lines(&sources, &check(&sources))
}

#[test]
fn a_map_is_read_with_the_sections_steps_and_rules_of_its_parts() {
    let sources = with("process.yaml", "", "");
    let checked = check(&sources);
    assert_eq!(lines(&sources, &checked), Vec::<String>::new());
    let map = &checked.processes[0].definition;
    let steps: Vec<&str> = map.steps.keys().map(crate::ids::StepId::as_str).collect();
    assert_eq!(steps, ["intake", "note", "papers", "hand_out", "issued", "refused"]);
    assert_eq!(map.steps["note"].next[0].to.as_str(), "papers");
    assert_eq!(map.data.keys().collect::<Vec<_>>(), ["reader", "branch"]);
    assert_eq!(map.basis.len(), 2);
    assert_eq!(map.decisions["papers"].rules.len(), 2);
}

#[test]
fn a_change_in_a_part_makes_another_edition_and_a_comment_does_not() {
    let edition = |file: &str, from: &str, to: &str| {
        let checked = check(&with(file, from, to));
        checked.processes[0].edition.clone()
    };
    let first = sound().processes[0].edition.clone();
    assert_eq!(edition("parts/filing.yaml", "steps:", "steps: # in this order"), first);
    assert_ne!(edition("parts/filing.yaml", "form: [reader.name]", "form: [reader]"), first);
    assert_ne!(edition("parts/papers.yaml", "passport", "identity-card"), first);
}

#[test]
fn what_is_wrong_in_a_part_is_found_in_its_file() {
    let one = |file: &str, from: &str, to: &str, line: &str| {
        let found = found(file, from, to);
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with(line), "{found:#?}");
    };
    one(
        "filing.yaml",
        "cites: [rules-2]",
        "cites: [rules-3]",
        "town/parts/filing.yaml:5:71 RGL-018",
    );
    one("filing.yaml", "to: refused", "to: refusd", "town/parts/filing.yaml:5:123 RGL-014");
    let twice = "town/library-card/process.yaml:9:3 RGL-053 `reader` of `data` stands in two files";
    one("process.yaml", "  branch:", "  reader: { type: text }\n  branch:", twice);
    let step = "town/library-card/process.yaml:14:3 RGL-053 the step `note` stands in two files";
    one(
        "process.yaml",
        "  hand_out:",
        "  note: { type: manual_task, unit: desk }\n  hand_out:",
        step,
    );
    let again = "town/library-card/process.yaml:14:18 RGL-052 the steps of this part stand";
    one(
        "process.yaml",
        "  hand_out:",
        "  again: { part: ../parts/filing.yaml }\n  hand_out:",
        again,
    );
    let column =
        "town/parts/papers.yaml:2:21 RGL-052 the table that uses this one has no such outputs";
    one("parts/papers.yaml", "[document]", "[document, pages]", column);
    one(
        "reader.yaml",
        "part: reader\n",
        "",
        "town/parts/reader.yaml:1:1 RGL-052 this file is used",
    );
    let nowhere = "town/library-card/process.yaml:6:9 RGL-020 there is no file `nowhere.yaml`";
    one("process.yaml", "[../parts/reader.yaml]", "[nowhere.yaml]", nowhere);
}

#[test]
fn a_circle_is_found_and_an_unused_part_is_a_warning() {
    let circle = found("reader.yaml", "units:", "parts: [filing.yaml]\nunits:");
    assert!(circle.iter().any(|line| line.contains("RGL-052 this part contains itself")));
    let steps = found("filing.yaml", "  note:", "  more: { part: filing.yaml }\n  note:");
    assert!(steps[0].contains("RGL-052 this part contains itself: town/parts/filing.yaml →"));
    let table = found("parts/papers.yaml", "rules:", "rules:\n  - { part: papers.yaml }");
    assert!(table[0].contains("RGL-052 this part contains itself"), "{table:?}");
    let by_hand = "  intake: { type: user_task, unit: desk, outcomes: { accepted: {}, rejected: { to: refused } } }";
    let unused = found("process.yaml", "  filing: { part: ../parts/filing.yaml }", by_hand);
    assert_eq!(unused.len(), 1, "{unused:?}");
    assert!(unused[0].starts_with("town/parts/filing.yaml:1:1 RGL-054"), "{unused:?}");
}

/// Eight tables, each with the rules of the next a hundred times: 100^8 rules when written out.
#[test]
fn a_map_does_not_grow_out_of_all_measure() {
    let mut sources = with("process.yaml", "", "");
    let table = |n: usize| {
        let rows = format!("  - {{ part: t{}.yaml }}\n", n + 1).repeat(100);
        format!("decision: t\ninputs: [branch]\noutputs: [document]\nrules:\n{rows}")
    };
    for n in 0..7 {
        sources.add(&format!("town/parts/t{n}.yaml"), table(n));
    }
    sources.add("town/parts/t7.yaml", ALL_PAPERS);
    let map = CARD.replace("tables/papers.yaml", "../parts/t0.yaml").replace("-card", "-book");
    sources.add("town/library-book/process.yaml", map);
    let begun = std::time::Instant::now();
    let found = lines(&sources, &check(&sources));
    assert!(found.iter().any(|line| line.contains("more than 100 files or 4096 KB")), "{found:?}");
    println!("found in {:?}", begun.elapsed());
}
