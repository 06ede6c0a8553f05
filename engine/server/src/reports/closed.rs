//! Counts closed and received cases.

use std::collections::BTreeMap;

use jiff::civil::Date;
use reglament_core::facts::{Closed, FactKind, Outcome};

use super::gather::{Run, Tally};
use super::groups::Groups;
use super::pick::{self, Pick};
use super::spread::{Share, Spread};

/// Closed cases of one edition and office.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// How many.
    pub closed: u64,
    /// By how they ended, in the order of [`Outcome::ALL`].
    pub outcomes: [u64; Outcome::ALL.len()],
    /// In time, of those with a term.
    pub in_time: Share,
    /// In time against the term without extensions.
    pub in_time_original: Share,
    /// Extended ones.
    pub extended: u64,
    /// The days of those that were late.
    pub late: Spread,
    /// Working minutes from beginning to end, without pauses.
    pub cycle: Spread,
    /// Minutes by the clock.
    pub wall: Spread,
    /// The working minutes of those whose clock stood still.
    pub paused: Spread,
}

/// How many closed in time and late, on a day or in a week.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ends {
    /// All.
    pub closed: u64,
    /// In time, of those with a term.
    pub in_time: Share,
}

/// Closed cases.
#[derive(Clone, Debug, Default)]
pub struct ClosedTally {
    /// By edition and office.
    cells: Groups<Cell>,
    /// By day.
    pub days: BTreeMap<Date, Ends>,
    /// By the Monday of the week, and there by office.
    pub weeks: BTreeMap<Date, Vec<(String, Ends)>>,
    /// How long cases took, by the Monday of the week in which they ended.
    pub pace: BTreeMap<Date, Spread>,
    /// Refusals by edition and ground.
    pub grounds: BTreeMap<(String, String), u64>,
    /// Complaints by how they were decided.
    pub verdicts: BTreeMap<(String, String), u64>,
}

impl Cell {
    fn count(&mut self, fact: &Closed<'_>) {
        self.closed += 1;
        let outcome = Outcome::ALL.iter().position(|outcome| *outcome == fact.outcome);
        self.outcomes[outcome.unwrap_or_default()] += 1;
        if let Some(late) = fact.late {
            self.in_time.count(late == 0);
            if late > 0 {
                self.late.add(late);
            }
        }
        if let Some(late) = fact.late_original {
            self.in_time_original.count(late == 0);
        }
        self.extended += u64::from(fact.extended > 0);
        if let Some(cycle) = fact.cycle {
            self.cycle.add(cycle);
            self.wall.add(fact.wall());
        }
        if fact.paused > 0 {
            self.paused.add(fact.paused);
        }
    }

    /// Adds another one.
    pub fn join(&mut self, other: &Self) {
        self.closed += other.closed;
        for (own, other) in self.outcomes.iter_mut().zip(other.outcomes) {
            *own += other;
        }
        self.in_time.join(other.in_time);
        self.in_time_original.join(other.in_time_original);
        self.extended += other.extended;
        self.late.join(&other.late);
        self.cycle.join(&other.cycle);
        self.wall.join(&other.wall);
        self.paused.join(&other.paused);
    }

    fn weight(&self) -> usize {
        [&self.late, &self.cycle, &self.wall, &self.paused].map(Spread::weight).iter().sum()
    }

    /// How many ended so.
    pub fn of(&self, outcome: Outcome) -> u64 {
        let all = Outcome::ALL.iter().zip(self.outcomes);
        all.filter(|(it, _)| **it == outcome).map(|(_, count)| count).sum()
    }
}

impl Ends {
    const fn join(&mut self, other: Self) {
        self.closed += other.closed;
        self.in_time.join(other.in_time);
    }
}

impl Tally for ClosedTally {
    const KIND: FactKind = FactKind::Closed;

