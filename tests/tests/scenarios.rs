//! Every scenario, played in memory and live on SQLite; in both the instance is rebuilt from its
//! events after each command, and both must write the same history.

use std::path::{Path, PathBuf};

use reglament_core::event::{Event, Recorded};
use reglament_core::scenario::{MemoryWorld, Silent, World, play};
use reglament_server::cli::scenario_files::{Library, Prepared, find};
use reglament_server::cli::test::{explain, run, start};
use reglament_tests::LiveWorld;

fn scenarios() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios")
}

#[test]
fn every_scenario_holds_in_memory() {
    let mut out = Vec::new();
    let tally = run(&[scenarios()], &mut out).unwrap();
    assert!(tally.passed > 30, "scenarios are missing: {tally:?}");
    assert_eq!(tally.failed, 0, "{}", String::from_utf8_lossy(&out));
}

#[test]
fn every_scenario_holds_live_and_writes_the_history_of_the_memory() {
    let mut library = Library::default();
    let mut failed = Vec::new();
    for path in find(&[scenarios()]).unwrap() {
        let prepared = library.prepare(&path).unwrap_or_else(|lines| panic!("{lines:#?}"));
        let start = start(&prepared);
        let maps = prepared.maps.clone();
        let mut memory = MemoryWorld::new(prepared.process.clone(), start).with_maps(maps.clone());
        let mut live = LiveWorld::new(prepared.process.clone(), maps, start);
        let (expected, found) = (history(&prepared, &mut memory), history(&prepared, &mut live));
        match (expected, found) {
            (Ok(expected), Ok(found)) => assert_eq!(expected, found, "{}", path.display()),
            (expected, found) => failed.extend([expected.err(), found.err()].into_iter().flatten()),
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}

fn history(prepared: &Prepared, world: &mut dyn World) -> Result<Vec<Recorded>, Vec<String>> {
    play(&prepared.scenario, world, &mut Silent).map_err(|failure| explain(prepared, &failure))?;
    let mut events = world.events().map_err(|trouble| vec![format!("{trouble:?}")])?;
    // The numbers of called cases are those of the store.
    for recorded in &mut events {
        if let Event::CallCompleted { child, .. } = &mut recorded.event {
            *child = None;
        }
    }
    Ok(events)
}

#[test]
fn a_failed_expectation_says_where_and_what() {
    let folder = tempfile::tempdir().unwrap();
    let maps = scenarios().join("elements/processes");
    std::os::unix::fs::symlink(maps, folder.path().join("processes")).unwrap();
    let text = "\
scenario: A wrong one
process: claims
at: 2026-02-02T10:00
users: { ann: [clerks] }
play:
  - start: {}
  - expect: { open: [work], ended: done }
";
    let file = folder.path().join("wrong.yaml");
    std::fs::write(&file, text).unwrap();
    let mut out = Vec::new();
    let tally = run(&[file], &mut out).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert_eq!((tally.passed, tally.failed), (0, 1), "{out}");
    for line in ["wrong.yaml:7: - expect:", "expected  ended: done", "found     ended: none"] {
        assert!(out.contains(line), "{line} is not in\n{out}");
    }
    assert!(out.ends_with("0 passed, 1 failed\n"), "{out}");
}
