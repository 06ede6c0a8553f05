//! From files to a calendar that answers: inheritance, settings, and one table of days for each
//! state of knowledge.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use serde::{Deserialize, Serialize};

use super::announced::Announcement;
use super::check::{self, CalendarProblem};
use super::counting::Counting;
use super::days::DayTable;
use super::model::{Calendar, Covers, Opening};
use super::rules::Rules;
use super::timetable::Timetable;
use crate::ids::CalendarId;
use crate::text::Texts;

/// A calendar with everything it inherits, ready to answer. Shared by `Arc`.
pub struct WorkingCalendar {
    title: Texts,
    /// In the order of what was known; the first is the state before any amendment.
    views: Vec<CalendarView>,
    /// In the order of the days on which they became known.
    pub(super) announcements: Vec<Announcement>,
}

/// Which state of a calendar a date was computed with. Stored with every deadline: the same
/// edition gives the same date again, whatever became known since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CalendarEdition {
    /// The calendar.
    pub calendar: CalendarId,
    /// The day of the last amendment that was known; none if nothing was amended yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_on: Option<Date>,
}

/// A calendar as it was known on a day. Cheap to clone.
#[derive(Clone)]
pub struct CalendarView {
    pub(super) settings: Arc<Settings>,
    pub(super) days: Arc<DayTable>,
    edition: CalendarEdition,
}

/// The table of days is left out: 5,000 lines help nobody.
impl fmt::Debug for CalendarView {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CalendarView").field(&self.edition).finish()
    }
}

/// See [`CalendarView`].
impl fmt::Debug for WorkingCalendar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WorkingCalendar").field(self.id()).finish()
    }
}

/// What is the same in all editions of a calendar.
#[derive(Debug)]
pub(super) struct Settings {
    pub id: CalendarId,
    pub covers: Covers,
    pub declared_in: CalendarId,
    pub zone: TimeZone,
    pub counting: Counting,
    pub hours: Timetable,
    pub reception: Timetable,
}

impl WorkingCalendar {
    /// Resolves a calendar among all. Refuses with every problem of it and of those it extends.
    pub fn resolve(
        id: &CalendarId,
        all: &BTreeMap<CalendarId, Calendar>,
    ) -> Result<Self, Vec<CalendarProblem>> {
        let chain = check::chain(id, all)?;
        let problems = check::problems(&chain);
        if !problems.is_empty() {
            return Err(problems);
        }
        let mut rules = Rules::default();
        for calendar in &chain {
            rules.extend(calendar);
        }
        let settings = Arc::new(Settings::new(&chain, &mut rules)?);
        let title =
            chain.iter().rev().map(|calendar| &calendar.title).find(|title| !title.is_empty());
        let states = std::iter::once(None).chain(rules.known_days().into_iter().map(Some));
        let views = states.map(|known_on| CalendarView::new(&settings, &rules, known_on)).collect();
        let announcements = rules.announcements();
        Ok(Self { title: title.cloned().unwrap_or_default(), views, announcements })
    }

    /// Resolves all calendars. Refuses with every problem of every file, each once.
    pub fn resolve_all(
        all: &BTreeMap<CalendarId, Calendar>,
    ) -> Result<BTreeMap<CalendarId, Arc<Self>>, Vec<CalendarProblem>> {
        let mut resolved = BTreeMap::new();
        let mut problems: Vec<CalendarProblem> = Vec::new();
        for id in all.keys() {
            match Self::resolve(id, all) {
                Ok(calendar) => drop(resolved.insert(id.clone(), Arc::new(calendar))),
                Err(found) => problems.extend(found),
            }
        }
        let mut seen = BTreeSet::new();
        problems.retain(|problem| seen.insert(problem.to_string()));
        if problems.is_empty() { Ok(resolved) } else { Err(problems) }
    }

    /// Its name.
    pub fn id(&self) -> &CalendarId {
        &self.views[0].settings.id
    }

    /// What people call it.
    pub const fn title(&self) -> &Texts {
        &self.title
    }

