//! The guides do what they say: the example of the map guide is a map without a finding, and its
//! scenario holds.

use reglament_core::language;
use reglament_core::scenario::{MemoryWorld, Silent, play};
use reglament_tests::maps;

const GUIDE: &str = include_str!("../../docs/guides/write-a-process-map.md");

/// The fenced block that begins with this text.
fn block(start: &str) -> &'static str {
    let from = GUIDE.find(start).unwrap_or_else(|| panic!("the guide has no block `{start}`"));
    GUIDE[from..].split("\n```").next().unwrap_or_default()
}

#[test]
fn the_map_and_the_scenario_of_the_guide_hold() {
    let mut sources = maps::sources(&maps::repository().join("processes"));
    let map = "demo/parking-permit/process.yaml";
    sources.add(map, block("# processes/demo/parking-permit/process.yaml"));
    let checked = language::check_one(&sources, map);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    let Some(process) = checked.processes.into_iter().next() else { panic!("no process") };

    let file = sources.add("scenario.yaml", block("scenario: A permit is given in time"));
    let (scenario, found) = language::scenario(&sources, file);
    let Some(scenario) = scenario else { panic!("{found:#?}") };
    let start = process.calendar.latest().timestamp(scenario.at);
    let mut world = MemoryWorld::new(process.into(), start);
    play(&scenario, &mut world, &mut Silent).unwrap_or_else(|failure| panic!("{failure:#?}"));
}
