//! Schedules as they are kept: what is refused, and the one that every installation begins with.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use reglament_core::command::Role;
use reglament_store::{DaysOff, Schedule, Store, StoreError};

use super::told::{self, NoSuchReport};
use super::{CronError, CronLine};

/// The schedule that an installation begins with: each working morning, who is late.
const FIRST: &str = "overdue-digest";
/// When it runs, unless somebody changes it.
const FIRST_LINE: &str = "0 0 9 * * Mon-Fri";
/// Two runs lie at least this far apart: a digest every minute is a mistake in the line.
const APART_MIN: SignedDuration = SignedDuration::from_mins(30);
/// So many runs are looked at for that.
const RUNS_LOOKED_AT: usize = 60;
/// Longer names are no names.
const NAME_CHARS_MAX: usize = 60;

/// A schedule that cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// Its name.
    #[error("`{0}` is no name of a schedule; use small letters, digits and `-`, such as `mondays`")]
    Name(String),
    /// Its line.
    #[error(transparent)]
    Line(#[from] CronError),
    /// Its line runs too often.
    #[error(
        "`{0}` would send mails less than half an hour apart; begin it with `0 0` for full hours"
    )]
    TooOften(String),
    /// Its zone.
    #[error("`{0}` is not a time zone; write one like `Asia/Almaty`")]
    Zone(String),
    /// Its report.
    #[error(transparent)]
    Report(#[from] NoSuchReport),
    /// Nobody gets it.
    #[error("name at least one role that gets the mails, such as `supervisor`")]
    Nobody,
}

/// Whether a schedule can run.
pub fn check(schedule: &Schedule, now: Timestamp) -> Result<(), ScheduleError> {
    let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    let name = &schedule.name;
    if name.is_empty() || name.len() > NAME_CHARS_MAX || !name.chars().all(is_plain) {
        return Err(ScheduleError::Name(name.clone()));
    }
    let zone = schedule.zone.as_deref().map_or(Ok(TimeZone::UTC), |zone| {
        TimeZone::get(zone).map_err(|_| ScheduleError::Zone(zone.to_owned()))
    })?;
    let line: CronLine = schedule.line.parse()?;
    let mut last: Option<Timestamp> = None;
    for _ in 0..RUNS_LOOKED_AT {
        let Some(next) = line.next(last.unwrap_or(now), &zone) else { break };
        if last.is_some_and(|last| next.duration_since(last) < APART_MIN) {
            return Err(ScheduleError::TooOften(schedule.line.clone()));
        }
        last = Some(next);
    }
    told::check(&schedule.report)?;
    if schedule.roles.is_empty() { Err(ScheduleError::Nobody) } else { Ok(()) }
}

/// Keeps a schedule that was checked. A new one makes up for nothing that lies before now.
pub async fn put(store: &dyn Store, schedule: &Schedule, now: Timestamp) -> Result<(), StoreError> {
    if store.last_run(&schedule.name).await?.is_none_or(|last| last < now) {
        store.begin_run(&schedule.name, now).await?;
    }
    store.put_schedule(schedule).await
}

/// Makes the first schedule of an installation, unless there ever was one of its name: whoever removed it
/// does not want it back.
pub async fn begin(store: &dyn Store, now: Timestamp) -> Result<(), StoreError> {
    if store.last_run(FIRST).await?.is_some() {
        return Ok(());
    }
    let first = Schedule {
        name: FIRST.to_owned(),
        line: FIRST_LINE.to_owned(),
        zone: None,
        calendar: None,
        days_off: DaysOff::Skip,
        report: told::OVERDUE.to_owned(),
        roles: [Role::Supervisor].into(),
        offices: std::collections::BTreeSet::new(),
        personal_data: false,
    };
    put(store, &first, now).await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schedule(name: &str, line: &str) -> Schedule {
        Schedule {
            name: name.to_owned(),
            line: line.to_owned(),
            zone: Some("Asia/Almaty".to_owned()),
            calendar: None,
            days_off: DaysOff::Shift,
            report: told::OVERDUE.to_owned(),
            roles: [Role::Supervisor].into(),
            offices: std::collections::BTreeSet::new(),
            personal_data: false,
        }
    }

    #[test]
    fn what_cannot_run_is_refused_with_the_way_out() {
        let now: Timestamp = "2026-03-18T05:00:00Z".parse().unwrap();
        let good = schedule("mondays", "0 30 8 * * Mon");
        assert!(check(&good, now).is_ok());
        let nowhere = Schedule { zone: Some("Asia/Obraztsovsk".to_owned()), ..good.clone() };
        let nothing = Schedule { report: "nothing".to_owned(), ..good.clone() };
        let nobody = Schedule { roles: std::collections::BTreeSet::new(), ..good };
        for (wrong, says) in [
            (schedule("Mondays!", "0 30 8 * * Mon"), "small letters"),
            (schedule("", "0 30 8 * * Mon"), "small letters"),
            (schedule("often", "0 */5 * * * *"), "half an hour"),
            (schedule("never", "at nine"), "six fields"),
            (nowhere, "Asia/Almaty"),
            (nothing, "overdue"),
            (nobody, "role"),
        ] {
            let told = check(&wrong, now).unwrap_err().to_string();
            assert!(told.contains(says), "{told}");
        }
    }
}
