//! `POST /tasks/{task}/recall`

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

/// Why a decision is taken back.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Recall {
    /// The words.
    #[schema(example = "Выбрано не то основание")]
    reason: String,
}

/// Takes a held decision back
///
/// Where the map says `recall`, a decision is held for some minutes before anything follows from it. Until
/// `held_until` whoever made it, or a supervisor, takes it back, and the task stands open as before.
#[utoipa::path(
    post, path = "/tasks/{task}/recall", tag = "tasks",
    params(("task" = String, Path, description = "The task"), Conditions),
    request_body = Recall,
    responses((status = 200, description = "The task is open again", body = Reply), CommandProblems),
)]
pub async fn recall_decision(
    State(app): State<App>,
    Names(task): Names<String>,
    asked: Asked<Recall>,
) -> Result<Changed, Problem> {
    let instance = case::instance_of(&task)?;
    case::for_command(&app, &asked.actor, &instance).await?;
    let recall = |body: Recall| Command::RecallDecision { task: task.into(), reason: body.reason };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), recall).await?))
}
