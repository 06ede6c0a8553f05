//! Soundness, as the literature on workflow nets has it: whatever is chosen, a case comes to an end,
//! no join waits for ever, nothing runs twice beside itself, and every step can happen.
//!
//! ```text
//! Definition → Workflow (one a scope) → Net (places, transitions) → reduced → markings → faults
//! ```
//!
//! Conditions are not looked at: every flow of a gateway and every outcome of a task is a free choice.
//! What is decided and what is not stands in `docs/reference/soundness.md`.

mod explore;
mod net;
mod of_map;
mod reduce;
mod translate;
mod verdict;
mod workflow;

pub use of_map::{Scope, scopes};
pub use workflow::{Merge, Node, Way, Workflow};

/// What can go wrong in a workflow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Tokens wait, and nothing can come any more.
    Deadlock,
    /// Two tokens on one flow: branches that run in parallel meet without being joined.
    Unsynchronised,
    /// A result is reached while something still runs.
    Improper,
    /// A round of steps that nothing leads out of.
    Endless,
    /// A step that never happens.
    Dead,
}

/// One thing that is wrong, with how it comes about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: Kind,
    /// The step to mend, by its number in the workflow.
    pub step: usize,
    /// Other steps that explain it: what a join waits for, the rest of a loop, what still runs.
    pub others: Vec<usize>,
    /// The steps that lead there, in order, by the fewest choices.
    pub path: Vec<usize>,
}

/// The workflow has more markings than are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLarge;

/// Everything that is wrong with a workflow, one fault for each kind and step.
///
/// In the reduced net tokens go on at once, so two meet on a flow where one of them could have waited,
/// and nothing behind that is looked at. Whether something else is wrong as well is asked of the net
/// in which only chains of steps are contracted, as checkers of such nets do, if it is not too large.
pub fn faults(workflow: &Workflow) -> Result<Vec<Fault>, TooLarge> {
    let mut net = translate::net(workflow)?;
    let mut reduced = net.clone();
    reduce::reduce(&mut reduced);
    let found = verdict::faults(workflow, &reduced, &explore::explore(&reduced)?);
    if found.iter().all(|fault| fault.kind != Kind::Unsynchronised) {
        return Ok(found);
    }
    reduce::contract(&mut net);
    Ok(explore::explore(&net).map_or(found, |space| verdict::faults(workflow, &net, &space)))
}
