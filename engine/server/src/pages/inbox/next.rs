//! «Take the next one»: the most urgent task that this person may take, in one claim that either holds
//! or goes on to the next task.

use axum::response::{IntoResponse, Redirect};
use reglament_core::access::{Action, TaskFacts, check};
use reglament_core::command::Command;
use reglament_core::instance::Priority;
use reglament_core::rows::TaskRow;
use reglament_store::{StoreError, TaskFilter};

use super::find::Whose;
use crate::dispatch::{DispatchError, Reply, Target};
use crate::pages::error::PageError;
use crate::pages::names;
use crate::pages::visit::{PageResult, Posted, Visit};

/// So many tasks are read at a time.
const AT_A_TIME: u32 = 32;
/// So often the list is read anew: colleagues may have taken what it held.
const READ_MAX: usize = 8;
/// The most urgent first; at last whatever is due.
const URGENCY: [Option<Priority>; 3] = [Some(Priority::Urgent), Some(Priority::High), None];

/// Takes the next task and shows it.
pub async fn next(posted: Posted) -> PageResult {
    let options = posted.options(None);
    if let Some(key) = &options.idempotency
        && let Some(reply) = posted.visit.app.dispatcher.started_under(key).await?
    {
        return Ok(to(&posted.visit, &reply));
    }
    for urgency in URGENCY {
        if let Some(reply) = take(&posted, urgency).await? {
            return Ok(to(&posted.visit, &reply));
        }
    }
    Ok(Redirect::to("/tasks?tab=units&done=none").into_response())
}

/// Takes the first of these tasks that is still free.
async fn take(posted: &Posted, priority: Option<Priority>) -> Result<Option<Reply>, PageError> {
    let visit = &posted.visit;
    let filter =
        TaskFilter { unclaimed: true, priority, limit: AT_A_TIME, ..Whose::Units.filter(visit) };
    let mut after = None;
    for _ in 0..READ_MAX {
        let filter = TaskFilter { after: after.take(), ..filter.clone() };
        let tasks = visit.app.store.tasks(&filter).await?;
        for task in &tasks {
            if is_free(visit, task).await?
                && let Some(reply) = claim(posted, task).await?
            {
                return Ok(Some(reply));
            }
        }
        if tasks.len() < AT_A_TIME as usize {
            return Ok(None);
        }
        after = tasks.last().map(reglament_store::TaskPlace::of);
    }
    Ok(None)
}

/// Whether the person may take the task, as far as is known here: what four eyes forbid is passed over
/// without a refusal on record.
async fn is_free(visit: &Visit, task: &TaskRow) -> Result<bool, StoreError> {
    let Some(process) = names::process(&visit.app.catalogue(), &task.edition) else {
        return Ok(false);
    };
    let Some(case) = visit.app.dispatcher.known(&task.instance).await? else { return Ok(false) };
    let others = process.other_people(&case, &task.step, names::scope_of(&case, &task.task));
    let facts = TaskFacts::of_row(task, &others);
    Ok(check(&visit.actor(), &Action::ClaimTask(&facts)).is_ok())
}

/// Claims it; none when somebody else was first.
async fn claim(posted: &Posted, task: &TaskRow) -> Result<Option<Reply>, PageError> {
    let visit = &posted.visit;
    let (target, command) =
        (Target::Instance(task.instance.clone()), Command::ClaimTask { task: task.task.clone() });
    let options = posted.options(None);
    let sent = visit.app.dispatcher.dispatch(target, command, visit.actor(), options).await;
    match sent {
        Ok(reply) => Ok(Some(reply)),
        Err(DispatchError::Rejected(_) | DispatchError::NoSuchInstance(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The task that was taken: the one of the case that this person has.
fn to(visit: &Visit, reply: &Reply) -> axum::response::Response {
    let own = |task: &&crate::dispatch::OpenTask| {
        task.assignee.as_deref() == Some(visit.by.person.person.as_str())
    };
    let task = reply.tasks.iter().rev().find(own);
    let href = task.map_or_else(
        || format!("/instances/{}", reply.instance),
        |task| format!("/tasks/{}", task.task),
    );
    Redirect::to(&href).into_response()
}
