//! When a term ends.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use serde::{Deserialize, Serialize};

use super::counting::{CalendarTermEnd, EndOfTerm, ServiceMinutes};
use super::error::CalendarError;
use super::hours::WorkingTime;
use super::ledger::{Counted, Ledger};
use super::resolve::CalendarView;
use super::timetable::Shift;
use crate::term::{Term, TermUnit};

/// Terms in hours and minutes of the clock end within this many days: ten years.
const CLOCK_DAYS_MAX: i64 = 3_660;

/// A due date and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The last moment in which the work is in time.
    pub at: Timestamp,
    /// Its day, which is what the law states. A term that ends at 24:00 ends on the day before.
    pub date: Date,
    /// The account.
    pub ledger: Ledger,
}

impl CalendarView {
    /// When a term ends that an event at `start` began, and how that came about.
    pub fn due(&self, start: Timestamp, term: Term) -> Result<Due, CalendarError> {
        let (at, date) = self.due_at(start, term)?;
        let days = self.ledger_days(start, term, at, date)?;
        let ledger = Ledger { edition: self.edition().clone(), start, term, days, due: at };
        Ok(Due { at, date, ledger })
    }

    /// The same with the working time during which the clock stood still: due = start + term + paused
    /// working time, however the pauses were spread.
    pub fn due_with_pauses(
        &self,
        start: Timestamp,
        term: Term,
        paused: WorkingTime,
    ) -> Result<Due, CalendarError> {
        let mut due = self.due(start, term)?;
        if paused > WorkingTime::ZERO {
            let (before, date) = (due.at, self.date_of(due.at));
            due.at = self.add_working_time(before, paused)?;
            due.date = self.date_of(due.at);
            due.ledger.due = due.at;
            let stretch = self.time_days(before, due.at, |time| Counted::Paused { time })?;
            // The day of the old due date has its line already, unless the pause begins in it.
            let new = stretch
                .into_iter()
                .skip_while(|line| line.counted == Counted::Skipped && line.date == date);
            due.ledger.days.extend(new);
        }
        Ok(due)
    }

    /// When a term ends, without the account: a few look-ups, for the start of a case.
    pub fn due_at(&self, start: Timestamp, term: Term) -> Result<(Timestamp, Date), CalendarError> {
        let first = self.date_of(start);
        let moment = |at: Timestamp| (at, self.date_of(at));
        match term.unit {
            TermUnit::WorkingDays => {
                let date = self.working_day_of_term(first, term)?;
                Ok((self.end_of(date)?, date))
            }
            TermUnit::CalendarDays => {
                let date = self.roll(self.raw_end(first, term)?)?;
                Ok((self.end_of(date)?, date))
            }
            TermUnit::WorkingHours => {
                let hours = WorkingTime::from_hours(term.count.into());
                self.add_working_time(start, hours).map(moment)
            }
            TermUnit::Minutes if self.counting().minutes == ServiceMinutes::WithoutLunch => {
                self.skip_lunch(start, term).map(moment)
            }
            TermUnit::Minutes | TermUnit::Hours => clock(start, term, first).map(moment),
        }
    }

    /// The moment at which so many percent of the working time of a term have passed; of the time of
    /// the clock, if the term has no working time. For warnings such as `80%`.
    pub fn part_of(
        &self,
        start: Timestamp,
        due: Timestamp,
        percent: u8,
    ) -> Result<Timestamp, CalendarError> {
        let whole = self.working_time_between(start, due)?.seconds();
        if whole == 0 {
            let part = due.duration_since(start).as_secs().saturating_mul(percent.into()) / 100;
            return Ok(start.saturating_add(SignedDuration::from_secs(part)).unwrap_or(due));
        }
        self.add_working_time(start, WorkingTime::from_seconds(whole * u64::from(percent) / 100))
    }

