//! The lines of a ledger, for each kind of term.

use jiff::Timestamp;
use jiff::civil::Date;

use super::counting::ServiceMinutes;
use super::error::CalendarError;
use super::hours::WorkingTime;
use super::ledger::{Counted, LedgerDay};
use super::resolve::CalendarView;
use crate::term::{Term, TermUnit};

impl CalendarView {
    /// The lines from the event to the due date.
    pub(super) fn ledger_days(
        &self,
        start: Timestamp,
        term: Term,
        due: Timestamp,
        due_date: Date,
    ) -> Result<Vec<LedgerDay>, CalendarError> {
        let first = self.date_of(start);
        match term.unit {
            TermUnit::WorkingDays => self.working_days(first, due_date),
            TermUnit::CalendarDays => self.calendar_days(first, term, due_date),
            TermUnit::WorkingHours => self.time_days(start, due, |time| Counted::Time { time }),
            TermUnit::Minutes | TermUnit::Hours => self.clock_days(start, due, term),
        }
    }

    fn working_days(&self, first: Date, due: Date) -> Result<Vec<LedgerDay>, CalendarError> {
        let mut n = 0;
        days(first, due)
            .map(|date| {
                let counted = match self.is_working(date)? {
                    _ if self.is_event_day(date, first) => Counted::Event,
                    false => Counted::Skipped,
                    true => {
                        n += 1;
                        Counted::Day { n }
                    }
                };
                self.line(date, counted)
            })
            .collect()
    }

    fn calendar_days(
        &self,
        first: Date,
        term: Term,
        due: Date,
    ) -> Result<Vec<LedgerDay>, CalendarError> {
        let mut lines = Vec::new();
        let mut n = 0;
        for date in days(first, Date::MAX) {
            if n == term.count {
                break;
            }
            let event = self.is_event_day(date, first);
            n += u32::from(!event);
            lines.push(self.line(date, if event { Counted::Event } else { Counted::Day { n } })?);
        }
        let last = lines.last().map_or(first, |line| line.date);
        for date in days(last, due).skip(1) {
            lines.push(
                self.line(date, if date == due { Counted::Moved } else { Counted::Skipped })?,
            );
        }
        if due < last {
            lines.push(self.line(due, Counted::Moved)?);
        }
        Ok(lines)
    }

    /// The working time of each day between two moments.
    pub(super) fn time_days(
        &self,
        from: Timestamp,
        until: Timestamp,
        counted: impl Fn(WorkingTime) -> Counted,
    ) -> Result<Vec<LedgerDay>, CalendarError> {
        days(self.date_of(from), self.date_of(until))
            .map(|date| {
                let end = self.moment(date, u32::MAX).min(until);
                let time = self.working_time_between(self.moment(date, 0).max(from), end)?;
                let skipped = time == WorkingTime::ZERO;
                self.line(date, if skipped { Counted::Skipped } else { counted(time) })
            })
            .collect()
    }

    /// The time of the clock of each day between two moments, and the lunch breaks left out of it.
    fn clock_days(
        &self,
        start: Timestamp,
        due: Timestamp,
        term: Term,
    ) -> Result<Vec<LedgerDay>, CalendarError> {
        let without_lunch = term.unit == TermUnit::Minutes
            && self.counting().minutes == ServiceMinutes::WithoutLunch;
        let mut lines = Vec::new();
        for date in days(self.date_of(start), self.date_of(due)) {
            let midnight = self.moment(date, u32::MAX);
            let whole = seconds(start, due.min(midnight)) - seconds(start, self.moment(date, 0));
            let lunch = if without_lunch { self.lunch(date)? } else { None };
            let closed = lunch.map_or(0, |(from, until)| seconds(from.max(start), until.min(due)));
            let line = |counted| LedgerDay { date, day: None, counted };
            lines.push(line(Counted::Time { time: WorkingTime::from_seconds(whole - closed) }));
            if closed > 0 {
                lines.push(line(Counted::Lunch { time: WorkingTime::from_seconds(closed) }));
            }
        }
        Ok(lines)
    }

    /// Whether this is day 0: the day of the event, unless the calendar counts that one.
    fn is_event_day(&self, date: Date, first: Date) -> bool {
        date == first && self.counting().event_day == 0
    }

    fn line(&self, date: Date, counted: Counted) -> Result<LedgerDay, CalendarError> {
        Ok(LedgerDay { date, day: Some(self.day(date)?.clone()), counted })
    }
}

/// Whole seconds from one moment to a later one; none if it is not later.
fn seconds(from: Timestamp, until: Timestamp) -> u64 {
    u64::try_from(until.duration_since(from).as_secs()).unwrap_or_default()
}

fn days(first: Date, last: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(first), |day| day.tomorrow().ok())
        .take_while(move |day| *day <= last)
}
