//! `POST /instances/{instance}/incidents/{incident}/retry`

use axum::extract::State;
use reglament_core::command::Command;

use crate::api::answer::Changed;
use crate::api::asked::{Asked, Nothing};
use crate::api::case;
use crate::api::docs::{CommandProblems, Conditions};
use crate::api::extract::Names;
use crate::api::problem::Problem;
use crate::app::App;
use crate::dispatch::{Reply, Target};

/// Tries again what an incident stopped
#[utoipa::path(
    post, path = "/instances/{instance}/incidents/{incident}/retry", tag = "instances",
    params(
        ("instance" = String, Path, description = "The number of the case"),
        ("incident" = String, Path, description = "The incident"),
        Conditions,
    ),
    request_body = Nothing,
    responses((status = 200, description = "It is tried again", body = Reply), CommandProblems),
)]
pub async fn retry_incident(
    State(app): State<App>,
    Names((instance, incident)): Names<(String, String)>,
    asked: Asked<Nothing>,
) -> Result<Changed, Problem> {
    let instance = instance.into();
    case::for_command(&app, &asked.actor, &instance).await?;
    let retry = |_| Command::RetryIncident { incident: incident.into() };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), retry).await?))
}
