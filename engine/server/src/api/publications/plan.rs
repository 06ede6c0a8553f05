//! `POST /publications/plan`

use axum::Json;
use axum::extract::State;
use serde_json::Value;

use super::Files;
use crate::api::asked::Asked;
use crate::api::docs::CommandProblems;
use crate::api::problem::{Code, Problem};
use crate::app::App;

/// Works out what publishing a map would do
///
/// Nothing is changed: the edition, the running cases by edition and step, how many of them could be moved to
/// it and how many due dates would move then.
#[utoipa::path(
    post, path = "/publications/plan", tag = "maps", request_body = Files,
    responses((status = 200, description = "What it would do", body = Value), CommandProblems),
)]
pub async fn plan_publication(
    State(app): State<App>,
    asked: Asked<Files>,
) -> Result<Json<Value>, Problem> {
    let map = asked.body.map()?;
    let plan = app.editions.plan(&app, &asked.actor, &map).await?;
    let value = serde_json::to_value(plan);
    value.map(Json).map_err(|error| Problem::new(Code::Internal, error.to_string()))
}
