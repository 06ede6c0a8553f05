//! Models made by others, played: `REGLAMENT_CONFORMANCE` names the folder that has them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::play::{Part, Scripts, Town};
use crate::bpmn::{Options, import};
use crate::diagnostic::Severity;
use crate::language::check_tree;
use crate::source::Sources;
use crate::text::Lang;

/// Runs with people, each in another order.
const ORDERS: u64 = 5;

pub(super) fn options() -> Options {
    Options {
        authority: "town".to_owned(),
        calendar: "town".to_owned(),
        from: jiff::civil::date(2026, 1, 1),
        lang: Lang::En,
        partial: false,
    }
}

/// The parts of a model, or what was found in it.
pub(super) fn parts(text: &str, scripts: Scripts) -> Result<Vec<Part>, Vec<String>> {
    let mut sources = Sources::default();
    sources.add("calendars/town.yaml", calendar());
    let file = sources.add("model.bpmn", text);
    let imported = import(&sources, file, &options());
    let mut found = imported.diagnostics;
    let mut parts = Vec::new();
    for map in imported.maps {
        // What the CLI writes is read again: the file is the map.
        let text = crate::yaml::print(&map.root);
        let (printed, wrong) = crate::yaml::parse(file, &text);
        assert!(wrong.is_empty(), "{wrong:?}\n{text}");
        if found.iter().any(|found| found.rule.severity == Severity::Error) {
            break;
        }
        let checked = check_tree(&sources, &map.root);
        let again = check_tree(&sources, &printed.unwrap());
        let definition = |checked: &crate::language::Checked| {
            checked.processes.first().map(|process| process.definition.clone())
        };
        assert_eq!(definition(&checked), definition(&again), "{text}");
        found.extend(checked.diagnostics);
        let starts = map.starts;
        parts
            .extend(checked.processes.into_iter().map(|it| Part::new(it, starts.clone(), scripts)));
    }
    let errors = found.iter().filter(|found| found.rule.severity == Severity::Error);
    let errors: Vec<String> = errors
        .map(|found| {
            let place = found.located(&sources);
            format!("{}:{} {} {}", place.start.line, place.start.column, place.code, place.message)
        })
        .collect();
    if errors.is_empty() { Ok(parts) } else { Err(errors) }
}

fn calendar() -> String {
    let path =
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/town/calendars/town.yaml");
    std::fs::read_to_string(path).unwrap()
}

/// Plays one case; says what differs.
fn play(folder: &Path, case: &Json, scripts: Scripts) -> Result<(), String> {
    let model = folder.join("models").join(case["bpmn"].as_str().unwrap());
    let text = std::fs::read_to_string(model).unwrap();
    let parts = parts(&text, scripts).map_err(|found| found.join("; "))?;
    let mut town = Town::new(parts, scripts);
    let start = &case["start"];
    let part = town.part(start["process"].as_str().unwrap()).ok_or("no such process")?;
    if start["also_start_ParallelProcess"] == true {
        let other = town.part("ParallelProcess").ok_or("no ParallelProcess")?;
        town.start(part, &start["variables"]);
        town.start(other, &start["variables"]);
    } else {
        town.start(part, &start["variables"]);
    }
    town.play(case["advance_clock_ms"].as_i64().unwrap_or_default());
    let mut ran: BTreeMap<String, u64> = BTreeMap::new();
    for label in &town.trace {
        *ran.entry(label.clone()).or_default() += 1;
    }
    let expect = &case["expect"];
    let wanted: BTreeMap<String, u64> =
        serde_json::from_value(expect["trace_multiset"].clone()).unwrap();
    let fails = expect["errors"].as_array().is_some_and(|errors| !errors.is_empty());
    // A marker is looked for by the cases that are about another process, and by no others.
    if !wanted.contains_key("MARKER_exists") {
        ran.remove("MARKER_exists");
    }
    match town.stands_on_incident() {
        incident if incident != fails => {
            Err(format!("incident: {incident}, expected: {fails}; ran {ran:?}"))
        }
        _ if ran != wanted => Err(format!("ran {ran:?}, expected {wanted:?}")),
        _ => Ok(()),
    }
}

#[test]
fn models_of_others_run_as_their_authors_say() {
    let Some(folder) = std::env::var_os("REGLAMENT_CONFORMANCE") else {
        println!("not there: REGLAMENT_CONFORMANCE names no folder of independent cases");
        return;
    };
    let folder = PathBuf::from(folder).join("bpmn");
    let cases = std::fs::read_to_string(folder.join("cases.json")).unwrap();
    let cases: Vec<Json> = serde_json::from_str(&cases).unwrap();
    let mut tiers: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    let mut differ = Vec::new();
    for case in &cases {
        let orders = (1..=ORDERS).map(Scripts::People);
        let all = [Scripts::Jobs].into_iter().chain(orders);
        let result = all.into_iter().try_for_each(|scripts| {
            play(&folder, case, scripts).map_err(|why| format!("{scripts:?}: {why}"))
        });
        let tier = case["tier"].as_str().unwrap().to_owned();
        let (agree, of) = tiers.entry(tier.clone()).or_default();
        *of += 1;
        match result {
            Ok(()) => *agree += 1,
            Err(why) => differ.push((tier, format!("{}: {why}", case["id"]))),
        }
    }
    for (tier, (agree, of)) in &tiers {
        println!("tier {tier}: {agree} of {of} agree");
    }
    for (tier, why) in &differ {
        println!("differs, tier {tier}: {why}");
    }
    let of_a: Vec<_> = differ.iter().filter(|(tier, _)| tier == "A").collect();
    assert!(of_a.is_empty(), "{of_a:#?}");
}
