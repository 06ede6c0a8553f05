//! `POST /tasks/{task}/delegate`

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

/// Who works on the task, and what they are to do.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Delegation {
    /// The person.
    #[schema(value_type = String, example = "bolat")]
    to: PersonId,
    /// What they are to do.
    #[schema(example = "Проверьте адрес по реестру")]
    note: String,
}

/// Has somebody work on a task
///
/// Whoever has it stays answerable: it comes back to them. Its clock runs on.
#[utoipa::path(
    post, path = "/tasks/{task}/delegate", tag = "tasks",
    params(("task" = String, Path, description = "The task"), Conditions),
    request_body = Delegation,
    responses((status = 200, description = "They work on it", body = Reply), CommandProblems),
)]
pub async fn delegate_task(
    State(app): State<App>,
    Names(task): Names<String>,
    asked: Asked<Delegation>,
) -> Result<Changed, Problem> {
    let instance = case::instance_of(&task)?;
    case::for_command(&app, &asked.actor, &instance).await?;
    let candidate = app.candidate(&asked.body.to).await?;
    let delegate =
        |Delegation { to, note }| Command::DelegateTask { task: task.into(), to, candidate, note };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), delegate).await?))
}
