//! `POST /instances/{instance}/notice`

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

/// Nothing more is said of it.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeGiven {}

/// Notes that the notice of an extension was handed over
///
/// An applicant without an e-mail address gets it on paper. The clock of the notice stops with this.
#[utoipa::path(
    post, path = "/instances/{instance}/notice", tag = "instances",
    params(("instance" = String, Path, description = "The number of the case"), Conditions),
    request_body = NoticeGiven,
    responses((status = 200, description = "It is noted", body = Reply), CommandProblems),
)]
pub async fn give_notice(
    State(app): State<App>,
    Names(instance): Names<String>,
    asked: Asked<NoticeGiven>,
) -> Result<Changed, Problem> {
    let instance = instance.into();
    case::for_command(&app, &asked.actor, &instance).await?;
    let give = |_: NoticeGiven| Command::GiveNotice;
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), give).await?))
}
