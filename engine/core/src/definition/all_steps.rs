//! The steps of a map and of its subprocesses, one after the other.

use indexmap::IndexMap;
use indexmap::map::Iter;

use super::Step;
use crate::ids::StepId;

/// Every step in the order of the map, those within a subprocess after it.
#[derive(Clone, Debug)]
pub struct AllSteps<'a> {
    open: Vec<Iter<'a, StepId, Step>>,
}

impl<'a> AllSteps<'a> {
    /// The steps of a map or of a subprocess.
    pub fn of(steps: &'a IndexMap<StepId, Step>) -> Self {
        Self { open: vec![steps.iter()] }
    }
}

impl<'a> Iterator for AllSteps<'a> {
    type Item = (&'a StepId, &'a Step);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some((id, step)) = self.open.last_mut()?.next() else {
                self.open.pop();
                continue;
            };
            self.open.extend(step.block().map(|block| block.steps.iter()));
            return Some((id, step));
        }
    }
}
