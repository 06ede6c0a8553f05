//! `POST /tasks/{task}/priority`

use axum::extract::State;
use reglament_core::command::Command;
use reglament_core::instance::Priority;
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

/// How urgent the task is.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Urgency {
    /// `normal`, `high` or `urgent`.
    #[schema(value_type = String, example = "high")]
    priority: Priority,
}

/// Says how urgent a task is
///
/// A supervisor of its office or the head of its group may do this. Its due date stays.
#[utoipa::path(
    post, path = "/tasks/{task}/priority", tag = "tasks",
    params(("task" = String, Path, description = "The task"), Conditions),
    request_body = Urgency,
    responses((status = 200, description = "It is so", body = Reply), CommandProblems),
)]
pub async fn set_priority(
    State(app): State<App>,
    Names(task): Names<String>,
    asked: Asked<Urgency>,
) -> Result<Changed, Problem> {
    let instance = case::instance_of(&task)?;
    case::for_command(&app, &asked.actor, &instance).await?;
    let prioritise =
        |body: Urgency| Command::SetPriority { task: task.into(), priority: body.priority };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), prioritise).await?))
}
