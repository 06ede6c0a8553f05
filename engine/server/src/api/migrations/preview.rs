//! `POST /migrations`

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Json, response::IntoResponse};
use reglament_core::ids::InstanceId;
use reglament_core::migration::MigrationPlan;
use serde::Deserialize;
use utoipa::ToSchema;

use super::MigrationInShort;
use crate::api::asked::Asked;
use crate::api::docs::CommandProblems;
use crate::api::problem::Problem;
use crate::app::App;
use crate::migrations;

/// Which cases go where.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMigration {
    /// The editions `from` and `to`, the `steps` and `fields` that get other names, and `clock`: `recount` or
    /// `keep`.
    #[schema(value_type = Value)]
    pub plan: MigrationPlan,
    /// These cases alone; all of the edition when absent.
    #[schema(value_type = Option<Vec<String>>)]
    pub cases: Option<Vec<InstanceId>>,
}

/// Lists what moving the running cases of an edition to another one changes
///
/// Nothing is moved. `GET /migrations/{id}/cases` has the list.
#[utoipa::path(
    post, path = "/migrations", tag = "maps", request_body = NewMigration,
    responses(
        (status = 201, description = "The list was made", body = MigrationInShort),
        CommandProblems,
    ),
)]
pub async fn preview_migration(
    State(app): State<App>,
    asked: Asked<NewMigration>,
) -> Result<impl IntoResponse, Problem> {
    let NewMigration { plan, cases } = asked.body;
    let made = migrations::preview(&app, &asked.actor, plan, cases.as_deref()).await?;
    Ok((StatusCode::CREATED, Json(MigrationInShort::of(&app, made).await?)))
}
