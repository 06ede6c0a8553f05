//! How many moves of tokens one command may make: a map that loops without waiting stops.

use std::collections::BTreeMap;

use crate::event::ScopeNo;

/// More moves within one scope than this in one command mean that the map loops without waiting;
/// the step reached then stands on an incident.
pub const MOVES_PER_COMMAND_MAX: usize = 1_000;

/// As many in all scopes together: each of a thousand items may pass a dozen gateways.
const MOVES_IN_ALL_MAX: usize = 20_000;

/// The moves so far.
#[derive(Debug, Default)]
pub(super) struct Count {
    within: BTreeMap<ScopeNo, usize>,
    all: usize,
}

impl Count {
    /// Counts a move; says whether it is still within the limits.
    pub(super) fn may_go(&mut self, scope: ScopeNo) -> bool {
        let within = self.within.entry(scope).or_default();
        *within += 1;
        self.all += 1;
        *within <= MOVES_PER_COMMAND_MAX && self.all <= MOVES_IN_ALL_MAX
    }
}
