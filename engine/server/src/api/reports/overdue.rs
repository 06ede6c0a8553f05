//! `GET /reports/overdue`

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use reglament_core::access::{self, Action};
use reglament_core::ids::{InstanceId, ProcessId};
use reglament_core::rows::InstanceRow;
use reglament_store::InstanceFilter;
use serde::Serialize;
use utoipa::ToSchema;

use super::csv::csv;
use crate::api::answer::{LIMIT_MAX, Page, Paging};
use crate::api::docs::ReadProblems;
use crate::api::extract::Params;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::auth::Caller;
use crate::dispatch::{OpenTask, Reply};

/// A table as CSV has at most this many lines.
const LINES_MAX: usize = 100_000;

/// A case that should have ended.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Overdue {
    /// The number of the case.
    #[schema(value_type = String)]
    instance: InstanceId,
    /// Its process.
    #[schema(value_type = String)]
    process: ProcessId,
    /// When it started.
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    /// When its term ended.
    #[schema(value_type = String, format = DateTime)]
    due_at: Timestamp,
    /// Whole hours by the clock since then.
    hours_late: i64,
    /// How many incidents stand.
    incidents: u32,
    /// Where it stands.
    tasks: Vec<OpenTask>,
}

impl Overdue {
    fn of(row: &InstanceRow, now: Timestamp) -> Option<Self> {
        let due_at = row.due_at?;
        Some(Self {
            instance: row.instance.clone(),
            process: row.process.clone(),
            started_at: row.started_at,
            due_at,
            hours_late: now.duration_since(due_at).as_hours(),
            incidents: row.incidents,
            tasks: Reply::of(&row.body).tasks,
        })
    }

    fn line(self) -> Vec<String> {
        let each = |part: fn(&OpenTask) -> String| {
            self.tasks.iter().map(part).collect::<Vec<_>>().join(" ")
        };
        let steps = each(|task| task.step.to_string());
        let holders = each(|task| task.assignee.clone().unwrap_or_default());
        vec![
            self.instance.to_string(),
            self.process.to_string(),
            self.started_at.to_string(),
            self.due_at.to_string(),
            self.hours_late.to_string(),
            self.incidents.to_string(),
            steps,
            holders,
        ]
    }
}

const HEADINGS: [&str; 8] = [
    "instance",
    "process",
    "started_at",
    "due_at",
    "hours_late",
    "incidents",
    "steps",
    "assignees",
];

/// Lists the cases that are late
///
/// As JSON by pages, or with `Accept: text/csv` as one table.
#[utoipa::path(
    get, path = "/reports/overdue", tag = "reports", params(Paging),
    responses(
        (status = 200, description = "The newest first", content(
            (Page<Overdue> = "application/json"), (String = "text/csv"),
        )),
        (status = 406, description = "Neither JSON nor CSV is accepted"),
        ReadProblems,
    ),
)]
pub async fn show_overdue(
    State(app): State<App>,
    Caller(actor): Caller,
    headers: HeaderMap,
    Params(paging): Params<Paging>,
) -> Result<Response, Problem> {
    access::check(&actor, &Action::ReadReports)?;
    if wants_csv(&headers)? {
        return table(&app).await;
    }
    let limit = paging.limit()?;
    let (items, next) = overdue(&app, paging.after.map(Into::into), limit).await?;
    Ok(Page { items, next: next.map(|next| next.to_string()) }.into_response())
}

/// The first of the two forms that the caller names; JSON when it names none.
fn wants_csv(headers: &HeaderMap) -> Result<bool, Problem> {
    let Some(accept) = headers.get(ACCEPT) else { return Ok(false) };
    let accept = accept.to_str().unwrap_or_default();
    for kind in accept.split(',') {
        match kind.split(';').next().unwrap_or_default().trim() {
            "text/csv" => return Ok(true),
            "application/json" | "application/*" | "*/*" | "" => return Ok(false),
            _ => {}
        }
    }
    Err(Problem::new(Code::NotAcceptable, "accept application/json or text/csv"))
}

async fn overdue(
    app: &App,
    before: Option<InstanceId>,
    limit: u32,
) -> Result<(Vec<Overdue>, Option<InstanceId>), Problem> {
    let now = app.clock.now();
    let filter = InstanceFilter { due_before: Some(now), before, limit, ..Default::default() };
    let rows = app.store.instances(&filter).await?;
    let is_full = rows.len() >= limit as usize;
    let next = rows.last().filter(|_| is_full).map(|row| row.instance.clone());
    Ok((rows.iter().filter_map(|row| Overdue::of(row, now)).collect(), next))
}

async fn table(app: &App) -> Result<Response, Problem> {
    let mut rows = vec![HEADINGS.map(str::to_owned).to_vec()];
    let mut before = None;
    while rows.len() < LINES_MAX {
        let (items, next) = overdue(app, before, LIMIT_MAX).await?;
        rows.extend(items.into_iter().map(Overdue::line));
        before = next;
        if before.is_none() {
            break;
        }
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"overdue.csv\""),
    ];
    Ok((headers, csv(rows)).into_response())
}
