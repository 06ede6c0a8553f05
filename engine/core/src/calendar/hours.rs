//! Working time: opening hours, sums of working seconds, moments from sums.

use std::iter::Sum;
use std::ops::Add;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::AmbiguousOffset;
use serde::{Deserialize, Serialize};

use super::counting::AfterHours;
use super::days::{DayKind, weekday_worked};
use super::error::CalendarError;
use super::resolve::CalendarView;
use super::timetable::Shift;

/// The last second of a day, counted as the beginning of the next.
const DAY_SECONDS: u32 = 86_400;

/// An amount of working time, in whole seconds: sums of adjacent stretches are exact.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct WorkingTime(u64);

impl WorkingTime {
    /// No time.
    pub const ZERO: Self = Self(0);

    /// So many seconds.
    pub const fn from_seconds(seconds: u64) -> Self {
        Self(seconds)
    }

    /// So many minutes.
    pub const fn from_minutes(minutes: u64) -> Self {
        Self(minutes.saturating_mul(60))
    }

    /// So many hours.
    pub const fn from_hours(hours: u64) -> Self {
        Self(hours.saturating_mul(3600))
    }

    /// In seconds.
    pub const fn seconds(self) -> u64 {
        self.0
    }

    /// In whole minutes.
    pub const fn minutes(self) -> u64 {
        self.0 / 60
    }
}

impl Add for WorkingTime {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sum for WorkingTime {
    fn sum<I: Iterator<Item = Self>>(times: I) -> Self {
        times.fold(Self::ZERO, Add::add)
    }
}

impl CalendarView {
    /// The working time between two moments; none if `until` is not after `from`.
    pub fn working_time_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<WorkingTime, CalendarError> {
        let (from, until) = (self.worked_until(from)?, self.worked_until(until)?);
        Ok(WorkingTime(until.saturating_sub(from)))
    }

    /// The same in whole minutes. To add up pauses, add up [`WorkingTime`]s, which lose nothing.
    pub fn working_minutes_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<u64, CalendarError> {
        self.working_time_between(from, until).map(WorkingTime::minutes)
    }

    /// The first moment by which so much working time has passed since `from`. No time: `from` itself.
    pub fn add_working_time(
        &self,
        from: Timestamp,
        time: WorkingTime,
    ) -> Result<Timestamp, CalendarError> {
        if time == WorkingTime::ZERO {
            return Ok(from);
        }
        let reached = self.worked_until(from)?.saturating_add(time.0);
        let day = self.days.day_reaching(reached).ok_or_else(|| self.after_the_last_year())?;
        let second = self
            .worked_shift(day)
            .map_or(0, |shift| shift.earliest_after(reached - self.days.seconds_before(day)));
        Ok(self.moment(self.days.date(day), second))
    }

    /// The last moment after which so much working time remains until `until`.
    pub fn subtract_working_time(
        &self,
        until: Timestamp,
        time: WorkingTime,
    ) -> Result<Timestamp, CalendarError> {
        if time == WorkingTime::ZERO {
            return Ok(until);
        }
        let left = self.worked_until(until)?.checked_sub(time.0);
        let left = left.ok_or_else(|| self.before_the_first_year())?;
        let day = self.days.day_passing(left).ok_or_else(|| self.after_the_last_year())?;
        let second = self
            .worked_shift(day)
            .map_or(0, |shift| shift.latest_after(left - self.days.seconds_before(day)));
        Ok(self.moment(self.days.date(day), second))
    }

    /// Whether people are received at this moment. Reception may be open on a Saturday that is no
    /// working day of terms; it is closed on holidays and for lunch.
    pub fn is_open(&self, at: Timestamp) -> Result<bool, CalendarError> {
        let (day, second) = self.place(at)?;
        Ok(self.reception_shift(day).is_some_and(|shift| shift.is_open(second)))
    }

    /// The first moment, this one included, at which people are received.
    pub fn next_opening(&self, at: Timestamp) -> Result<Timestamp, CalendarError> {
        if self.is_open(at)? {
            return Ok(at);
        }
        let (today, second) = self.place(at)?;
        (today..self.days.len())
            .find_map(|day| {
                let from = if day == today { second } else { 0 };
                let open = self.reception_shift(day)?.next_open(from)?;
                Some(self.moment(self.days.date(day), open))
            })
            .ok_or_else(|| self.after_the_last_year())
    }

