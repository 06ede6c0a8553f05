//! `GET /instances/{instance}/attachments/{no}` and `POST …/{no}/remove`

use axum::extract::State;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use reglament_core::command::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::answer::Changed;
use crate::api::asked::Asked;
use crate::api::case;
use crate::api::docs::{CommandProblems, Conditions, ReadProblems};
use crate::api::extract::Names;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::attachments;
use crate::auth::Caller;
use crate::dispatch::{Reply, Target};

/// Shows a file of a case
///
/// The read of its case is put on record. A file that was removed is not shown any more.
#[utoipa::path(
    get, path = "/instances/{instance}/attachments/{no}", tag = "instances",
    params(
        ("instance" = String, Path, description = "The number of the case"),
        ("no" = u32, Path, description = "The number of the file in it"),
    ),
    responses(
        (
            status = 200, description = "Its bytes", body = Vec<u8>,
            content_type = "application/octet-stream"
        ),
        ReadProblems,
    ),
)]
pub async fn show_attachment(
    State(app): State<App>,
    Caller(actor): Caller,
    Names((instance, no)): Names<(String, u32)>,
) -> Result<Response, Problem> {
    let instance = instance.into();
    let absent = || Problem::new(Code::NotFound, "the case has no such file, or it was removed");
    let seen = case::for_reading(&app, &actor, &instance).await?;
    let notes = case::reads_notes(&seen, &actor);
    let found =
        seen.instance.attachments.get(&no).filter(|_| notes).filter(|it| it.removed.is_none());
    let file = found.map(|attachment| &attachment.file).ok_or_else(absent)?;
    let content = app.store.attachment(&instance, &file.sha256).await?.ok_or_else(absent)?;
    // The name is the sender's: it stands encoded, and no browser shows what it is not told to show.
    let named = format!("attachment; filename*=UTF-8''{}", attachments::encoded(&file.name));
    let kind = "application/octet-stream".to_owned();
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, named)], content).into_response())
}

/// Why a file is removed.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Removal {
    /// The reason.
    #[schema(example = "Приложен по ошибке")]
    reason: String,
}

/// Removes a file of a case
///
/// It stays listed, struck through, with the reason. Who attached it or a supervisor may do this.
#[utoipa::path(
    post, path = "/instances/{instance}/attachments/{no}/remove", tag = "instances",
    params(
        ("instance" = String, Path, description = "The number of the case"),
        ("no" = u32, Path, description = "The number of the file in it"),
        Conditions,
    ),
    request_body = Removal,
    responses((status = 200, description = "It is removed", body = Reply), CommandProblems),
)]
pub async fn remove_attachment(
    State(app): State<App>,
    Names((instance, no)): Names<(String, u32)>,
    asked: Asked<Removal>,
) -> Result<Changed, Problem> {
    let instance = instance.into();
    case::for_command(&app, &asked.actor, &instance).await?;
    let remove = |body: Removal| Command::RemoveAttachment { no, reason: body.reason };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), remove).await?))
}
