//! Every scenario, played in memory and rebuilt from its events after each command.

use std::path::{Path, PathBuf};

use reglament_server::cli::test::run;

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
