//! `POST /tasks/{task}/unclaim`

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

/// Gives a task back
#[utoipa::path(
    post, path = "/tasks/{task}/unclaim", tag = "tasks",
    params(("task" = String, Path, description = "The task"), Conditions),
    request_body = Nothing,
    responses((status = 200, description = "It is free", body = Reply), CommandProblems),
)]
pub async fn unclaim_task(
    State(app): State<App>,
    Names(task): Names<String>,
    asked: Asked<Nothing>,
) -> Result<Changed, Problem> {
    let instance = case::instance_of(&task)?;
    case::for_command(&app, &asked.actor, &instance).await?;
    let unclaim = |_| Command::UnclaimTask { task: task.into() };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), unclaim).await?))
}
