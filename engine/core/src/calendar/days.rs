//! What each day is, worked out once for all years covered; questions about days are look-ups.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::model::Covers;
use super::rules::{Off, Rules};
use super::scalars::Weekday;
use super::timetable::Timetable;
use crate::text::Texts;

/// What kind of day it is, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum DayKind {
    /// A working day of the week.
    Working,
    /// A day off of the week.
    WeeklyDayOff,
    /// A holiday.
    Holiday {
        /// Its name.
        name: Arc<Texts>,
    },
    /// Off because a holiday fell on a day off.
    Substituted {
        /// The day of the holiday.
        holiday: Date,
        /// Its name.
        name: Arc<Texts>,
    },
    /// Off by the order of the year: a day of rest was transferred to it.
    TransferredOff {
        /// The day worked instead.
        work: Date,
    },
    /// A day of rest that is worked by the order of the year.
    TransferredWorking {
        /// The day off instead.
        off: Date,
    },
}

impl DayKind {
    /// Whether the day is worked.
    pub const fn is_working(&self) -> bool {
        matches!(self, Self::Working | Self::TransferredWorking { .. })
    }
}

/// All days of the years covered.
#[derive(Debug)]
pub(super) struct DayTable {
    first_year: i16,
    /// The number of 1 January of each year.
    year_starts: Vec<usize>,
    days: Vec<(Date, DayKind)>,
    /// Working days before each day, and before the end.
    worked_before: Vec<usize>,
    /// The numbers of the working days.
    working: Vec<usize>,
    /// Working seconds before each day, and before the end.
    seconds_before: Vec<u64>,
}

impl DayTable {
    /// Works out the days.
    pub fn new(covers: Covers, rules: &Rules, hours: &Timetable) -> Self {
        let mut table = Self {
            first_year: covers.from,
            year_starts: Vec::new(),
            days: Vec::new(),
            worked_before: vec![0],
            working: Vec::new(),
            seconds_before: vec![0],
        };
        table.lay_out(covers, rules);
        table.transfer(rules);
        table.sum_up(hours);
        table
    }

    fn lay_out(&mut self, covers: Covers, rules: &Rules) {
        let off = rules.days_off(covers);
        for year in covers.from..=covers.until {
            self.year_starts.push(self.days.len());
            let first = Date::new(year, 1, 1).ok();
            let days = std::iter::successors(first, |day| day.tomorrow().ok())
                .take_while(|day| day.year() == year);
            self.days.extend(days.map(|day| (day, kind(day, rules, &off))));
        }
    }

    fn transfer(&mut self, rules: &Rules) {
        for transfer in &rules.transfers {
            if let Some(day) = self.number(transfer.off) {
                self.days[day].1 = DayKind::TransferredOff { work: transfer.work };
            }
            if let Some(day) = self.number(transfer.work) {
                self.days[day].1 = DayKind::TransferredWorking { off: transfer.off };
            }
        }
    }

    fn sum_up(&mut self, hours: &Timetable) {
        for (number, (date, kind)) in self.days.iter().enumerate() {
            let shift = kind.is_working().then(|| hours.on(weekday_worked(*date, kind))).flatten();
            if kind.is_working() {
                self.working.push(number);
            }
            self.worked_before.push(self.working.len());
            let seconds = shift.map_or(0, super::timetable::Shift::length);
            self.seconds_before.push(self.seconds_before[number] + seconds);
        }
    }

    /// The number of a day, if its year is covered. Computes in O(1) time.
    pub fn number(&self, date: Date) -> Option<usize> {
        let year = usize::try_from(date.year() - self.first_year).ok()?;
        let day = usize::try_from(date.day_of_year() - 1).ok()?;
        Some(self.year_starts.get(year)? + day)
    }

    /// The date of a day by its number.
    pub fn date(&self, number: usize) -> Date {
        self.days[number].0
    }

    /// The kind of a day by its number.
    pub fn kind(&self, number: usize) -> &DayKind {
        &self.days[number].1
    }

    /// The number of all days.
    pub fn len(&self) -> usize {
        self.days.len()
    }

    /// How many working days are before this day.
    pub fn worked_before(&self, number: usize) -> usize {
        self.worked_before[number]
    }

    /// The number of a working day by its place among the working days. Computes in O(1) time.
    pub fn nth_working(&self, place: usize) -> Option<usize> {
        self.working.get(place).copied()
    }

    /// How many working seconds are before this day.
    pub fn seconds_before(&self, number: usize) -> u64 {
        self.seconds_before[number]
    }

    /// The first day by whose end at least (`reached`) or more than (`passed`) so many working
    /// seconds have gone by. Computes in O(log n) time.
    pub fn day_reaching(&self, seconds: u64) -> Option<usize> {
        self.at_most(self.seconds_before[1..].partition_point(|sum| *sum < seconds))
    }

    /// See [`Self::day_reaching`].
    pub fn day_passing(&self, seconds: u64) -> Option<usize> {
        self.at_most(self.seconds_before[1..].partition_point(|sum| *sum <= seconds))
    }

    fn at_most(&self, number: usize) -> Option<usize> {
        (number < self.days.len()).then_some(number)
    }
}

/// The day of the week whose hours are kept on a day: a transferred working day keeps the hours of
/// the day it stands for, not those of a Saturday.
pub(super) fn weekday_worked(date: Date, kind: &DayKind) -> Weekday {
    match kind {
        DayKind::TransferredWorking { off } => Weekday::of(*off),
        _ => Weekday::of(date),
    }
}

fn kind(date: Date, rules: &Rules, off: &BTreeMap<Date, Off>) -> DayKind {
    match off.get(&date) {
        Some(Off::Holiday(name)) => DayKind::Holiday { name: Arc::clone(name) },
        Some(Off::Substituted(holiday, name)) => {
            DayKind::Substituted { holiday: *holiday, name: Arc::clone(name) }
        }
        None if rules.week.contains(&Weekday::of(date)) => DayKind::Working,
        None => DayKind::WeeklyDayOff,
    }
}