    /// The moment that is a term before another, for warnings such as `1 working day before`. Days
    /// before end when the term of that day would: a due date of Monday gives Friday, close of business.
    pub fn before(&self, due: Timestamp, term: Term) -> Result<Timestamp, CalendarError> {
        let date = self.date_of(due);
        let too_long = CalendarError::TooLong { term, start: date };
        match term.unit {
            TermUnit::WorkingDays => self.end_of(self.back_working_days(date, term.count)?),
            TermUnit::CalendarDays => {
                let day = date.checked_sub(i64::from(term.count).days()).map_err(|_| too_long)?;
                self.end_of(day)
            }
            TermUnit::WorkingHours => {
                self.subtract_working_time(due, WorkingTime::from_hours(term.count.into()))
            }
            TermUnit::Minutes | TermUnit::Hours => {
                due.checked_sub(clock_span(term)).map_err(|_| too_long)
            }
        }
    }

    /// When a day of a term ends. A day off, on which a strict calendar term may end, ends
    /// like the working day before it.
    pub fn end_of(&self, date: Date) -> Result<Timestamp, CalendarError> {
        let second = match self.counting().end_of_term {
            EndOfTerm::At(time) => time.seconds(),
            EndOfTerm::Close => {
                let day = self.number(date)?;
                let like = self.days.worked_before(day + 1).checked_sub(1);
                let like = like.and_then(|place| self.days.nth_working(place));
                let shift =
                    like.and_then(|day| self.reception_shift(day).or(self.worked_shift(day)));
                shift.map_or(0, Shift::close)
            }
        };
        Ok(self.moment(date, second))
    }

    /// The n-th working day of a term; day 0 or 1 is the day of the event.
    fn working_day_of_term(&self, first: Date, term: Term) -> Result<Date, CalendarError> {
        let day = self.number(first)?;
        let counts_first = usize::from(self.counting().event_day == 1);
        let before = self.days.worked_before(day + 1 - counts_first);
        let place =
            usize::try_from(term.count).ok().and_then(|count| (before + count).checked_sub(1));
        let due = place.and_then(|place| self.days.nth_working(place));
        due.map(|due| self.days.date(due)).ok_or_else(|| self.after_the_last_year())
    }

    /// The last day of a term in calendar days, on or off.
    fn raw_end(&self, first: Date, term: Term) -> Result<Date, CalendarError> {
        let days = i64::from(term.count) - i64::from(self.counting().event_day);
        first.checked_add(days.days()).map_err(|_| CalendarError::TooLong { term, start: first })
    }

    /// Where a term in calendar days ends that was counted to this day.
    fn roll(&self, end: Date) -> Result<Date, CalendarError> {
        match self.counting().calendar_term_end {
            _ if self.is_working(end)? => Ok(end),
            CalendarTermEnd::RollForward => self.next_working_day(end),
            CalendarTermEnd::RollBack => self.back_working_days(end, 1),
            CalendarTermEnd::Strict => Ok(end),
        }
    }

    /// Minutes of the clock without those of lunch: the window is closed.
    fn skip_lunch(&self, start: Timestamp, term: Term) -> Result<Timestamp, CalendarError> {
        let mut end = clock(start, term, self.date_of(start))?;
        let mut day = Some(self.date_of(start));
        while let Some(date) = day.filter(|date| *date <= self.date_of(end)) {
            if let Some((from, until)) = self.lunch(date)?.filter(|(from, _)| *from < end) {
                let skipped = until.duration_since(from.max(start)).max(SignedDuration::ZERO);
                end = end.saturating_add(skipped).unwrap_or(end);
            }
            day = date.tomorrow().ok();
        }
        Ok(end)
    }
}

/// A term in hours or minutes of the clock.
fn clock(start: Timestamp, term: Term, first: Date) -> Result<Timestamp, CalendarError> {
    let span = clock_span(term);
    let fits = span.as_hours() <= CLOCK_DAYS_MAX * 24;
    let end = fits.then(|| start.checked_add(span).ok()).flatten();
    end.ok_or(CalendarError::TooLong { term, start: first })
}

fn clock_span(term: Term) -> SignedDuration {
    let seconds = if term.unit == TermUnit::Hours { 3600 } else { 60 };
    SignedDuration::from_secs(i64::from(term.count) * seconds)
}
