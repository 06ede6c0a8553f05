//! The list of a migration: what moving each case would change.

use reglament_core::access::{self, Action};
use reglament_core::command::Actor;
use reglament_core::ids::InstanceId;
use reglament_core::migration::{Migration, MigrationPlan, of_plan};
use reglament_store::{CaseState, MigrationCase, MigrationRow, MigrationState, StoreError};

use super::{MigrationError, told};
use crate::app::App;
use crate::auth::new_token;
use crate::editions::running_cases;

/// Letters and digits of an identifier.
const ID_LETTERS: usize = 12;

/// Lists the cases that run the edition of the plan and stores the list. These alone are moved, each exactly
/// as listed. With `only`, the others are left where they are.
pub async fn preview(
    app: &App,
    actor: &Actor,
    plan: MigrationPlan,
    only: Option<&[InstanceId]>,
) -> Result<MigrationRow, MigrationError> {
    access::check(actor, &Action::MigrateInstance)?;
    let catalogue = app.catalogue();
    let edition = |id| catalogue.edition(id).ok_or_else(|| MigrationError::NoEdition(id.clone()));
    let (from, to) = (edition(&plan.from)?, edition(&plan.to)?);
    let moves = Migration { from, to, plan: &plan };
    let obstacles = of_plan(&moves);
    if !obstacles.is_empty() {
        return Err(MigrationError::Plan(obstacles));
    }
    let process = from.definition.process.clone();
    let mut cases = Vec::new();
    for id in running_cases(&*app.store, &process).await? {
        if only.is_some_and(|only| !only.contains(&id)) {
            continue;
        }
        let Some(case) = app.store.instance(&id).await? else { continue };
        if case.edition != plan.from || !case.is_running() {
            continue;
        }
        cases.push(match moves.preview(&case, app.clock.now()) {
            Ok(change) => listed(id, CaseState::Planned, Some(change), Vec::new()),
            Err(obstacles) => listed(id, CaseState::Barred, None, obstacles),
        });
    }
    let migration = MigrationRow {
        id: id()?,
        version: 1,
        process,
        by: actor.name().to_owned(),
        at: app.clock.now(),
        state: MigrationState::Previewed,
        plan,
    };
    let audit = told(app, actor.name(), "preview-migration", &migration);
    app.store.add_migration(&migration, &cases, &audit).await?;
    Ok(migration)
}

fn id() -> Result<String, StoreError> {
    let token = new_token().map_err(|error| StoreError::Failed(error.to_string()))?;
    Ok(token.chars().filter(char::is_ascii_alphanumeric).take(ID_LETTERS).collect())
}

fn listed(
    instance: InstanceId,
    state: CaseState,
    change: Option<reglament_core::migration::CaseMove>,
    obstacles: Vec<reglament_core::migration::Obstacle>,
) -> MigrationCase {
    MigrationCase { instance, state, change, obstacles, said: String::new() }
}
