//! Moves the cases of a migration, or moves them back: one command for each, the next ones after a restart.

use std::collections::BTreeSet;

use reglament_core::command::{Actor, Command, Role};
use reglament_store::{CaseState, MigrationCase, MigrationRow, MigrationState};

use super::{MigrationError, told};
use crate::app::App;
use crate::dispatch::{DispatchError, Fault, Idempotency, Options, Target};

/// Cases that are moved between two looks at the migration.
pub const BATCH: u32 = 100;

/// Moves the next cases of a migration that is under way; its state changes after the last one. Gives how
/// many it looked at. Safe to repeat at any point: each case has a key of its own.
pub async fn carry_out(app: &App, migration: &MigrationRow) -> Result<usize, MigrationError> {
    let (state, ended) = match migration.state {
        MigrationState::Running => (CaseState::Planned, MigrationState::Done),
        MigrationState::Undoing => (CaseState::Moved, MigrationState::Undone),
        _ => return Ok(0),
    };
    let id = migration.id.as_str();
    let cases = app.store.migration_cases(id, Some(state), None, BATCH).await?;
    for case in &cases {
        let done = one(app, migration, case).await?;
        app.store.put_migration_case(id, &done).await?;
    }
    if cases.is_empty() {
        let done = MigrationRow { state: ended, ..migration.clone() };
        let audit = told(app, &migration.by, "migration-ended", &done);
        // Who lost the race finds the same state.
        app.store.change_migration(&done, &audit).await?;
    }
    Ok(cases.len())
}

/// Moves one case, or moves it back.
async fn one(
    app: &App,
    migration: &MigrationRow,
    case: &MigrationCase,
) -> Result<MigrationCase, MigrationError> {
    let is_back = migration.state == MigrationState::Undoing;
    let command = if is_back {
        Command::UndoMigration
    } else {
        let plan = Box::new(migration.plan.clone());
        Command::Migrate { plan, promised: case.change.clone().map(Box::new) }
    };
    let key = format!("migration/{}/{}/{}", migration.id, command.name(), case.instance);
    // Who may move cases was asked when the migration was begun, and its author stands in the audit.
    let by = Actor::of_program(migration.by.clone(), BTreeSet::from([Role::Analyst]));
    let target = Target::Instance(case.instance.clone());
    let idempotency = Some(Idempotency::new(&by, &key, migration.id.as_str()));
    let options = Options { idempotency, ..Options::default() };
    let sent = app.dispatcher.dispatch(target, command, by, options).await;
    let (good, bad) = if is_back {
        (CaseState::Undone, CaseState::Stays)
    } else {
        (CaseState::Moved, CaseState::Refused)
    };
    match sent {
        Ok(_) => Ok(MigrationCase { state: good, said: String::new(), ..case.clone() }),
        Err(DispatchError::Fault(Fault::Store(error))) => Err(error.into()),
        Err(error) => Ok(MigrationCase { state: bad, said: error.to_string(), ..case.clone() }),
    }
}
