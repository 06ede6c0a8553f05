//! `POST /instances/{instance}/comments`

use axum::extract::State;
use reglament_core::command::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::answer::Changed;
use crate::api::asked::Asked;
use crate::api::case;
use crate::api::docs::{CommandProblems, Conditions};
use crate::api::extract::Names;
use crate::api::problem::Problem;
use crate::app::App;
use crate::dispatch::{Reply, Target};

/// A comment for colleagues.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// The words.
    #[schema(example = "Заявитель звонил, просит ускорить")]
    text: String,
}

/// Comments on a case
///
/// A comment is internal: it stands in the history and never leaves the organisation.
#[utoipa::path(
    post, path = "/instances/{instance}/comments", tag = "instances",
    params(("instance" = String, Path, description = "The number of the case"), Conditions),
    request_body = Comment,
    responses((status = 200, description = "It is noted", body = Reply), CommandProblems),
)]
pub async fn comment(
    State(app): State<App>,
    Names(instance): Names<String>,
    asked: Asked<Comment>,
) -> Result<Changed, Problem> {
    let instance = instance.into();
    case::for_command(&app, &asked.actor, &instance).await?;
    let comment = |body: Comment| Command::Comment { text: body.text };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), comment).await?))
}
