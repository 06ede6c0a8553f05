//! The funnel's pure part: decide, evolve and react for one command.

use crate::command::Request;
use crate::decide::decide;
use crate::effect::Effect;
use crate::event::Recorded;
use crate::ids::InstanceId;
use crate::instance::Instance;
use crate::process::Process;
use crate::rejection::Rejection;
use crate::rows::RowChanges;
use crate::search::TermChanges;

pub use crate::evolve::replay;

/// What one command changes.
#[derive(Clone, Debug)]
pub struct Transition {
    /// What happened.
    pub events: Vec<Recorded>,
    /// The instance after it.
    pub after: Instance,
    /// What must be told.
    pub effects: Vec<Effect>,
    /// The rows that change.
    pub rows: RowChanges,
}

/// Decides a command on an instance (`before` is none for [`crate::command::Command::Start`]), and
/// works out everything a store must keep. Pure: the same arguments give the same transition.
pub fn transition(
    process: &Process,
    id: &InstanceId,
    before: Option<&Instance>,
    request: &Request,
) -> Result<Transition, Rejection> {
    let decided = decide(process, id, before, request)?;
    let rows = RowChanges {
        facts: decided.facts,
        terms: TermChanges::between(process, before, &decided.instance),
        ..RowChanges::between(before, &decided.instance)
    };
    Ok(Transition {
        events: decided.events,
        after: decided.instance,
        effects: decided.effects,
        rows,
    })
}
