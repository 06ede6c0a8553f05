//! `POST /tasks/{task}/resolve`

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

/// What was found or done.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Findings {
    /// The words.
    #[schema(example = "Адрес подтверждён")]
    note: String,
}

/// Gives a delegated task back
///
/// It goes to whoever delegated it; everybody who worked on it counts for the four-eyes rule.
#[utoipa::path(
    post, path = "/tasks/{task}/resolve", tag = "tasks",
    params(("task" = String, Path, description = "The task"), Conditions),
    request_body = Findings,
    responses((status = 200, description = "It went back", body = Reply), CommandProblems),
)]
pub async fn resolve_delegation(
    State(app): State<App>,
    Names(task): Names<String>,
    asked: Asked<Findings>,
) -> Result<Changed, Problem> {
    let instance = case::instance_of(&task)?;
    case::for_command(&app, &asked.actor, &instance).await?;
    let resolve =
        |body: Findings| Command::ResolveDelegation { task: task.into(), note: body.note };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), resolve).await?))
}
