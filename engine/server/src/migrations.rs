//! Running cases go to another edition: first a list of what would change in each, then exactly that, then
//! back again while nothing has happened in them since.

mod carry_out;
mod preview;
mod worker;

use reglament_core::access::{self, Action};
use reglament_core::command::Actor;
use reglament_core::ids::EditionId;
use reglament_core::migration::Obstacle;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_store::{AuditEntry, MigrationRow, MigrationState, StoreError};

use crate::app::App;

pub use carry_out::{BATCH, carry_out};
pub use preview::preview;
pub use worker::MoveCases;

/// Why a migration did not go on.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// The actor may not, or the migration is not so far.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// The plan cannot be carried out for any case.
    #[error("{}", .0.iter().map(|it| it.message.as_str()).collect::<Vec<_>>().join("; "))]
    Plan(Vec<Obstacle>),
    /// There is no such edition.
    #[error("there is no edition {0}; `GET /publications` lists them")]
    NoEdition(EditionId),
    /// There is no such migration.
    #[error("there is no migration {0}")]
    NoSuch(String),
    /// Somebody else changed it meanwhile.
    #[error("somebody else was faster; look at the migration again")]
    Moved,
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Begins to move the cases of a migration that was previewed. They are moved by the worker, or by
/// [`carry_out`].
pub async fn execute(app: &App, actor: &Actor, id: &str) -> Result<MigrationRow, MigrationError> {
    let wanted = [MigrationState::Previewed];
    turn(app, actor, id, &wanted, MigrationState::Running, "execute-migration").await
}

/// Begins to move the cases of a migration back.
pub async fn undo(app: &App, actor: &Actor, id: &str) -> Result<MigrationRow, MigrationError> {
    let wanted = [MigrationState::Done];
    turn(app, actor, id, &wanted, MigrationState::Undoing, "undo-migration").await
}

async fn turn(
    app: &App,
    actor: &Actor,
    id: &str,
    wanted: &[MigrationState],
    to: MigrationState,
    action: &str,
) -> Result<MigrationRow, MigrationError> {
    access::check(actor, &Action::MigrateInstance)?;
    let mut migration = found(app, id).await?;
    if !wanted.contains(&migration.state) {
        let state = migration.state.as_str();
        let message = format!("the migration is {state}: this cannot be done to it now");
        return Err(Rejection::new(RejectionCode::NotMigrated, message).into());
    }
    migration.state = to;
    let audit = told(app, actor.name(), action, &migration);
    if !app.store.change_migration(&migration, &audit).await? {
        return Err(MigrationError::Moved);
    }
    migration.version += 1;
    app.dispatcher.wake().maps.notify_one();
    Ok(migration)
}

async fn found(app: &App, id: &str) -> Result<MigrationRow, MigrationError> {
    app.store.migration(id).await?.ok_or_else(|| MigrationError::NoSuch(id.to_owned()))
}

fn told(app: &App, actor: &str, action: &str, migration: &MigrationRow) -> AuditEntry {
    let MigrationRow { id, process, plan, .. } = migration;
    AuditEntry {
        at: app.clock.now(),
        actor: actor.to_owned(),
        action: action.to_owned(),
        instance: None,
        detail: format!("{id}: {process} {} to {}", plan.from, plan.to),
    }
}
