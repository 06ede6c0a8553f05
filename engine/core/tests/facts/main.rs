//! The facts of a map, played on small invented services: requirements, documents, fees, lists.
#![expect(clippy::unwrap_used, reason = "a suite that fails, fails its test")]

mod documents;
mod fees;
mod reference;
mod requirements;

use std::sync::Arc;

use reglament_core::language::{Checked, check, scenario};
use reglament_core::scenario::{MemoryWorld, Silent, play};
use reglament_core::source::Sources;

const CALENDAR: &str = "\
calendar: office
title: { ru: Контора, kk: Кеңсе, en: Office }
zone: Asia/Almaty
covers: { from: 2026, until: 2027 }
week: [mon, tue, wed, thu, fri]
hours: [{ days: [mon, tue, wed, thu, fri], open: \"09:00\", close: \"18:00\" }]
holidays:
  fair: { title: { ru: Ярмарка, kk: Жәрмеңке, en: Fair }, days: [01-01, 01-02] }
  spring: { title: { ru: Весна, kk: Көктем, en: Spring }, days: [03-23] }
";

/// A processes folder of one calendar and these files.
fn folder(files: &[(&str, &str)]) -> Sources {
    let mut sources = Sources::default();
    sources.add("calendars/office.yaml", CALENDAR);
    for (path, text) in files {
        sources.add(path, *text);
    }
    sources
}

/// What was found, a line each.
fn lines(sources: &Sources, checked: &Checked) -> Vec<String> {
    let line = |found: &reglament_core::diagnostic::Diagnostic| {
        let place = found.located(sources);
        format!("{}:{} {} {}", place.file, place.start.line, place.code, place.message)
    };
    checked.diagnostics.iter().map(line).collect()
}

/// What a check of these files finds.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let sources = folder(files);
    lines(&sources, &check(&sources))
}

/// Plays a scenario on the only map of these files; what it says when it does not hold.
fn played(files: &[(&str, &str)], text: &str) -> Result<(), String> {
    let mut sources = folder(files);
    let checked = check(&sources);
    assert_eq!(lines(&sources, &checked), Vec::<String>::new());
    let file = sources.add("scenario.yaml", text);
    let (scenario, mistakes) = scenario(&sources, file);
    let scenario = scenario.unwrap_or_else(|| panic!("{mistakes:#?}"));
    let process = Arc::new(checked.processes[0].clone());
    let now = process.calendar.latest().timestamp(scenario.at);
    play(&scenario, &mut MemoryWorld::new(process, now), &mut Silent).map_err(|failed| {
        let line = sources.file(failed.span.file).map(|file| file.position(failed.span.start).line);
        format!("line {line:?}: expected {}, found {}", failed.expected, failed.found)
    })
}

fn holds(files: &[(&str, &str)], text: &str) {
    played(files, text).unwrap_or_else(|failed| panic!("{failed}"));
}
