//! Completes a task with what was typed. Whatever stands in the way, nothing typed is lost.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use reglament_core::command::Command;
use reglament_core::ids::TaskId;
use reglament_core::rejection::{Rejection, RejectionCode};

use super::build::{Attempt, Open, build, gone, open, user_task};
use super::{claim, conflict, typed};
use crate::dispatch::{DispatchError, OpenTask, Target};
use crate::pages::error::PageError;
use crate::pages::form::{self, change_rows};
use crate::pages::inbox::Notice;
use crate::pages::visit::{PageResult, Posted};
use crate::texts::say;

/// Completes the task, or shows the form again: with another row, or with what is wrong.
pub async fn complete(Path(task): Path<String>, posted: Posted) -> PageResult {
    let id = TaskId::from(task.clone());
    let Some(found) = open(&posted.visit, &id).await? else { return again_or_gone(&posted, &task) };
    if let Some(button) = posted.pairs.get("rows") {
        return rows(&posted, &found, button).await;
    }
    let step = user_task(&found).ok_or(PageError::NotFound)?;
    let asked = form::asked(&found.process.definition, &step.form);
    let completion = typed::completion(step, &asked, &posted.pairs, &found.case.data);
    let version = posted.pairs.get("version").and_then(|version| version.parse().ok());
    let visit = &posted.visit;
    let sent = visit.app.dispatcher.dispatch(
        Target::Instance(found.case.id.clone()),
        Command::CompleteTask { task: id, completion },
        visit.actor(),
        posted.options(version),
    );
    match sent.await {
        Ok(reply) => {
            let held = |open: &OpenTask| open.task == task && open.held_until.is_some();
            Ok(done(&task, if reply.tasks.iter().any(held) { "held" } else { "completed" }))
        }
        Err(DispatchError::Rejected(refused)) if refused.code == RejectionCode::NoSuchTask => {
            gone(&task)
        }
        Err(DispatchError::Rejected(refused)) => refuse(&posted, &found, &refused).await,
        Err(DispatchError::VersionMismatch { .. } | DispatchError::Contended) => {
            // Read again: the case at hand may be from before the change.
            let now = open(&posted.visit, &TaskId::from(task.clone())).await?.unwrap_or(found);
            conflict::show(&posted, &now).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A second click on a form that was carried out: the same answer again, not "the task is gone".
fn again_or_gone(posted: &Posted, task: &str) -> PageResult {
    if posted.pairs.get("outcome").is_some() { Ok(done(task, "completed")) } else { gone(task) }
}

fn done(task: &str, what: &str) -> Response {
    let case = task.rsplit_once('.').map_or(task, |(case, _)| case);
    Redirect::to(&format!("/instances/{case}?done={what}")).into_response()
}

/// The form again with one row more or less.
async fn rows(posted: &Posted, open: &Open, button: &str) -> PageResult {
    let step = user_task(open).ok_or(PageError::NotFound)?;
    let asked = form::asked(&open.process.definition, &step.form);
    let mut data = form::read(&asked, &posted.pairs, &open.case.data, true);
    change_rows(&asked, &mut data, button);
    show(posted, open, StatusCode::OK, Attempt { data: Some(data), ..Attempt::default() }).await
}

/// The form again, with what is wrong.
pub async fn refuse(posted: &Posted, open: &Open, refused: &Rejection) -> PageResult {
    let lang = posted.visit.lang;
    let status = match refused.code {
        RejectionCode::AlreadyClaimed | RejectionCode::NotClaimed => StatusCode::CONFLICT,
        RejectionCode::FourEyes | RejectionCode::NotCandidate | RejectionCode::Forbidden => {
            StatusCode::FORBIDDEN
        }
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let at_fields = matches!(
        refused.code,
        RejectionCode::InvalidData
            | RejectionCode::UnknownCase
            | RejectionCode::DocumentsIncomplete
            | RejectionCode::DocumentExpired
            | RejectionCode::GroundRequired
            | RejectionCode::ReasonRequired
    );
    let words = claim::words(&posted.visit, open, refused).await?;
    let notice = Notice::failed(say(lang, "task-not-completed", &[]), words);
    let notice = (!at_fields || refused.fields.is_empty()).then_some(notice);
    let attempt = Attempt { refused: Some(refused), notice, ..Attempt::default() };
    show(posted, open, status, attempt).await
}

async fn show(
    posted: &Posted,
    open: &Open,
    status: StatusCode,
    attempt: Attempt<'_>,
) -> PageResult {
    let step = user_task(open).ok_or(PageError::NotFound)?;
    let asked = form::asked(&open.process.definition, &step.form);
    let read = || form::read(&asked, &posted.pairs, &open.case.data, true);
    let data = attempt.data.unwrap_or_else(read);
    let attempt = Attempt { pairs: Some(&posted.pairs), data: Some(data), ..attempt };
    let page = build(&posted.visit, open, attempt).await?;
    posted.visit.page_with(status, &page)
}
