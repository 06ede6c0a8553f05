//! `POST /tasks/{task}/claim`

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

/// Takes a task
#[utoipa::path(
    post, path = "/tasks/{task}/claim", tag = "tasks",
    params(("task" = String, Path, description = "The task"), Conditions),
    request_body = Nothing,
    responses((status = 200, description = "It is yours", body = Reply), CommandProblems),
)]
pub async fn claim_task(
    State(app): State<App>,
    Names(task): Names<String>,
    asked: Asked<Nothing>,
) -> Result<Changed, Problem> {
    let instance = case::instance_of(&task)?;
    case::for_command(&app, &asked.actor, &instance).await?;
    let claim = |_| Command::ClaimTask { task: task.into() };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), claim).await?))
}
