//! `POST /instances/{instance}/cancel`

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

/// Why a case is cancelled.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Cancellation {
    /// The reason; it stays in the history.
    #[schema(example = "Filed twice by mistake")]
    reason: String,
}

/// Cancels a case
#[utoipa::path(
    post, path = "/instances/{instance}/cancel", tag = "instances",
    params(("instance" = String, Path, description = "The number of the case"), Conditions),
    request_body = Cancellation,
    responses((status = 200, description = "It is cancelled", body = Reply), CommandProblems),
)]
pub async fn cancel_instance(
    State(app): State<App>,
    Names(instance): Names<String>,
    asked: Asked<Cancellation>,
) -> Result<Changed, Problem> {
    let instance = instance.into();
    case::for_command(&app, &asked.actor, &instance).await?;
    let cancel = |body: Cancellation| Command::Cancel { reason: body.reason };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), cancel).await?))
}
