//! Counts completed tasks.

use std::collections::{BTreeMap, HashMap};

use reglament_core::facts::{Done, FactKind};

use super::gather::{Run, Tally};
use super::groups::Groups;
use super::pick::{self, Pick};
use super::spread::{Share, Spread};

/// Completed tasks of one step in one edition and office.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// The unit that carries the step out.
    pub unit: String,
    /// How many.
    pub done: u64,
    /// In time, of those whose step has a term.
    pub in_time: Share,
    /// Taken in time, of those that had to be.
    pub taken: Share,
    /// Those that sent the work back.
    pub returned: u64,
    /// Minutes until somebody took them.
    pub waiting: Spread,
    /// Minutes from then on.
    pub handling: Spread,
}

/// Completed tasks of one person.
#[derive(Clone, Debug, Default)]
pub struct Worker {
    /// How many.
    pub done: u64,
    /// In time, of those whose step has a term.
    pub in_time: Share,
    /// Those that sent the work back.
    pub returned: u64,
    /// Minutes from the first taking on.
    pub handling: Spread,
}

/// Completed tasks.
#[derive(Clone, Debug, Default)]
pub struct DoneTally {
    /// By edition and office, and there by step: a map has few steps, which are found faster one by one than
    /// by a hash.
    cells: Groups<Vec<(String, Cell)>>,
    /// By person, looked up for each line.
    workers: HashMap<String, Worker>,
}

impl Cell {
    fn of(unit: &str) -> Self {
        Self { unit: unit.to_owned(), ..Self::default() }
    }

    fn count(&mut self, fact: &Done<'_>) {
        self.done += 1;
        if let Some(late) = fact.late {
            self.in_time.count(!late);
        }
        if let Some(late) = fact.taken_late {
            self.taken.count(!late);
        }
        self.returned += u64::from(fact.returned);
        if let (Some(waiting), Some(handling)) = (fact.waiting, fact.handling) {
            self.waiting.add(waiting);
            self.handling.add(handling);
        }
    }

    /// Adds another one.
    pub fn join(&mut self, other: &Self) {
        if self.unit.is_empty() {
            self.unit.clone_from(&other.unit);
        }
        self.done += other.done;
        self.in_time.join(other.in_time);
        self.taken.join(other.taken);
        self.returned += other.returned;
        self.waiting.join(&other.waiting);
        self.handling.join(&other.handling);
    }
}

impl Worker {
    fn count(&mut self, fact: &Done<'_>) {
        self.done += 1;
        if let Some(late) = fact.late {
            self.in_time.count(!late);
        }
        self.returned += u64::from(fact.returned);
        if let Some(handling) = fact.handling {
            self.handling.add(handling);
        }
    }

    fn join(&mut self, other: &Self) {
        self.done += other.done;
        self.in_time.join(other.in_time);
        self.returned += other.returned;
        self.handling.join(&other.handling);
    }
}

impl Tally for DoneTally {
    const KIND: FactKind = FactKind::Done;

    fn run(&mut self, pick: &Pick, run: &Run<'_>) {
        let steps = self.cells.of_run(run);
        for line in run.lines() {
            let Some(fact) = Done::read(line) else { continue };
            if !pick.all(|condition, wanted| holds(&fact, condition, wanted)) {
                continue;
            }
            let place = steps.iter().position(|(step, _)| *step == fact.step);
            let place = place.unwrap_or_else(|| {
                steps.push((fact.step.to_owned(), Cell::of(fact.unit)));
                steps.len() - 1
            });
            steps[place].1.count(&fact);
            match self.workers.get_mut(fact.person) {
                Some(worker) => worker.count(&fact),
                None => self.workers.entry(fact.person.to_owned()).or_default().count(&fact),
            }
        }
    }

    fn join(&mut self, other: &Self) {
        self.cells.join(&other.cells, |own, steps| {
            for (step, cell) in steps {
                match own.iter_mut().find(|(known, _)| known == step) {
                    Some((_, own)) => own.join(cell),
                    None => own.push((step.clone(), cell.clone())),
                }
            }
        });
        for (person, worker) in other.workers.iter().collect::<BTreeMap<_, _>>() {
            self.workers.entry(person.clone()).or_default().join(worker);
        }
    }

    fn weight(&self) -> usize {
        let spreads = |cell: &Cell| cell.waiting.weight() + cell.handling.weight();
        let cells: usize = self.cells().map(|(_, _, _, cell)| spreads(cell)).sum();
        cells + self.workers.values().map(|worker| worker.handling.weight()).sum::<usize>()
    }
}

/// Conditions that are about the end of a case say nothing of a task.
fn holds(fact: &Done<'_>, condition: &str, wanted: &str) -> bool {
    match condition {
        "ground" | "outcome" => true,
        _ => pick::done(fact, condition, wanted),
    }
}

impl DoneTally {
    /// The cells by edition, office and step.
    pub fn cells(&self) -> impl Iterator<Item = (&str, &str, &str, &Cell)> {
        self.cells.iter().flat_map(|(edition, office, steps)| {
            steps.iter().map(move |(step, cell)| (edition, office, step.as_str(), cell))
        })
    }

    /// The cells put together by a key of edition, office, step and unit.
    pub fn by<Key: Ord>(&self, key: impl Fn(&str, &str, &str, &str) -> Key) -> BTreeMap<Key, Cell> {
        let mut found: BTreeMap<Key, Cell> = BTreeMap::new();
        for (edition, office, step, cell) in self.cells() {
            found.entry(key(edition, office, step, &cell.unit)).or_default().join(cell);
        }
        found
    }

    /// By person, in the order of their identifiers.
    pub fn workers(&self) -> BTreeMap<String, Worker> {
        self.workers.iter().map(|(person, worker)| (person.clone(), worker.clone())).collect()
    }
}
