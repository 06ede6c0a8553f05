//! What a digest tells: a report in words, its first lines, and the whole as a file.

mod overdue;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use reglament_store::{Person, Schedule};
use serde_json::Value;

use crate::app::App;
use crate::organization::Roster;
use crate::workers::WorkerFault;

/// A mail names at most so many cases; the page behind its link and the file have all.
pub const LISTED_MAX: usize = 10;

/// The report of cases that are late or end today.
pub const OVERDUE: &str = "overdue";

/// What a digest tells in one language.
pub(super) struct Told {
    /// The message: a folder below `templates/messages`.
    pub message: &'static str,
    /// Its variables.
    pub variables: Value,
    /// How much there was to tell.
    pub rows: u64,
    /// The whole as a file, with its name.
    pub file: Option<(String, Vec<u8>)>,
}

/// A report that no digest knows.
#[derive(Debug, thiserror::Error)]
#[error("there is no report `{0}`; the reports are: {OVERDUE}")]
pub struct NoSuchReport(pub String);

/// The reports that a digest can tell.
pub fn all() -> Vec<&'static str> {
    vec![OVERDUE]
}

/// Whether there is such a report.
pub fn check(report: &str) -> Result<(), NoSuchReport> {
    if report == OVERDUE { Ok(()) } else { Err(NoSuchReport(report.to_owned())) }
}

/// The messages of digests with samples of their variables, for the checker: with rows, and without any.
pub fn samples() -> impl Iterator<Item = (&'static str, Value)> {
    overdue::samples().into_iter().map(|sample| (overdue::MESSAGE, sample))
}

/// Tells what the report of a schedule says now to somebody who sees what this reader sees.
pub(super) async fn tell(
    app: &App,
    roster: &Roster,
    schedule: &Schedule,
    reader: &Person,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Told, WorkerFault> {
    check(&schedule.report)?;
    overdue::tell(app, roster, schedule, reader, zone, now).await
}