    /// Its time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.views[0].settings.zone
    }

    /// The calendar as it was known on a day.
    pub fn known_on(&self, date: Date) -> CalendarView {
        let known = |view: &CalendarView| view.edition.known_on.is_none_or(|known| known <= date);
        self.views[self.views.partition_point(known).saturating_sub(1)].clone()
    }

    /// The calendar in the edition a deadline was computed with.
    pub fn edition(&self, edition: &CalendarEdition) -> CalendarView {
        edition.known_on.map_or_else(|| self.views[0].clone(), |date| self.known_on(date))
    }

    /// The calendar with everything known by now and later.
    pub fn latest(&self) -> CalendarView {
        self.views[self.views.len() - 1].clone()
    }

    /// All its editions, the oldest first.
    pub fn editions(&self) -> impl Iterator<Item = &CalendarEdition> {
        self.views.iter().map(|view| &view.edition)
    }
}

impl CalendarView {
    fn new(settings: &Arc<Settings>, rules: &Rules, known_on: Option<Date>) -> Self {
        let days = DayTable::new(settings.covers, &rules.as_known(known_on), &settings.hours);
        Self {
            settings: Arc::clone(settings),
            days: Arc::new(days),
            edition: CalendarEdition { calendar: settings.id.clone(), known_on },
        }
    }

    /// Which edition this is.
    pub const fn edition(&self) -> &CalendarEdition {
        &self.edition
    }

    /// The time zone.
    pub fn zone(&self) -> &TimeZone {
        &self.settings.zone
    }

    /// How terms are counted.
    pub fn counting(&self) -> &Counting {
        &self.settings.counting
    }

    /// The first and the last day it knows.
    pub fn covers(&self) -> (Date, Date) {
        (self.days.date(0), self.days.date(self.days.len() - 1))
    }
}

impl Settings {
    /// From the chain of calendars, the country's first. A six-day week widens the week of `rules`.
    fn new(chain: &[&Calendar], rules: &mut Rules) -> Result<Self, Vec<CalendarProblem>> {
        let calendar = chain[chain.len() - 1];
        let missing = |key: &str, help| vec![CalendarProblem::new(calendar, key, help)];
        let covers = last(chain, |calendar| calendar.covers).ok_or_else(|| {
            missing("covers", "is missing: state the years whose days off are known")
        })?;
        let declares = |calendar: &&&Calendar| calendar.covers.is_some();
        let declared_in = chain.iter().rev().find(declares).map_or(calendar, |found| found);
        let zone = last(chain, |calendar| zone(calendar.zone.as_deref()?))
            .ok_or_else(|| missing("zone", "is missing: state it, such as `Asia/Almaty`"))?;
        let counting = chain.iter().fold(Counting::default(), |all, one| one.counting.over(&all));
        let openings = last(chain, |calendar| some(&calendar.hours))
            .ok_or_else(|| missing("hours", "is missing: state the working hours"))?;
        let mut hours = Timetable::new(openings);
        // Own hours go before inherited reception.
        let of_own =
            |calendar: &&&Calendar| !calendar.hours.is_empty() || !calendar.reception.is_empty();
        let nearest = chain.iter().rev().find(of_own).map_or(calendar, |found| found);
        let reception = some(&nearest.reception).map_or_else(|| hours.clone(), Timetable::new);
        if counting.six_day_week {
            rules.week.extend(reception.days());
        }
        for day in &rules.week {
            hours.fill(*day, &reception);
        }
        let (id, declared_in) = (calendar.calendar.clone(), declared_in.calendar.clone());
        Ok(Self { id, covers, declared_in, zone, counting, hours, reception })
    }
}

fn last<'a, T>(chain: &[&'a Calendar], get: impl Fn(&'a Calendar) -> Option<T>) -> Option<T> {
    chain.iter().rev().find_map(|calendar| get(calendar))
}

fn some(openings: &[Opening]) -> Option<&[Opening]> {
    (!openings.is_empty()).then_some(openings)
}

/// A time zone of the database that is built in, so that every machine gives the same moments
/// the database must know that Kazakhstan has had one zone, UTC+5, since 1 March 2024).
pub(super) fn zone(name: &str) -> Option<TimeZone> {
    TimeZoneDatabase::bundled().get(name).ok()
}
