//! Takes a held decision back.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use reglament_core::command::Command;
use reglament_core::ids::TaskId;

use super::build::{gone, open};
use super::claim::{not_taken, send};
use crate::dispatch::DispatchError;
use crate::pages::visit::{PageResult, Posted};

/// Takes the decision back and shows the task; says why when it has taken effect.
pub async fn recall(Path(task): Path<String>, posted: Posted) -> PageResult {
    let id = TaskId::from(task.clone());
    let Some(found) = open(&posted.visit, &id).await? else { return gone(&task) };
    let reason = posted.pairs.get("reason").unwrap_or_default().to_owned();
    match send(&posted, &found, Command::RecallDecision { task: id, reason }).await {
        Ok(()) => Ok(Redirect::to(&format!("/tasks/{task}")).into_response()),
        Err(DispatchError::Rejected(refused)) => not_taken(&posted, &found, &refused).await,
        Err(error) => Err(error.into()),
    }
}
