//! `POST /instances/{instance}/recount`

use axum::extract::State;
use reglament_core::command::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::answer::Changed;
use crate::api::asked::Asked;
use crate::api::case;
use crate::api::docs::{CommandProblems, Conditions};
use crate::api::extract::Names;
use crate::api::problem::Problem;
use crate::app::App;
use crate::dispatch::{Reply, Target};

/// Nothing more needs to be said.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recounting {}

/// Counts the due dates of a case anew
///
/// By the calendar as it is known now. `GET /reports/moved-deadlines` lists the cases in which they move.
#[utoipa::path(
    post, path = "/instances/{instance}/recount", tag = "instances",
    params(("instance" = String, Path, description = "The number of the case"), Conditions),
    request_body = Recounting,
    responses((status = 200, description = "The due dates moved", body = Reply), CommandProblems),
)]
pub async fn recount_deadlines(
    State(app): State<App>,
    Names(instance): Names<String>,
    asked: Asked<Recounting>,
) -> Result<Changed, Problem> {
    let instance = instance.into();
    case::for_command(&app, &asked.actor, &instance).await?;
    let recount = |_: Recounting| Command::Recount;
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), recount).await?))
}
