//! `POST /migrations/{id}/undo`

use axum::Json;
use axum::extract::State;

use super::MigrationInShort;
use crate::api::asked::{Asked, Nothing};
use crate::api::docs::CommandProblems;
use crate::api::extract::Names;
use crate::api::problem::Problem;
use crate::app::App;
use crate::migrations;

/// Moves the cases of a migration back in which nothing has happened since
///
/// It goes on by itself, also after a restart; `GET /migrations` says how far it is.
#[utoipa::path(
    post, path = "/migrations/{id}/undo", tag = "maps", request_body = Nothing,
    params(("id" = String, Path, description = "The identifier of the migration")),
    responses((status = 200, description = "It has begun", body = MigrationInShort), CommandProblems),
)]
pub async fn undo_migration(
    State(app): State<App>,
    Names(id): Names<String>,
    asked: Asked<Nothing>,
) -> Result<Json<MigrationInShort>, Problem> {
    let begun = migrations::undo(&app, &asked.actor, &id).await?;
    Ok(Json(MigrationInShort::of(&app, begun).await?))
}
