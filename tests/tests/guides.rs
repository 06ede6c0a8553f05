//! The guides do what they say: the example of the map guide is a map without a finding, and its
//! scenario holds; the service made from a paragraph is the one that the suite plays.

use reglament_core::language;
use reglament_core::scenario::{MemoryWorld, Silent, play};
use reglament_tests::maps;

const MAP_GUIDE: &str = include_str!("../../docs/guides/write-a-process-map.md");
const SERVICE_GUIDE: &str = include_str!("../../docs/guides/add-a-service.md");

/// The service made from a paragraph.
const PARAGRAPH_MAP: &str = "police/force-majeure-visa/process.yaml";
const PARAGRAPH_PLAYED: &str = include_str!("../scenarios/from-a-paragraph/cancelled-flight.yaml");

/// The fenced block of a guide that begins with this text.
fn block(guide: &'static str, start: &str) -> &'static str {
    let from = guide.find(start).unwrap_or_else(|| panic!("the guide has no block `{start}`"));
    guide[from..].split("\n```").next().unwrap_or_default()
}

#[test]
fn the_map_and_the_scenario_of_the_guide_hold() {
    let mut sources = maps::sources(&maps::repository().join("processes"));
    let map = "demo/parking-permit/process.yaml";
    sources.add(map, block(MAP_GUIDE, "# processes/demo/parking-permit/process.yaml"));
    let checked = language::check_one(&sources, map);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);
    let Some(process) = checked.processes.into_iter().next() else { panic!("no process") };

    let file =
        sources.add("scenario.yaml", block(MAP_GUIDE, "scenario: A permit is given in time"));
    let (scenario, found) = language::scenario(&sources, file);
    let Some(scenario) = scenario else { panic!("{found:#?}") };
    let start = process.calendar.latest().timestamp(scenario.at);
    let mut world = MemoryWorld::new(process.into(), start);
    play(&scenario, &mut world, &mut Silent).unwrap_or_else(|failure| panic!("{failure:#?}"));
}

#[test]
fn the_service_from_a_paragraph_is_sound_and_shown_as_it_is_played() {
    let folder = maps::repository().join("tests/scenarios/from-a-paragraph/processes");
    let sources = maps::sources(&folder);
    let checked = language::check_one(&sources, PARAGRAPH_MAP);
    assert!(checked.diagnostics.is_empty(), "{:#?}", checked.diagnostics);

    let map = sources.files().iter().find(|file| &*file.path == PARAGRAPH_MAP);
    let map = map.map(|file| file.text.to_string()).unwrap_or_default();
    for (start, file) in [("requirements:\n", map.as_str()), ("play:\n", PARAGRAPH_PLAYED)] {
        let shown = block(SERVICE_GUIDE, start);
        assert!(file.contains(shown), "the guide shows something else:\n{shown}");
    }
}
