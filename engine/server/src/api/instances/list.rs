//! `GET /instances`

use axum::extract::State;
use jiff::Timestamp;
use reglament_core::access::{self, Action};
use reglament_core::command::Actor;
use reglament_core::ids::{InstanceId, ProcessId};
use reglament_core::rows::InstanceRow;
use reglament_store::InstanceFilter;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::api::answer::{LIMIT_MAX, Page, Paging};
use crate::api::case;
use crate::api::docs::ReadProblems;
use crate::api::extract::Params;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::auth::Caller;

/// At most this many rows are looked at for one page. Who may see few of them gets a short page
/// with a `next`, and never an answer that takes longer the less there is to see.
const ROWS_MAX: u32 = 1_000;

/// Which cases.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Of this process.
    #[param(example = "library-card")]
    process: Option<String>,
    /// `running`, `ended` or `cancelled`.
    #[param(example = "running")]
    state: Option<String>,
    /// Running, with a due date before this moment.
    #[param(format = DateTime)]
    due_before: Option<String>,
    /// How many items, 50 if nothing is said, at most 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// The `next` of the page before.
    after: Option<String>,
}

/// A case in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseInList {
    /// The number of the case.
    #[schema(value_type = String)]
    instance: InstanceId,
    /// Its process.
    #[schema(value_type = String)]
    process: ProcessId,
    /// Its version.
    version: u64,
    /// `running`, `ended` or `cancelled`.
    state: String,
    /// The status that the applicant sees.
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<String>,
    /// When it started.
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Timestamp>,
    /// The moment at which its term ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    due_at: Option<Timestamp>,
    /// The state of its SLA clock.
    clock: String,
    /// How many incidents stand.
    incidents: u32,
}

impl From<InstanceRow> for CaseInList {
    fn from(row: InstanceRow) -> Self {
        Self {
            instance: row.instance,
            process: row.process,
            version: row.version,
            state: row.state,
            status: row.status,
            started_at: row.started_at,
            ended_at: row.ended_at,
            due_at: row.due_at,
            clock: row.clock,
            incidents: row.incidents,
        }
    }
}

/// Lists cases, the newest first
///
/// Officers see the cases that have or had a task of their groups, filing programs their own,
/// supervisors all.
#[utoipa::path(
    get, path = "/instances", tag = "instances", params(Which),
    responses((status = 200, description = "A page of them", body = Page<CaseInList>), ReadProblems),
)]
pub async fn list_instances(
    State(app): State<App>,
    Caller(actor): Caller,
    Params(which): Params<Which>,
) -> Result<Page<CaseInList>, Problem> {
    access::check(&actor, &Action::ListInstances)?;
    let limit = Paging { limit: which.limit, after: None }.limit()?;
    let filter = filter(which)?;
    page(&app, &actor, filter, limit).await
}

fn filter(which: Which) -> Result<InstanceFilter, Problem> {
    if let Some(state) = &which.state
        && !["running", "ended", "cancelled"].contains(&state.as_str())
    {
        return Err(Problem::new(
            Code::InvalidParameter,
            format!("`state` is `{state}`; use running, ended or cancelled"),
        ));
    }
    Ok(InstanceFilter {
        linked_to: None,
        process: which.process.map(Into::into),
        state: which.state,
        due_before: which.due_before.map(|text| moment(&text)).transpose()?,
        before: which.after.map(Into::into),
        limit: LIMIT_MAX,
    })
}

/// A moment in a parameter.
pub fn moment(text: &str) -> Result<Timestamp, Problem> {
    text.parse().map_err(|_| {
        Problem::new(
            Code::InvalidParameter,
            format!("`{text}` is no moment; write it as 2026-11-22T09:00:00Z"),
        )
    })
}

/// Looks through rows until the page is full, the rows end or enough were looked at.
async fn page(
    app: &App,
    actor: &Actor,
    mut filter: InstanceFilter,
    limit: u32,
) -> Result<Page<CaseInList>, Problem> {
    let mut items = Vec::new();
    for _ in 0..ROWS_MAX / LIMIT_MAX {
        let rows = app.store.instances(&filter).await?;
        let is_last = rows.len() < LIMIT_MAX as usize;
        for row in rows {
            filter.before = Some(row.instance.clone());
            if case::may_see(app, actor, &row.body) {
                items.push(CaseInList::from(row));
            }
            if items.len() >= limit as usize {
                return Ok(Page { items, next: next(&filter) });
            }
        }
        if is_last {
            return Ok(Page { items, next: None });
        }
    }
    Ok(Page { items, next: next(&filter) })
}

fn next(filter: &InstanceFilter) -> Option<String> {
    filter.before.as_ref().map(ToString::to_string)
}
