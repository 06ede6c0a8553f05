//! The reports of the pages: their figures at a glance, their tables as a file. They name no person.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use reglament_store::{Person, SavedReport, Schedule};
use serde_json::{Value, json};

use super::Told;
use crate::app::App;
use crate::organization::Roster;
use crate::reports::Kind;
use crate::reports::digest::digest;
use crate::workers::WorkerFault;

/// The message: a folder below `templates/messages`.
pub(super) const MESSAGE: &str = "scheduled-report";
/// A mail has at most so many figures.
const LINES_MAX: usize = 12;

/// The report and its filter in an address such as `period?last=7`.
pub(super) fn parts(report: &str) -> Option<(Kind, &str)> {
    let (name, query) = report.split_once('?').unwrap_or((report, ""));
    Kind::named(name).map(|kind| (kind, query))
}

pub(super) async fn tell(
    app: &App,
    roster: &Roster,
    schedule: &Schedule,
    reader: &Person,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Told, WorkerFault> {
    let (kind, query) = parts(&schedule.report).ok_or("there is no such report")?;
    let actor = roster.actor(&reader.person, now).ok_or("the reader has left")?;
    let saved = SavedReport {
        id: String::new(),
        name: schedule.name.clone(),
        report: kind.name().to_owned(),
        query: query.to_owned(),
        owner: String::new(),
        at: now,
    };
    let made = digest(app, &saved, &actor, reader.language).await?;
    let variables = json!({
        "title": made.subject,
        "today": now.to_zoned(zone.clone()).date().to_string(),
        "is_empty": made.is_empty,
        "lines": made.lines.iter().take(LINES_MAX).collect::<Vec<_>>(),
        "url": format!("{}{}", app.settings.public_url, made.path),
    });
    let rows = u64::from(!made.is_empty);
    let file = Some((made.file_name, made.xlsx));
    Ok(Told { message: MESSAGE, variables, rows, file })
}

/// Samples of its variables: with figures, and without any.
pub(super) fn samples() -> [Value; 2] {
    let sample = |lines: &[&str]| {
        json!({
            "title": "Sample", "today": "2026-03-27", "url": "https://example.org",
            "office": "Office", "is_empty": lines.is_empty(), "lines": lines,
        })
    };
    [sample(&["Sample: 1"]), sample(&[])]
}
