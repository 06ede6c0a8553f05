//! `GET /instances/{instance}`

use axum::Json;
use axum::extract::State;
use axum::http::header::ETAG;
use axum::response::IntoResponse;
use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::calendar::WorkingTime;
use reglament_core::ids::{InstanceId, StepId};
use reglament_core::instance::{Attachment, ClockFigures, File, Instance, SideClock};
use reglament_core::value::Value;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::answer::etag;
use crate::api::case;
use crate::api::docs::ReadProblems;
use crate::api::extract::Names;
use crate::api::problem::Problem;
use crate::app::App;
use crate::auth::Caller;
use crate::dispatch::Reply;

/// A case in full.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseInFull {
    /// Where it stands and what it waits for.
    #[serde(flatten)]
    short: Reply,
    /// When it started.
    #[schema(value_type = String, format = DateTime)]
    started_at: Timestamp,
    /// Who filed it.
    #[schema(example = "portal")]
    started_by: String,
    /// The case data.
    #[schema(value_type = Object)]
    data: Value,
    /// The number of the case that it is about; of a case on paper, if there is none here.
    #[serde(skip_serializing_if = "Option::is_none")]
    linked_to: Option<String>,
    /// The case that called it, by a step of its map.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    caller: Option<InstanceId>,
    /// The cases about this one that the caller may see.
    #[schema(value_type = Vec<String>)]
    linked_cases: Vec<InstanceId>,
    /// How its due date came about, once the term counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    term: Option<TermFigures>,
    /// The deadlines of things within the case, such as the notice of an extension.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    deadlines: Vec<DeadlineInFull>,
    /// The steps completed, in order.
    #[schema(value_type = Vec<String>)]
    path: Vec<StepId>,
    /// The files that colleagues attached; not for who filed the case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<AttachedInFull>,
}

/// due = start + term + paused working time + extension.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TermFigures {
    /// The event whose day is day 0.
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    /// The term in the words of the law.
    #[schema(example = "7 working days")]
    term: String,
    /// The due date without pauses and extension.
    #[schema(value_type = String, format = Date)]
    original_due: Date,
    /// The working time for which the clock stood still.
    #[schema(value_type = u64)]
    paused_seconds: WorkingTime,
    /// How far it was extended, in the unit of the extension.
    extended_days: u32,
}

/// A deadline beside that of the case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeadlineInFull {
    /// Its name in the map.
    #[schema(example = "extension_notice")]
    deadline: String,
    /// `running`, `met` or `breached`.
    state: &'static str,
    /// The event whose day is day 0.
    #[schema(value_type = String, format = DateTime)]
    from: Timestamp,
    /// The due date.
    #[schema(value_type = String, format = Date)]
    due: Date,
    /// When what it is for was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, format = DateTime)]
    done_at: Option<Timestamp>,
}

impl DeadlineInFull {
    fn of((name, clock): (&String, &SideClock)) -> Self {
        Self {
            deadline: name.clone(),
            state: clock.state.name(),
            from: clock.from,
            due: clock.due.date,
            done_at: clock.done_at,
        }
    }
}

/// A file of a case. One that was removed stays listed.
#[derive(Clone, Debug, Serialize, ToSchema)]
struct AttachedInFull {
    /// Its number.
    no: u32,
    /// What it is called.
    #[schema(example = "statement.pdf")]
    name: String,
    /// What it is, by its content.
    #[schema(example = "application/pdf")]
    media_type: String,
    /// How many bytes it has.
    size: u64,
    /// SHA-256 of its bytes, hexadecimal.
    sha256: String,
    /// The number of the file of which it is a later version.
    #[serde(skip_serializing_if = "Option::is_none")]
    version_of: Option<u32>,
    /// Who attached it.
    #[schema(example = "aliya")]
    by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Why it was removed, if it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    removed: Option<String>,
}

impl AttachedInFull {
    fn of((no, attachment): (&u32, &Attachment)) -> Self {
        let Attachment { file, by, at, removed } = attachment.clone();
        let File { name, media_type, size, sha256, version_of } = file;
        let removed = removed.map(|removed| removed.reason);
        Self { no: *no, name, media_type, size, sha256, version_of, by, at, removed }
    }
}

impl CaseInFull {
    fn of(instance: &Instance, linked_cases: Vec<InstanceId>) -> Self {
        Self {
            linked_to: instance.linked_to.clone(),
            caller: instance.caller.as_ref().map(|caller| caller.instance.clone()),
            linked_cases,
            short: Reply::of(instance),
            started_at: instance.started_at,
            started_by: instance.started_by.clone(),
            data: instance.data.clone(),
            term: instance.clock.figures().map(TermFigures::of),
            deadlines: instance.side_clocks.iter().map(DeadlineInFull::of).collect(),
            path: instance.path.clone(),
            attachments: Vec::new(),
        }
    }
}

impl TermFigures {
    fn of(figures: &ClockFigures) -> Self {
        Self {
            from: figures.from,
            term: figures.term.to_string(),
            original_due: figures.original.date,
            paused_seconds: figures.paused,
            extended_days: figures.extended_days,
        }
    }
}

/// Shows a case
///
/// The read is put on record.
#[utoipa::path(
    get, path = "/instances/{instance}", tag = "instances",
    params(("instance" = String, Path, description = "The number of the case")),
    responses(
        (
            status = 200, description = "In full", body = CaseInFull,
            headers(("ETag", description = "Its version")),
        ),
        ReadProblems,
    ),
)]
pub async fn show_instance(
    State(app): State<App>,
    Caller(actor): Caller,
    Names(instance): Names<String>,
) -> Result<impl IntoResponse, Problem> {
    let case = case::for_reading(&app, &actor, &instance.into()).await?;
    let linked = case::linked(&app, &actor, &case.instance.id).await?;
    let mut view = CaseInFull::of(&case.instance, linked);
    if case::reads_notes(&case, &actor) {
        view.attachments = case.instance.attachments.iter().map(AttachedInFull::of).collect();
    }
    Ok(([(ETAG, etag(case.instance.version))], Json(view)))
}
