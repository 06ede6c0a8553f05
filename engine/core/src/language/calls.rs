//! Which map calls which: what one map alone cannot tell.

use std::collections::{BTreeMap, BTreeSet};

use super::reader::{Reader, Surroundings};
use super::shared::Shared;
use super::{assemble, layout, read};
use crate::definition::{Definition, Element};
use crate::ids::ProcessId;
use crate::source::Sources;

/// The element, as maps write it: without the word in any file nobody calls.
const CALL_ACTIVITY: &str = "call_activity";

/// All maps of a processes folder, each with those that it calls; empty when none calls another.
#[derive(Debug, Default)]
pub(super) struct Calls(BTreeMap<ProcessId, BTreeSet<ProcessId>>);

impl Calls {
    /// Reads the maps for their calls; what is wrong with them is found where they are checked.
    pub(super) fn read(sources: &Sources, shared: &Shared) -> Self {
        if !sources.files().iter().any(|file| file.text.contains(CALL_ACTIVITY)) {
            return Self::default();
        }
        let maps = layout::maps(sources).into_iter();
        let read = maps.filter_map(|file| definition(sources, file, shared));
        Self(read.map(|map| (map.process.clone(), calls(&map))).collect())
    }

    /// Whether there is a map of this process.
    pub(super) fn has(&self, process: &ProcessId) -> bool {
        self.0.contains_key(process)
    }

    /// The processes that have a map.
    pub(super) fn processes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(ProcessId::as_str)
    }

    /// The shortest way on which calls lead from one process to another, both included.
    pub(super) fn way<'c>(
        &'c self,
        from: &'c ProcessId,
        to: &ProcessId,
    ) -> Option<Vec<&'c ProcessId>> {
        let mut seen = BTreeSet::from([from]);
        let mut ways = std::collections::VecDeque::from([vec![from]]);
        while let Some(way) = ways.pop_front() {
            let last = *way.last()?;
            if last == to {
                return Some(way);
            }
            for next in self.0.get(last).into_iter().flatten() {
                if seen.insert(next) {
                    ways.push_back(way.iter().copied().chain([next]).collect());
                }
            }
        }
        None
    }
}

fn definition(sources: &Sources, file: u32, shared: &Shared) -> Option<Definition> {
    let mut reader = Reader::new(sources, Surroundings::default());
    let root = assemble::whole(&mut reader, file)?.root;
    let around = Surroundings { reference: Some(&shared.reference), types: root.at(&["types"]) };
    Some(read::definition(&mut Reader::new(sources, around), &root))
}

fn calls(map: &Definition) -> BTreeSet<ProcessId> {
    let called = map.all_steps().filter_map(|(_, step)| match &step.element {
        Element::CallActivity(call) => Some(call.process.clone()),
        _ => None,
    });
    called.collect()
}
