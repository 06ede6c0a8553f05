//! The funnel's pure part: decide, evolve and react for one command.

use crate::command::Request;
use crate::decide::{self, Deciding, decide};
use crate::effect::Effect;
use crate::event::Recorded;
use crate::ids::InstanceId;
use crate::instance::Instance;
use crate::migration::{CaseMove, Migration, Obstacle};
use crate::process::Process;
use crate::rejection::{Rejection, RejectionCode};
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
    Ok(transition_of(process, before, decided))
}

/// Moves a case to another edition of its map. What [`Migration::preview`] listed is what happens; a case
/// that it lists otherwise by now is refused, and nothing is changed.
pub fn migrate(
    migration: &Migration<'_>,
    before: &Instance,
    promised: Option<&CaseMove>,
    request: &Request,
) -> Result<Transition, Rejection> {
    let image = migration.image(before, request.at).map_err(|obstacles| refused(&obstacles))?;
    if let Some(promised) = promised {
        let now = migration.preview(before, request.at).map_err(|it| refused(&it))?;
        if !now.says_the_same(promised) {
            return Err(Rejection::new(
                RejectionCode::PreviewOutdated,
                "since the preview the case has changed, and it would move otherwise; preview it again",
            ));
        }
    }
    let decided = decide::migrate(migration.to, before, image, request)?;
    Ok(transition_of(migration.to, Some(before), decided))
}

/// Moves a case back: `image` is what it was before the last migration, `process` its edition.
pub fn undo_migration(
    process: &Process,
    before: &Instance,
    image: Instance,
    request: &Request,
) -> Result<Transition, Rejection> {
    let decided = decide::undo_migration(process, before, image, request)?;
    Ok(transition_of(process, Some(before), decided))
}

fn refused(obstacles: &[Obstacle]) -> Rejection {
    let said: Vec<&str> = obstacles.iter().map(|it| it.message.as_str()).collect();
    Rejection::new(RejectionCode::NotMigrated, said.join("; "))
}

fn transition_of(
    process: &Process,
    before: Option<&Instance>,
    decided: Deciding<'_>,
) -> Transition {
    let rows = RowChanges {
        facts: decided.facts,
        terms: TermChanges::between(process, before, &decided.instance),
        ..RowChanges::between(before, &decided.instance)
    };
    Transition { events: decided.events, after: decided.instance, effects: decided.effects, rows }
}
