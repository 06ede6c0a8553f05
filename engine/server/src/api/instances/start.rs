//! `POST /instances`

use axum::extract::State;
use reglament_core::command::Command;
use reglament_core::ids::ProcessId;
use reglament_core::value::Value;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::answer::Created;
use crate::api::asked::Asked;
use crate::api::docs::{CommandProblems, Conditions};
use crate::api::problem::Problem;
use crate::app::App;
use crate::dispatch::{Reply, Target};

/// An application.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Application {
    /// The process.
    #[schema(value_type = String, example = "library-card")]
    process: ProcessId,
    /// The case data, as the definition asks for it.
    #[serde(default)]
    #[schema(value_type = Object)]
    data: Value,
}

/// Starts a case
#[utoipa::path(
    post, path = "/instances", tag = "instances", params(Conditions), request_body = Application,
    responses(
        (
            status = 201, description = "It runs", body = Reply,
            headers(("Location", description = "The case"), ("ETag", description = "Its version")),
        ),
        CommandProblems,
    ),
)]
pub async fn start_instance(
    State(app): State<App>,
    asked: Asked<Application>,
) -> Result<Created, Problem> {
    let target = Target::New(asked.body.process.clone());
    let start = |body: Application| Command::Start { data: body.data, caller: None };
    Ok(Created(asked.dispatch(&app, target, start).await?))
}
