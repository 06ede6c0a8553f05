//! `GET /instances/{instance}/history`

use axum::extract::State;
use jiff::Timestamp;
use reglament_core::event::{Event, Recorded};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::answer::{Page, Paging};
use crate::api::case;
use crate::api::docs::ReadProblems;
use crate::api::extract::{Names, Params};
use crate::api::problem::Problem;
use crate::app::App;
use crate::auth::Caller;

/// Something that happened to a case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Happened {
    /// 1, 2, 3 … without a gap.
    seq: u64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Who.
    #[schema(example = "aliya")]
    by: String,
    /// What: `type` names the kind of the event, the rest is its content.
    #[schema(value_type = Object)]
    event: Event,
}

impl From<Recorded> for Happened {
    fn from(recorded: Recorded) -> Self {
        let Recorded { seq, at, by, event } = recorded;
        Self { seq, at, by, event }
    }
}

/// Shows the history of a case
///
/// The read is put on record.
#[utoipa::path(
    get, path = "/instances/{instance}/history", tag = "instances",
    params(("instance" = String, Path, description = "The number of the case"), Paging),
    responses(
        (status = 200, description = "Its events, in order", body = Page<Happened>), ReadProblems,
    ),
)]
pub async fn show_history(
    State(app): State<App>,
    Caller(actor): Caller,
    Names(instance): Names<String>,
    Params(paging): Params<Paging>,
) -> Result<Page<Happened>, Problem> {
    let (limit, after) = (paging.limit()?, paging.place()?);
    let case = case::for_reading(&app, &actor, &instance.into()).await?;
    let events = app.store.events(&case.instance.id, after, limit).await?;
    let last = events.last().map(|event| event.seq);
    let seen = case::reads_notes(&case, &actor);
    let shown = events.into_iter().filter(|event| seen || !event.event.is_internal());
    let next = last.filter(|seq| *seq < case.instance.version).map(|seq| seq.to_string());
    Ok(Page { items: shown.map(Happened::from).collect(), next })
}