    fn run(&mut self, pick: &Pick, run: &Run<'_>) {
        let cell = self.cells.of_run(run);
        let mut ends = Ends::default();
        let pace = self.pace.entry(pick::week(run.day)).or_default();
        for line in run.lines() {
            let Some(fact) = Closed::read(line) else { continue };
            if !pick.all(|condition, wanted| holds(&fact, run.day, condition, wanted)) {
                continue;
            }
            cell.count(&fact);
            ends.closed += 1;
            if let Some(cycle) = fact.cycle {
                pace.add(cycle);
            }
            if let Some(late) = fact.late {
                ends.in_time.count(late == 0);
            }
            if let Some(ground) = fact.ground {
                let key = (run.edition.to_owned(), ground.to_owned());
                *self.grounds.entry(key).or_default() += 1;
            }
            if let Some(verdict) = fact.verdict {
                let key = (run.edition.to_owned(), verdict.to_owned());
                *self.verdicts.entry(key).or_default() += 1;
            }
        }
        self.days.entry(run.day).or_default().join(ends);
        let week = self.weeks.entry(pick::week(run.day)).or_default();
        of_office(week, run.office).join(ends);
    }

    fn join(&mut self, other: &Self) {
        self.cells.join(&other.cells, Cell::join);
        for (key, ends) in &other.days {
            self.days.entry(*key).or_default().join(*ends);
        }
        for (monday, offices) in &other.weeks {
            let week = self.weeks.entry(*monday).or_default();
            for (office, ends) in offices {
                of_office(week, office).join(*ends);
            }
        }
        for (week, spread) in &other.pace {
            self.pace.entry(*week).or_default().join(spread);
        }
        for (key, count) in &other.grounds {
            *self.grounds.entry(key.clone()).or_default() += count;
        }
        for (key, count) in &other.verdicts {
            *self.verdicts.entry(key.clone()).or_default() += count;
        }
    }

    fn weight(&self) -> usize {
        let pace: usize = self.pace.values().map(Spread::weight).sum();
        let cells: usize = self.cells.iter().map(|(_, _, cell)| cell.weight()).sum();
        pace + cells + self.days.len() + self.weeks.values().map(Vec::len).sum::<usize>()
    }
}

/// The ends of an office, of which there are few.
fn of_office<'w>(week: &'w mut Vec<(String, Ends)>, office: &str) -> &'w mut Ends {
    let place = week.iter().position(|(known, _)| known == office).unwrap_or_else(|| {
        week.push((office.to_owned(), Ends::default()));
        week.len() - 1
    });
    &mut week[place].1
}

/// Conditions that are about tasks say nothing of a case.
fn holds(fact: &Closed<'_>, day: Date, condition: &str, wanted: &str) -> bool {
    match condition {
        "unit" | "step" | "person" | "complaint" => true,
        _ => pick::closed(fact, day, condition, wanted),
    }
}

impl ClosedTally {
    /// The cells put together by a key of theirs.
    pub fn by<Key: Ord>(&self, key: impl Fn(&str, &str) -> Key) -> BTreeMap<Key, Cell> {
        let mut found: BTreeMap<Key, Cell> = BTreeMap::new();
        for (edition, office, cell) in self.cells.iter() {
            found.entry(key(edition, office)).or_default().join(cell);
        }
        found
    }

    /// All cells together.
    pub fn whole(&self) -> Cell {
        self.by(|_, _| ()).remove(&()).unwrap_or_default()
    }
}

/// Received cases.
#[derive(Clone, Debug, Default)]
pub struct ReceivedTally {
    /// By edition and office.
    cells: Groups<u64>,
    /// By day.
    pub days: BTreeMap<Date, u64>,
}

impl ReceivedTally {
    /// How many in all.
    pub fn whole(&self) -> u64 {
        self.days.values().sum()
    }

    /// How many of each edition and office.
    pub fn cells(&self) -> impl Iterator<Item = (&str, &str, u64)> {
        self.cells.iter().map(|(edition, office, count)| (edition, office, *count))
    }
}

impl Tally for ReceivedTally {
    const KIND: FactKind = FactKind::Received;

    fn run(&mut self, _: &Pick, run: &Run<'_>) {
        let count = run.count();
        *self.cells.of_run(run) += count;
        *self.days.entry(run.day).or_default() += count;
    }

    fn join(&mut self, other: &Self) {
        self.cells.join(&other.cells, |own, count| *own += count);
        for (day, count) in &other.days {
            *self.days.entry(*day).or_default() += count;
        }
    }

    fn weight(&self) -> usize {
        self.days.len() + self.cells.iter().count()
    }
}
