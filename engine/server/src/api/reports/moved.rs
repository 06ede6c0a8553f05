//! `GET /reports/moved-deadlines`

use axum::extract::State;
use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::access::{self, Action};
use reglament_core::calendar::Announcement;
use reglament_core::event::DueDate;
use reglament_core::ids::{InstanceId, ProcessId, StepId};
use reglament_core::text::Texts;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::answer::{Page, Paging};
use crate::api::docs::{ReadProblems, Words};
use crate::api::extract::Params;
use crate::api::problem::Problem;
use crate::app::App;
use crate::auth::Caller;
use crate::deadlines::{self, Moved};

/// An open case whose due dates would move.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MovedCase {
    /// The number of the case.
    #[schema(value_type = String)]
    pub instance: InstanceId,
    /// Its process.
    #[schema(value_type = String)]
    pub process: ProcessId,
    /// What would move.
    pub deadlines: Vec<MovedDeadline>,
}

/// A due date that would move.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MovedDeadline {
    /// The step whose task has it; absent for the due date of the case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub step: Option<StepId>,
    /// The due date it has.
    #[schema(value_type = String, format = DateTime)]
    pub was: Timestamp,
    /// Its day.
    #[schema(value_type = String, format = Date)]
    pub was_date: Date,
    /// The due date by the calendar as it is known now.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// Its day.
    #[schema(value_type = String, format = Date)]
    pub due_date: Date,
    /// What became known since and moves it.
    pub why: Vec<Known>,
}

/// An amendment of the calendar, or the order of a transfer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Known {
    /// The day it became known.
    #[schema(value_type = String, format = Date)]
    pub known_from: Date,
    /// What happened; empty for a transfer.
    #[schema(value_type = Words)]
    pub title: Texts,
    /// The day that became free, of a transfer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub off: Option<Date>,
    /// The day that is worked instead, of a transfer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub work: Option<Date>,
    /// The act or announcement.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cites: Option<String>,
}

impl MovedCase {
    /// What would move in a case.
    pub fn of(moved: Moved) -> Self {
        let clock = moved.recount.clock.into_iter();
        let clock = clock.map(|it| MovedDeadline::of(None, it.was, it.due, it.why));
        let tasks = moved.recount.tasks.into_iter();
        let tasks = tasks.map(|it| MovedDeadline::of(Some(it.step), it.was, it.due, it.why));
        Self {
            instance: moved.case.instance,
            process: moved.case.process,
            deadlines: clock.chain(tasks).collect(),
        }
    }
}

impl MovedDeadline {
    fn of(step: Option<StepId>, was: DueDate, due: DueDate, why: Vec<Announcement>) -> Self {
        Self {
            step,
            was: was.at,
            was_date: was.date,
            due: due.at,
            due_date: due.date,
            why: why.into_iter().map(Known::of).collect(),
        }
    }
}

impl Known {
    fn of(it: Announcement) -> Self {
        Self {
            known_from: it.known_from,
            title: it.title,
            off: it.transfer.map(|(off, _)| off),
            work: it.transfer.map(|(_, work)| work),
            cites: it.cites,
        }
    }
}

/// Lists the open cases whose due dates would move
///
/// An amendment of a calendar moves no due date by itself; `POST /instances/{instance}/recount` does.
#[utoipa::path(
    get, path = "/reports/moved-deadlines", tag = "reports", params(Paging),
    responses(
        (status = 200, description = "The newest first", body = Page<MovedCase>),
        ReadProblems,
    ),
)]
pub async fn show_moved_deadlines(
    State(app): State<App>,
    Caller(actor): Caller,
    Params(paging): Params<Paging>,
) -> Result<Page<MovedCase>, Problem> {
    access::check(&actor, &Action::ReadReports)?;
    let (limit, before) = (paging.limit()? as usize, paging.after.map(Into::into));
    let (store, catalogue) = (app.store.as_ref(), app.catalogue());
    let (found, next) = deadlines::moved(store, &catalogue, app.clock.now(), before, limit).await?;
    let items = found.into_iter().map(MovedCase::of).collect();
    Ok(Page { items, next: next.map(|next| next.to_string()) })
}
