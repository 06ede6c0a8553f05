//! What reports read: facts by days, running cases, saved reports.

use jiff::civil::Date;
use jiff::{Timestamp, Unit};
use reglament_core::facts::FactKind;
use reglament_core::ids::{EditionId, InstanceId, PersonId, ProcessId, StepId, UnitId};

use crate::decode;
use crate::error::StoreError;
use crate::moment::{moment, moment_opt};

/// Which facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FactRange {
    /// What they are about.
    pub kind: FactKind,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Days before this one are over: nothing more is expected to happen on them.
    pub over_before: Date,
}

/// The facts of one day: a line `#edition office` before the lines of each edition and office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactDay {
    /// The day.
    pub day: Date,
    /// The lines.
    pub text: String,
}

/// A running case, without its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenCase {
    /// Its number.
    pub instance: InstanceId,
    /// Its process.
    pub process: ProcessId,
    /// The edition it runs.
    pub edition: EditionId,
    /// Its office; empty without one.
    pub office: String,
    /// When it started.
    pub started_at: Timestamp,
    /// When its term ends.
    pub due_at: Option<Timestamp>,
    /// The state of its SLA clock.
    pub clock: String,
    /// From when on its term counts.
    pub clock_from: Option<Timestamp>,
    /// Whether the term was extended.
    pub extended: bool,
}

/// An open task, as reports count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenTask {
    /// Its case.
    pub instance: InstanceId,
    /// Its number there.
    pub no: u32,
    /// The edition of the map.
    pub edition: EditionId,
    /// The step.
    pub step: StepId,
    /// The unit.
    pub unit: UnitId,
    /// Who has it.
    pub assignee: Option<PersonId>,
    /// Since when.
    pub claimed_at: Option<Timestamp>,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// The earlier of the step's due date and the case's.
    pub due_at: Option<Timestamp>,
    /// The state of the case's SLA clock.
    pub clock: String,
    /// From when on the term of the case counts.
    pub clock_from: Option<Timestamp>,
    /// Its office; empty without one.
    pub office: String,
}

/// A report that is kept under a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedReport {
    /// Its identifier.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Which report: `now`, `period`, `extensions`, `complaints`, `desk`, `forecast`.
    pub report: String,
    /// The filters, as in its address.
    pub query: String,
    /// Who keeps it.
    pub owner: String,
    /// Since when.
    pub at: Timestamp,
}

/// `instance, process, edition, office, started_at, due_at, clock, clock_from, extended`
pub(crate) type OpenColumns =
    (String, String, String, String, i64, Option<i64>, String, Option<i64>, bool);
/// `instance, no, edition, step, unit, assignee, claimed_at, opened_at, due_at, clock, clock_from,
/// office`
pub(crate) type OpenTaskColumns = (
    String,
    i64,
    String,
    String,
    String,
    Option<String>,
    Option<i64>,
    i64,
    Option<i64>,
    String,
    Option<i64>,
    String,
);
/// `id, name, report, query, owner, at`
pub(crate) type ReportColumns = (String, String, String, String, String, i64);

/// The number of a day: days since 1970-01-01.
pub(crate) fn day_number(day: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    day.since((Unit::Day, epoch)).map_or(0, |span| i64::from(span.get_days()))
}

/// The day with this number.
pub(crate) fn day_of(number: i64) -> Result<Date, StoreError> {
    let epoch = Date::constant(1970, 1, 1);
    let span = jiff::Span::new().try_days(number);
    span.and_then(|span| epoch.checked_add(span))
        .map_err(|error| StoreError::Corrupt { what: "day", reason: error.to_string() })
}

impl FactRange {
    /// The days that are over, and whether there are others in the range.
    pub(crate) fn days_over(&self) -> std::ops::Range<i64> {
        let (from, until) = (day_number(self.from), day_number(self.until) + 1);
        from..until.min(day_number(self.over_before)).max(from)
    }

    /// The days that are not over.
    pub(crate) fn days_open(&self) -> std::ops::Range<i64> {
        self.days_over().end..(day_number(self.until) + 1).max(self.days_over().end)
    }
}

pub(crate) fn fact_days(rows: Vec<(i64, String)>) -> Result<Vec<FactDay>, StoreError> {
    let mut days: Vec<FactDay> =
        decode::all(rows, |(day, text)| Ok(FactDay { day: day_of(day)?, text }))?;
    days.retain(|day| !day.text.is_empty());
    days.sort_by_key(|day| day.day);
    Ok(days)
}

pub(crate) fn open_case(columns: OpenColumns) -> Result<OpenCase, StoreError> {
    let (instance, process, edition, office, started, due, clock, from, extended) = columns;
    Ok(OpenCase {
        instance: instance.into(),
        process: process.into(),
        edition: edition.into(),
        office,
        started_at: moment(started)?,
        due_at: moment_opt(due)?,
        clock,
        clock_from: moment_opt(from)?,
        extended,
    })
}

pub(crate) fn open_task(columns: OpenTaskColumns) -> Result<OpenTask, StoreError> {
    let (instance, no, edition, step, unit, assignee, claimed, opened, due, clock, from, office) =
        columns;
    Ok(OpenTask {
        instance: instance.into(),
        no: u32::try_from(no).unwrap_or_default(),
        edition: edition.into(),
        step: step.into(),
        unit: unit.into(),
        assignee: assignee.map(PersonId::from),
        claimed_at: moment_opt(claimed)?,
        opened_at: moment(opened)?,
        due_at: moment_opt(due)?,
        clock,
        clock_from: moment_opt(from)?,
        office,
    })
}

pub(crate) fn saved_report(columns: ReportColumns) -> Result<SavedReport, StoreError> {
    let (id, name, report, query, owner, at) = columns;
    Ok(SavedReport { id, name, report, query, owner, at: moment(at)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered() {
        for (day, number) in [("1970-01-01", 0), ("2026-11-27", 20_784), ("1969-12-31", -1)] {
            let day: Date = day.parse().unwrap();
            assert_eq!(day_number(day), number, "{day}");
            assert_eq!(day_of(number).unwrap(), day);
        }
    }

    #[test]
    fn a_range_is_days_over_and_days_open() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let range = |over| FactRange {
            kind: FactKind::Closed,
            from: day("1970-01-05"),
            until: day("1970-01-08"),
            over_before: day(over),
        };
        assert_eq!(
            (range("1970-01-07").days_over(), range("1970-01-07").days_open()),
            (4..6, 6..8)
        );
        assert_eq!(
            (range("1970-01-02").days_over(), range("1970-01-02").days_open()),
            (4..4, 4..8)
        );
        assert_eq!(
            (range("1970-02-02").days_over(), range("1970-02-02").days_open()),
            (4..8, 8..8)
        );
    }
}
