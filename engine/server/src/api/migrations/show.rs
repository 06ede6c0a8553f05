//! `GET /migrations/{id}/cases`

use axum::extract::State;
use reglament_core::access::{self, Action};
use serde_json::Value;

use crate::api::answer::{Page, Paging};
use crate::api::docs::ReadProblems;
use crate::api::extract::{Names, Params};
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::auth::Caller;

/// Lists the cases of a migration: what changes in each, and what became of it
#[utoipa::path(
    get, path = "/migrations/{id}/cases", tag = "maps",
    params(("id" = String, Path, description = "The identifier of the migration"), Paging),
    responses((status = 200, description = "By number", body = Page<Value>), ReadProblems),
)]
pub async fn show_migration(
    State(app): State<App>,
    Caller(actor): Caller,
    Names(id): Names<String>,
    Params(paging): Params<Paging>,
) -> Result<Page<Value>, Problem> {
    access::check(&actor, &Action::MigrateInstance)?;
    if app.store.migration(&id).await?.is_none() {
        return Err(Problem::new(Code::NotFound, format!("there is no migration `{id}`")));
    }
    let (limit, after) = (paging.limit()?, paging.after.map(Into::into));
    let found = app.store.migration_cases(&id, None, after.as_ref(), limit).await?;
    let is_full = found.len() == limit as usize;
    let next = found.last().filter(|_| is_full).map(|case| case.instance.to_string());
    let items: Result<Vec<Value>, _> = found.iter().map(serde_json::to_value).collect();
    let items = items.map_err(|error| Problem::new(Code::Internal, error.to_string()))?;
    Ok(Page { items, next })
}
