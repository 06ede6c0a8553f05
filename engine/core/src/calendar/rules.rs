//! From rules to days off: the rules as known on a day, the holidays of the years they cover, and
//! the working days to which holidays on a day off move.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::civil::Date;

use super::announced::Announcement;
use super::model::{Amendment, Calendar, Covers, Holiday, Transfer};
use super::scalars::Weekday;
use crate::text::Texts;

/// The rules of a calendar together with those of the calendars it extends.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    pub week: BTreeSet<Weekday>,
    pub holidays: IndexMap<String, Holiday>,
    pub transfers: Vec<Transfer>,
    pub amendments: Vec<Amendment>,
}

/// Why a day is off by the rules of holidays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Off {
    /// It is this holiday.
    Holiday(Arc<Texts>),
    /// This holiday fell on that day off and moved here.
    Substituted(Date, Arc<Texts>),
}

impl Rules {
    /// Adds the rules of a calendar that extends those collected so far.
    pub fn extend(&mut self, calendar: &Calendar) {
        if !calendar.week.is_empty() {
            self.week = calendar.week.iter().copied().collect();
        }
        self.holidays.extend(calendar.holidays.clone());
        self.transfers.extend(calendar.transfers.iter().cloned());
        self.amendments.extend(calendar.amendments.iter().cloned());
        self.amendments.sort_by_key(|amendment| amendment.known_from);
    }

    /// The days on which something became known, in order.
    pub fn known_days(&self) -> BTreeSet<Date> {
        let amendments = self.amendments.iter().map(|amendment| amendment.known_from);
        amendments.chain(self.transfers.iter().filter_map(|transfer| transfer.known_from)).collect()
    }

    /// What became known on these days, in order.
    pub fn announcements(&self) -> Vec<Announcement> {
        let amendments = self.amendments.iter().map(Announcement::of_amendment);
        let transfers = self.transfers.iter().filter_map(Announcement::of_transfer);
        let mut all: Vec<_> = amendments.chain(transfers).collect();
        all.sort_by_key(|one| one.known_from);
        all
    }

    /// The rules as they were known on a day; `None` is before anything was amended.
    pub fn as_known(&self, on: Option<Date>) -> Self {
        let known = |from: Date| on.is_some_and(|on| from <= on);
        let mut rules = self.clone();
        rules.transfers.retain(|transfer| transfer.known_from.is_none_or(known));
        for amendment in self.amendments.iter().filter(|amendment| known(amendment.known_from)) {
            rules.amend(amendment);
        }
        rules
    }

    fn amend(&mut self, amendment: &Amendment) {
        for (name, until) in &amendment.ended {
            if let Some(holiday) = self.holidays.get_mut(name) {
                holiday.until = Some(*until);
            }
        }
        self.holidays.extend(amendment.begun.clone());
        for moved in &amendment.moved {
            let dates = self.holidays.get_mut(&moved.holiday).map(|holiday| &mut holiday.dates);
            for date in dates.into_iter().flatten().filter(|date| **date == moved.from) {
                *date = moved.to;
            }
        }
        self.transfers.retain(|transfer| !amendment.withdrawn.contains(&transfer.off));
    }

    /// The days off by holidays, from the year before `covers` (whose December may move into it) on.
    pub fn days_off(&self, covers: Covers) -> BTreeMap<Date, Off> {
        let mut days = BTreeMap::new();
        let mut to_move = BTreeMap::new();
        for holiday in self.holidays.values() {
            let name = Arc::new(holiday.title.clone());
            for date in holiday.dates_in(covers.from.saturating_sub(1), covers.until) {
                days.insert(date, Off::Holiday(Arc::clone(&name)));
                if holiday.moves && !self.week.contains(&Weekday::of(date)) {
                    to_move.insert(date, Arc::clone(&name));
                }
            }
        }
        for (date, name) in to_move {
            if let Some(free) = self.next_free(date, &days) {
                days.insert(free, Off::Substituted(date, name));
            }
        }
        days
    }

    /// The first day of the working week after `date` that is not off already: two holidays of one
    /// weekend move to two days.
    fn next_free(&self, date: Date, days: &BTreeMap<Date, Off>) -> Option<Date> {
        /// A longer chain of days off than this is a mistake in the file.
        const MOVE_DAYS_MAX: usize = 60;
        std::iter::successors(date.tomorrow().ok(), |day| day.tomorrow().ok())
            .take(MOVE_DAYS_MAX)
            .find(|day| self.week.contains(&Weekday::of(*day)) && !days.contains_key(day))
    }
}

impl Holiday {
    /// Its dates within these years.
    fn dates_in(&self, first: i16, last: i16) -> impl Iterator<Item = Date> + '_ {
        let yearly = (first..=last)
            .flat_map(|year| self.days.iter().filter_map(move |day| day.in_year(year)));
        let announced =
            self.dates.iter().copied().filter(move |date| (first..=last).contains(&date.year()));
        yearly.chain(announced).filter(|date| self.in_force(*date))
    }

    fn in_force(&self, on: Date) -> bool {
        self.from.is_none_or(|from| from.has_begun(on))
            && self.until.is_none_or(|until| until.still_lasts(on))
    }
}
