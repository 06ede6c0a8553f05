//! `GET /migrations`

use axum::extract::State;
use reglament_core::access::{self, Action};

use super::MigrationInShort;
use crate::api::answer::Page;
use crate::api::docs::ReadProblems;
use crate::api::problem::Problem;
use crate::app::App;
use crate::auth::Caller;

/// Lists the migrations, the newest first
#[utoipa::path(
    get, path = "/migrations", tag = "maps",
    responses(
        (status = 200, description = "All of them", body = Page<MigrationInShort>),
        ReadProblems,
    ),
)]
pub async fn list_migrations(
    State(app): State<App>,
    Caller(actor): Caller,
) -> Result<Page<MigrationInShort>, Problem> {
    access::check(&actor, &Action::MigrateInstance)?;
    let mut items = Vec::new();
    for migration in app.store.migrations(None).await? {
        items.push(MigrationInShort::of(&app, migration).await?);
    }
    Ok(Page { items, next: None })
}