    /// When an electronic filing counts as received: after the close of a working day, or on a
    /// day off, it is received when the next working day opens.
    pub fn received_at(&self, sent: Timestamp) -> Result<Timestamp, CalendarError> {
        let (day, second) = self.place(sent)?;
        let in_time = self.worked_shift(day).is_some_and(|shift| second <= shift.close());
        if in_time || self.counting().after_hours == AfterHours::SameDay {
            return Ok(sent);
        }
        let next = self.number(self.next_working_day(self.days.date(day))?)?;
        let open = self.worked_shift(next).map_or(0, Shift::open);
        Ok(self.moment(self.days.date(next), open))
    }

    /// The moment itself when the office is open or has its lunch then; the next opening otherwise.
    pub fn open_from(&self, at: Timestamp) -> Result<Timestamp, CalendarError> {
        let (day, second) = self.place(at)?;
        let date = match self.worked_shift(day) {
            Some(shift) if second > shift.close() => self.next_working_day(self.date_of(at))?,
            Some(shift) if second >= shift.open() => return Ok(at),
            Some(_) => self.date_of(at),
            None => self.next_working_day(self.date_of(at))?,
        };
        let open = self.worked_shift(self.number(date)?).map_or(0, Shift::open);
        Ok(self.moment(date, open))
    }

    /// The next working day at a time of the day, such as `next working day at 09:00`.
    pub fn next_working_day_at(
        &self,
        from: Timestamp,
        time: Time,
    ) -> Result<Timestamp, CalendarError> {
        let date = self.next_working_day(self.date_of(from))?;
        Ok(self.moment(date, second_of(time)))
    }

    /// The day of a moment, in the zone of the calendar.
    pub fn date_of(&self, at: Timestamp) -> Date {
        self.local(at).date()
    }

    /// A moment as the clock on the wall shows it.
    pub fn local(&self, at: Timestamp) -> DateTime {
        self.zone().to_datetime(at)
    }

    /// The moment of a clock reading. One that occurs twice (clocks set back) is the earlier, one
    /// that is left out (clocks set forward) is as much later as was left out.
    pub fn timestamp(&self, local: DateTime) -> Timestamp {
        let ambiguous = self.zone().to_ambiguous_timestamp(local);
        let offset = match ambiguous.offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Gap { before, .. } | AmbiguousOffset::Fold { before, .. } => before,
        };
        // Only the very first and last hours of jiff's calendar have no timestamp.
        offset.to_timestamp(local).unwrap_or(Timestamp::MAX)
    }

    /// The working seconds from the first day covered until a moment.
    pub(super) fn worked_until(&self, at: Timestamp) -> Result<u64, CalendarError> {
        let (day, second) = self.place(at)?;
        let today = self.worked_shift(day).map_or(0, |shift| shift.open_before(second));
        Ok(self.days.seconds_before(day) + today)
    }

    /// The number of the day and the second in it.
    pub(super) fn place(&self, at: Timestamp) -> Result<(usize, u32), CalendarError> {
        let local = self.local(at);
        Ok((self.number(local.date())?, second_of(local.time())))
    }

    /// The moment of a second of a day; 86400 is the beginning of the next day.
    pub(super) fn moment(&self, date: Date, second: u32) -> Timestamp {
        let (date, second) = match date.tomorrow() {
            Ok(next) if second >= DAY_SECONDS => (next, 0),
            _ => (date, second.min(DAY_SECONDS - 1)),
        };
        let part = |part: u32| i8::try_from(part).unwrap_or_default();
        let (hour, minute, second) =
            (part(second / 3600), part(second / 60 % 60), part(second % 60));
        self.timestamp(date.at(hour, minute, second, 0))
    }

    /// The hours worked on a day.
    pub(super) fn worked_shift(&self, day: usize) -> Option<&Shift> {
        let kind = self.days.kind(day);
        let weekday = weekday_worked(self.days.date(day), kind);
        kind.is_working().then(|| self.settings.hours.on(weekday)).flatten()
    }

    /// The hours of reception on a day.
    pub(super) fn reception_shift(&self, day: usize) -> Option<&Shift> {
        let kind = self.days.kind(day);
        let weekday = weekday_worked(self.days.date(day), kind);
        let receives = kind.is_working() || *kind == DayKind::WeeklyDayOff;
        receives.then(|| self.settings.reception.on(weekday)).flatten()
    }
}

fn second_of(time: Time) -> u32 {
    let part = |part: i8| u32::try_from(part).unwrap_or_default();
    part(time.hour()) * 3600 + part(time.minute()) * 60 + part(time.second())
}
