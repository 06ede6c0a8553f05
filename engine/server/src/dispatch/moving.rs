//! A case that goes on in another edition, or back: the two editions, and the case as it was before.

use std::sync::Arc;

use reglament_core::catalogue::Catalogue;
use reglament_core::command::Command;
use reglament_core::command::Request;
use reglament_core::event::{Event, Recorded};
use reglament_core::evolve::Replay;
use reglament_core::ids::{EditionId, InstanceId};
use reglament_core::instance::Instance;
use reglament_core::migration::Migration;
use reglament_core::process::Process;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_core::transition::{Transition, migrate, undo_migration};
use reglament_store::{Store, StoreError};

use super::error::{DispatchError, Fault};

/// Events that are read at a time.
const EVENTS_READ: u32 = 500;

/// Where a case goes, beside the edition that it runs.
pub(super) enum Moving {
    /// To this edition.
    To(Arc<Process>),
    /// Back to what it was, in this edition.
    Back(Arc<Process>, Box<Instance>),
}

/// Where a command moves a case; none for every other command.
pub(super) async fn of(
    command: &Command,
    case: &Instance,
    catalogue: &Catalogue,
    store: &dyn Store,
) -> Result<Option<Moving>, DispatchError> {
    let edition = |edition: &EditionId| {
        let missing = || DispatchError::NoSuchEdition(case.process.clone(), edition.clone());
        catalogue.edition(edition).cloned().ok_or_else(missing)
    };
    match command {
        Command::Migrate { plan, .. } => Ok(Some(Moving::To(edition(&plan.to)?))),
        Command::UndoMigration => {
            let before = before(store, &case.id).await.map_err(Fault::from)?;
            let before = before.ok_or_else(|| {
                let message = "nothing can be undone: the case was not moved, or something has happened in it since";
                Rejection::new(RejectionCode::NotMigrated, message)
            })?;
            Ok(Some(Moving::Back(edition(&before.edition)?, Box::new(before))))
        }
        _ => Ok(None),
    }
}

/// The case as it was before it was moved; none when it was not, or something happened since.
async fn before(store: &dyn Store, id: &InstanceId) -> Result<Option<Instance>, StoreError> {
    let mut replay = Replay::of(id.clone());
    let (mut after, mut found): (u64, Option<(Instance, Recorded)>) = (0, None);
    loop {
        let page = store.events(id, after, EVENTS_READ).await?;
        let Some(last) = page.last() else { return Ok(found.map(|(before, _)| before)) };
        after = last.seq;
        for event in page {
            found = match (&event.event, found) {
                (Event::CaseMigrated { .. }, _) => Some((replay.instance().clone(), event.clone())),
                (_, Some((before, moved))) if follows(&event, &moved) => Some((before, moved)),
                _ => None,
            };
            replay.take(&event);
        }
    }
}

/// What the engine does with a move itself: the clock arms its timers, stands still or goes on.
fn follows(event: &Recorded, moved: &Recorded) -> bool {
    let of_clock = matches!(
        event.event,
        Event::TimerArmed { .. } | Event::ClockPaused | Event::ClockResumed { .. }
    );
    of_clock && event.at == moved.at && event.by == moved.by
}

impl Moving {
    /// Decides the move of a case that runs `from`.
    pub(super) fn decide(
        &self,
        from: &Process,
        case: &Instance,
        request: &Request,
    ) -> Result<Transition, Rejection> {
        match (self, &request.command) {
            (Self::To(to), Command::Migrate { plan, promised }) => {
                migrate(&Migration { from, to, plan }, case, promised.as_deref(), request)
            }
            (Self::Back(process, image), _) => {
                undo_migration(process, case, (**image).clone(), request)
            }
            (Self::To(_), _) => Err(Rejection::new(
                RejectionCode::NotMigrated,
                "only the command `migrate` moves a case",
            )),
        }
    }

    /// The edition that the case runs then.
    pub(super) const fn process(&self) -> &Arc<Process> {
        match self {
            Self::To(process) | Self::Back(process, _) => process,
        }
    }
}
