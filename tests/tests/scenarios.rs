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
