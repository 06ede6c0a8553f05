mod cases;
mod hostile;
mod mutations;
mod schemas;

use std::path::Path;
use std::time::Instant;

use super::*;

/// A processes folder with one whole service of a town that does not exist.
pub(super) const TOWN: &str = "tests/fixtures/town";

/// The files below a folder of the repository, with their paths relative to it.
pub(crate) fn folder(path: &str) -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let mut sources = Sources::default();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                let relative = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                sources.add(&relative, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    sources
}

/// What was found, a line each: place, code, message.
pub(super) fn lines(sources: &Sources, checked: &Checked) -> Vec<String> {
    let line = |found: &Diagnostic| {
        let place = found.located(sources);
        let (line, column) = (place.start.line, place.start.column);
        format!("{}:{line}:{column} {} {}", place.file, place.code, place.message)
    };
    checked.diagnostics.iter().map(line).collect()
}

#[test]
fn the_processes_of_the_product_are_sound() {
    let sources = folder("processes");
    let checked = check(&sources);
    assert_eq!(lines(&sources, &checked), Vec::<String>::new());
    assert!(checked.processes.len() >= 3);
}

#[test]
fn the_map_of_the_guide_is_sound() {
    let guide = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guides/write-a-process-map.md");
    let guide = std::fs::read_to_string(guide).unwrap();
    let map = guide.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap();
    let mut sources = folder("processes");
    sources.add("demo/parking-permit/process.yaml", map);
    let checked = check_one(&sources, "demo");
    assert_eq!(lines(&sources, &checked), Vec::<String>::new());
}

#[test]
fn an_edition_reads_back_as_it_was() {
    for process in check(&folder("processes")).processes {
        let text = canonical(&process.definition).unwrap();
        let back = from_canonical(&text).unwrap();
        assert_eq!(back, process.definition);
        assert_eq!(canonical(&back).unwrap(), text);
        assert_eq!(edition_of(&text), process.edition);
    }
}

#[test]
fn twelve_mistakes_are_twelve_diagnostics_in_their_places() {
    let sources = folder("tests/fixtures/check/twelve-mistakes");
    let checked = check(&sources);
    let places: Vec<_> = checked
        .diagnostics
        .iter()
        .map(|found| {
            let place = found.located(&sources);
            let text = &sources.file(found.primary.span.file).unwrap().text;
            let (start, end) = (found.primary.span.start as usize, found.primary.span.end as usize);
            (place.code, place.start.line, place.start.column, &text[start..end])
        })
        .collect();
    let expected = [
        ("RGL-005", 7, 1, "calendar"),
        ("RGL-046", 18, 17, "dat"),
        ("RGL-007", 20, 38, "no"),
        ("RGL-012", 26, 11, "5 days"),
        ("RGL-015", 33, 11, "dest"),
        ("RGL-009", 35, 5, "witin"),
        ("RGL-014", 38, 25, "refusd"),
        ("RGL-024", 43, 23, ""), // where the expression breaks off
        ("RGL-025", 44, 18, "name > 5"),
        ("RGL-031", 47, 3, "forgotten"),
        ("RGL-011", 53, 11, "recieve_task"),
        ("RGL-026", 7, 15, "knid"), // in tables/fees.yaml
    ];
    assert_eq!(places, expected, "{:#?}", lines(&sources, &checked));
    assert!(checked.processes.is_empty());
}

#[test]
fn comments_blanks_and_the_order_of_keys_make_no_other_edition() {
    let edition = |text: &str| {
        let sources = with_map(text);
        let checked = check(&sources);
        assert_eq!(lines(&sources, &checked), Vec::<String>::new());
        checked.processes[0].edition.clone()
    };
    let map = cases::MAP;
    let first = edition(map);
    let commented = map.replace("steps:\n", "\n# what happens\n\nsteps:   # in this order\n");
    let reordered = map
        .replace("unit: desk, form: [kind, amount]", "form: [ kind,  amount ], unit: 'desk'")
        .replace(
            "  rules-3: { act: Rules, clause: п. 3 }\n  rules-4: { act: Rules }\n",
            "  rules-4: { act: Rules }\n  rules-3: { clause: п. 3, act: Rules }\n",
        );
    assert_ne!(reordered, map);
    assert_eq!(edition(&commented), first);
    assert_eq!(edition(&reordered), first);
    assert_ne!(edition(&map.replace("5 working days", "6 working days")), first);
}

/// The processes folder of one map.
pub(super) fn with_map(text: &str) -> Sources {
    let mut sources = folder("tests/fixtures/check/twelve-mistakes/calendars");
    let calendar = sources.files()[0].text.clone();
    sources = Sources::default();
    sources.add("calendars/office.yaml", calendar);
    sources.add("town/pass/process.yaml", text);
    sources
}

#[test]
fn a_whole_map_is_checked_quickly() {
    let sources = folder(TOWN);
    let path = "town/library-card/process.yaml";
    let rows = sources.file(sources.find(path).unwrap()).unwrap().text.lines().count();
    let begun = Instant::now();
    let (shared, _) = Shared::read(&sources);
    let calendars = begun.elapsed();
    check_map(&sources, sources.find(path).unwrap(), &shared, &mut Vec::new());
    let map = begun.elapsed().saturating_sub(calendars);
    // Printed, not asserted: the machine may be busy.
    println!("{rows} lines checked in {map:?}, the calendars beside them in {calendars:?}");
    let checked = check_one(&sources, path);
    assert_eq!(checked.processes.len(), 1);
}
