//! How time and lateness are measured.

use jiff::Timestamp;

use crate::calendar::{CalendarError, CalendarView};
use crate::definition::{Element, Step};
use crate::term::TermUnit;

/// The p-th percentile of values in ascending order, by the nearest rank: the smallest value that at
/// least p per cent of all values do not exceed. None without values.
pub fn percentile<T: Copy>(sorted: &[T], p: usize) -> Option<T> {
    sorted.get(rank(sorted.len(), p) - 1).copied()
}

/// The place of the p-th percentile of so many values in ascending order, counted from 1.
pub fn rank(values: usize, p: usize) -> usize {
    (values * p).div_ceil(100).max(1)
}

/// Whole working minutes between two moments; none where the calendar does not reach.
pub(super) fn worked(calendar: &CalendarView, from: Timestamp, until: Timestamp) -> Option<u32> {
    let minutes = calendar.working_minutes_between(from, until).ok()?;
    Some(u32::try_from(minutes).unwrap_or(u32::MAX))
}

/// How late something is that was done then: 0 in time, otherwise the working days after the due date
/// up to that day, and 1 for the due date itself.
pub(super) fn days_late(
    calendar: &CalendarView,
    due: Timestamp,
    done: Timestamp,
) -> Result<u32, CalendarError> {
    if done <= due {
        return Ok(0);
    }
    let days = calendar.working_days_between(calendar.date_of(due), calendar.date_of(done))?;
    Ok(days.max(1))
}

/// The minutes that a step took. Where its term is minutes, they are those of the clock from the
/// opening of the office on, as its term counts; elsewhere they are working minutes.
pub fn minutes_of(
    calendar: &CalendarView,
    step: Option<&Step>,
    from: Timestamp,
    until: Timestamp,
) -> Option<u32> {
    let counts_minutes = step.is_some_and(|step| {
        let own = step.within.map(|term| term.unit);
        let queue = match &step.element {
            Element::UserTask(task) | Element::ManualTask(task) => task.waits,
            _ => None,
        };
        own.or(queue.map(|term| term.unit)) == Some(TermUnit::Minutes)
    });
    if !counts_minutes {
        return worked(calendar, from, until);
    }
    let from = calendar.open_from(from).ok()?;
    Some(minutes(from, until))
}

/// Whole minutes by the clock; none before `from`.
pub(super) fn minutes(from: Timestamp, until: Timestamp) -> u32 {
    let seconds = until.as_second().saturating_sub(from.as_second()).max(0);
    u32::try_from(seconds / 60).unwrap_or(u32::MAX)
}
