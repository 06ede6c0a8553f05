//! The processes of an installation: every edition that can run, and which one is in force on which day.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::ids::{EditionId, ProcessId};
use crate::process::Process;

/// All editions, when each is in force, and the current one of each process.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    editions: BTreeMap<EditionId, Arc<Process>>,
    forces: BTreeMap<ProcessId, Vec<Force>>,
    current: BTreeMap<ProcessId, EditionId>,
}

/// That an edition is in force from a day, until another one is or to the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Force {
    /// The first day.
    pub from: Date,
    /// The last day, when it is repealed without a successor.
    pub until: Option<Date>,
    /// The edition.
    pub edition: EditionId,
}

impl Catalogue {
    /// Adds an edition that running instances may still be on; new ones do not start on it.
    pub fn keep(&mut self, process: Arc<Process>) {
        self.editions.entry(process.edition.clone()).or_insert(process);
    }

    /// Adds an edition and lets new instances start on it, whatever the day.
    pub fn publish(&mut self, process: Arc<Process>) {
        let (id, edition) = (process.definition.process.clone(), process.edition.clone());
        self.forces.entry(id.clone()).or_default().push(Force {
            from: Date::MIN,
            until: None,
            edition: edition.clone(),
        });
        self.current.insert(id, edition);
        self.keep(process);
    }

    /// Says when the editions of a process are in force, the later ones behind the earlier, and which of them
    /// is current on this day.
    pub fn put_in_force(&mut self, process: ProcessId, mut forces: Vec<Force>, today: Date) {
        // Of two from one day the one that was decided last holds: the sort is stable.
        forces.sort_by_key(|force| force.from);
        let begun =
            forces.iter().rev().find(|force| force.from <= today).or_else(|| forces.first());
        if let Some(force) = begun {
            self.current.insert(process.clone(), force.edition.clone());
        }
        self.forces.insert(process, forces);
    }

    /// The edition with this name.
    pub fn edition(&self, id: &EditionId) -> Option<&Arc<Process>> {
        self.editions.get(id)
    }

    /// The edition on which a new instance of this process starts on this day; none before the first and
    /// after the last.
    pub fn in_force(&self, process: &ProcessId, day: Date) -> Option<&Arc<Process>> {
        let begun = self.forces.get(process)?.iter().rev().find(|force| force.from <= day)?;
        let holds = begun.until.is_none_or(|until| day <= until);
        self.editions.get(&begun.edition).filter(|_| holds)
    }

    /// When the editions of a process are in force, in order.
    pub fn forces(&self, process: &ProcessId) -> &[Force] {
        self.forces.get(process).map_or(&[], Vec::as_slice)
    }

    /// The edition that lists and forms show: the last that came into force, or the first that will.
    pub fn current(&self, process: &ProcessId) -> Option<&Arc<Process>> {
        self.current.get(process).and_then(|edition| self.editions.get(edition))
    }

    /// Every edition: the steps of a case may be those of an earlier one.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Process>> {
        self.editions.values()
    }

    /// The current edition of every process, by name.
    pub fn all_current(&self) -> impl Iterator<Item = &Arc<Process>> {
        self.current.values().filter_map(|edition| self.editions.get(edition))
    }
}

impl Process {
    /// Whether the rules are in force on this day. Repealed rules still run, because cases under
    /// them exist, and the pages say so.
    pub fn in_force_on(&self, day: Date) -> bool {
        let in_force = self.definition.in_force;
        in_force.from <= day && in_force.until.is_none_or(|until| day <= until)
    }
}
