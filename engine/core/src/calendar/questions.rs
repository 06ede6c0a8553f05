//! Questions about days.

use jiff::Timestamp;
use jiff::civil::Date;

use super::days::DayKind;
use super::error::CalendarError;
use super::resolve::CalendarView;

impl CalendarView {
    /// What kind of day it is.
    pub fn day(&self, date: Date) -> Result<&DayKind, CalendarError> {
        Ok(self.days.kind(self.number(date)?))
    }

    /// Whether it is a working day.
    pub fn is_working(&self, date: Date) -> Result<bool, CalendarError> {
        self.day(date).map(DayKind::is_working)
    }

    /// The first working day after this one.
    pub fn next_working_day(&self, date: Date) -> Result<Date, CalendarError> {
        let place = self.days.worked_before(self.number(date)? + 1);
        let next = self.days.nth_working(place);
        next.map(|next| self.days.date(next)).ok_or_else(|| self.after_the_last_year())
    }

    /// The n-th working day before this one, counted back from the day before it (2-07). The day
    /// itself for n = 0.
    pub fn back_working_days(&self, date: Date, n: u32) -> Result<Date, CalendarError> {
        if n == 0 {
            return Ok(date);
        }
        let before = self.days.worked_before(self.number(date)?);
        let place = usize::try_from(n).ok().and_then(|n| before.checked_sub(n));
        let back = place.and_then(|place| self.days.nth_working(place));
        back.map(|back| self.days.date(back)).ok_or_else(|| self.before_the_first_year())
    }

    /// The n-th working day after this one. The day itself for n = 0.
    pub fn forward_working_days(&self, date: Date, n: u32) -> Result<Date, CalendarError> {
        let Some(further) = n.checked_sub(1) else { return Ok(date) };
        let after = self.days.worked_before(self.number(date)? + 1);
        let place = usize::try_from(further).ok().and_then(|further| after.checked_add(further));
        let reached = place.and_then(|place| self.days.nth_working(place));
        reached.map(|reached| self.days.date(reached)).ok_or_else(|| self.after_the_last_year())
    }

    /// How many working days lie after `from` up to and including `until`; none if it is not after.
    pub fn working_days_between(&self, from: Date, until: Date) -> Result<u32, CalendarError> {
        let before = self.days.worked_before(self.number(from)? + 1);
        let days = self.days.worked_before(self.number(until)? + 1).saturating_sub(before);
        Ok(u32::try_from(days).unwrap_or(u32::MAX))
    }

    /// The lunch break of a working day.
    pub(super) fn lunch(
        &self,
        date: Date,
    ) -> Result<Option<(Timestamp, Timestamp)>, CalendarError> {
        let shift = self.worked_shift(self.number(date)?);
        let lunch = shift.and_then(super::timetable::Shift::lunch);
        Ok(lunch.map(|(from, until)| (self.moment(date, from), self.moment(date, until))))
    }

    /// The number of a day in the table.
    pub(super) fn number(&self, date: Date) -> Result<usize, CalendarError> {
        self.days.number(date).ok_or_else(|| self.not_covered(date.year()))
    }

    pub(super) fn after_the_last_year(&self) -> CalendarError {
        self.not_covered(self.settings.covers.until.saturating_add(1))
    }

    pub(super) fn before_the_first_year(&self) -> CalendarError {
        self.not_covered(self.settings.covers.from.saturating_sub(1))
    }

    fn not_covered(&self, year: i16) -> CalendarError {
        let settings = &self.settings;
        CalendarError::YearNotCovered {
            calendar: settings.id.clone(),
            declared_in: settings.declared_in.clone(),
            year,
            from: settings.covers.from,
            until: settings.covers.until,
        }
    }
}
