//! Takes a task and gives it back.

use axum::extract::Path;
use axum::response::{IntoResponse, Redirect};
use reglament_core::command::Command;
use reglament_core::ids::TaskId;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_core::text::Lang;
use serde::Serialize;

use super::build::{Open, gone, open};
use super::draft;
use crate::api::problem::Code;
use crate::dispatch::{DispatchError, Target};
use crate::pages::error::PageError;
use crate::pages::format;
use crate::pages::names::People;
use crate::pages::refusal;
use crate::pages::render::View;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::texts::say;

/// The page for a task that could not be taken.
#[derive(Clone, Debug, Serialize)]
pub struct TakenPage {
    /// What happened, in short.
    pub heading: String,
    /// Who has it and since when, or why it may not be taken.
    pub words: String,
    /// The inbox, where the person was.
    pub back: String,
    /// The case page.
    pub case_href: String,
    /// The number of the case.
    pub number: String,
}

impl View for TakenPage {
    const TEMPLATE: &'static str = "taken";

    fn title(&self, _: Lang) -> String {
        self.heading.clone()
    }
}

/// Takes the task and shows it; if somebody else has it, says who and since when.
pub async fn claim(Path(task): Path<String>, posted: Posted) -> PageResult {
    let id = TaskId::from(task.clone());
    let Some(found) = open(&posted.visit, &id).await? else { return gone(&task) };
    match send(&posted, &found, Command::ClaimTask { task: id.clone() }).await {
        Ok(()) => Ok(Redirect::to(&format!("/tasks/{task}")).into_response()),
        Err(DispatchError::Rejected(refused)) if refused.code == RejectionCode::NoSuchTask => {
            gone(&task)
        }
        Err(DispatchError::Rejected(refused)) => {
            // Read again: the row at hand is from before the other person took it.
            let now = open(&posted.visit, &id).await?.unwrap_or(found);
            not_taken(&posted, &now, &refused).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Gives the task back and shows the inbox.
pub async fn unclaim(Path(task): Path<String>, posted: Posted) -> PageResult {
    let id = TaskId::from(task.clone());
    let Some(found) = open(&posted.visit, &id).await? else { return gone(&task) };
    if let Some(page) = draft::question(&posted, &found).await? {
        return posted.visit.page(&page);
    }
    match send(&posted, &found, Command::UnclaimTask { task: id.clone() }).await {
        Ok(()) => {
            draft::part(&posted, &id).await?;
            Ok(Redirect::to("/tasks?tab=units&done=unclaimed").into_response())
        }
        Err(DispatchError::Rejected(refused)) => not_taken(&posted, &found, &refused).await,
        Err(error) => Err(error.into()),
    }
}

/// Sends a command of this form.
pub(super) async fn send(
    posted: &Posted,
    open: &Open,
    command: Command,
) -> Result<(), DispatchError> {
    let target = Target::Instance(open.case.id.clone());
    let visit = &posted.visit;
    let sent = visit.app.dispatcher.dispatch(target, command, visit.actor(), posted.options(None));
    sent.await.map(|_| ())
}

/// Says why the task was not changed.
pub(super) async fn not_taken(posted: &Posted, open: &Open, refused: &Rejection) -> PageResult {
    let visit = &posted.visit;
    let page = TakenPage {
        heading: say(visit.lang, "taken-title", &[]),
        words: words(visit, open, refused).await?,
        back: posted.back().unwrap_or("/tasks").to_owned(),
        case_href: format!("/instances/{}", open.case.id),
        number: open.case.id.to_string(),
    };
    visit.page_with(Code::Rejected(refused.code).status(), &page)
}

/// Who has the task and since when; for other refusals, why.
pub async fn words(visit: &Visit, open: &Open, refused: &Rejection) -> Result<String, PageError> {
    let holder = open.row.assignee.as_ref().filter(|_| refused.holder.is_some());
    let (Some(holder), Some(since)) = (holder, open.row.claimed_at) else {
        let roster = visit.app.roster().await?;
        return Ok(refusal::why(visit.lang, &roster, Some(&open.process), refused));
    };
    let people = People::of(&visit.app.store, [holder].into_iter()).await?;
    let zone = open.process.calendar.zone();
    let when = format::recent(visit.lang, since, visit.now(), zone);
    let args = [("person", people.name(holder.as_str()).into()), ("when", when.into())];
    Ok(say(visit.lang, "taken-by", &args))
}
