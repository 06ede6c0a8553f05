//! What a digest tells: a report in words, its first lines, and the whole as a file.

mod overdue;
mod saved;

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
#[error(
    "there is no report `{0}`; write `{OVERDUE}`, or the report and the filter of an address below \
     /reports, such as `period?last=7`"
)]
pub struct NoSuchReport(pub String);

/// Whether there is such a report.
pub fn check(report: &str) -> Result<(), NoSuchReport> {
    let is_known = report == OVERDUE || saved::parts(report).is_some();
    if is_known { Ok(()) } else { Err(NoSuchReport(report.to_owned())) }
}

/// The messages of digests with samples of their variables, for the checker: with rows, and without any.
pub fn samples() -> impl Iterator<Item = (&'static str, Value)> {
    let overdue = overdue::samples().into_iter().map(|sample| (overdue::MESSAGE, sample));
    overdue.chain(saved::samples().into_iter().map(|sample| (saved::MESSAGE, sample)))
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
    if schedule.report == OVERDUE {
        overdue::tell(app, roster, schedule, reader, zone, now).await
    } else {
        saved::tell(app, roster, schedule, reader, zone, now).await
    }
}
