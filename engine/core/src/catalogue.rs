//! The processes of an installation: every edition that can run, and which one new cases take.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::ids::{EditionId, ProcessId};
use crate::process::Process;

/// All editions, and the current one of each process.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    editions: BTreeMap<EditionId, Arc<Process>>,
    current: BTreeMap<ProcessId, EditionId>,
}

impl Catalogue {
    /// Adds an edition that running instances may still be on; new ones do not start on it.
    pub fn keep(&mut self, process: Arc<Process>) {
        self.editions.entry(process.edition.clone()).or_insert(process);
    }

    /// Adds an edition and lets new instances start on it.
    pub fn publish(&mut self, process: Arc<Process>) {
        self.current.insert(process.definition.process.clone(), process.edition.clone());
        self.keep(process);
    }

    /// The edition with this name.
    pub fn edition(&self, id: &EditionId) -> Option<&Arc<Process>> {
        self.editions.get(id)
    }

    /// The edition on which a new instance of this process starts.
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
