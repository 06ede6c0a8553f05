//! `POST /tasks/{task}/assign`

use axum::extract::State;
use reglament_core::command::Command;
use reglament_core::ids::PersonId;
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

/// Who gets the task.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The person.
    #[schema(value_type = String, example = "aliya")]
    to: PersonId,
}

/// Gives a task to somebody
///
/// A supervisor of its office, the head of its group, or whoever has it may do this; the person is of its
/// group and office, is there, and performed no step that this one checks.
#[utoipa::path(
    post, path = "/tasks/{task}/assign", tag = "tasks",
    params(("task" = String, Path, description = "The task"), Conditions),
    request_body = Assignment,
    responses((status = 200, description = "They have it", body = Reply), CommandProblems),
)]
pub async fn assign_task(
    State(app): State<App>,
    Names(task): Names<String>,
    asked: Asked<Assignment>,
) -> Result<Changed, Problem> {
    let instance = case::instance_of(&task)?;
    case::for_command(&app, &asked.actor, &instance).await?;
    let candidate = app.candidate(&asked.body.to).await?;
    let assign =
        |body: Assignment| Command::AssignTask { task: task.into(), to: body.to, candidate };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), assign).await?))
}
