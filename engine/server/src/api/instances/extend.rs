//! `POST /instances/{instance}/extend`

use axum::extract::State;
use reglament_core::command::{Command, ExtensionRequest};
use reglament_core::text::Texts;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::answer::Changed;
use crate::api::asked::Asked;
use crate::api::case;
use crate::api::docs::{CommandProblems, Conditions, Words};
use crate::api::extract::Names;
use crate::api::problem::Problem;
use crate::app::App;
use crate::dispatch::{Reply, Target};

/// How far the deadline is extended, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// How many units of the extension's term, such as calendar days in `30 calendar days`.
    #[schema(example = 10, minimum = 1)]
    days: u32,
    /// Why; the applicant is told.
    #[serde(default)]
    #[schema(value_type = Words)]
    reason: Texts,
}

impl From<Extension> for ExtensionRequest {
    fn from(extension: Extension) -> Self {
        Self { days: extension.days, reason: extension.reason }
    }
}

/// Extends the deadline of a case
#[utoipa::path(
    post, path = "/instances/{instance}/extend", tag = "instances",
    params(("instance" = String, Path, description = "The number of the case"), Conditions),
    request_body = Extension,
    responses((status = 200, description = "It is extended", body = Reply), CommandProblems),
)]
pub async fn extend_deadline(
    State(app): State<App>,
    Names(instance): Names<String>,
    asked: Asked<Extension>,
) -> Result<Changed, Problem> {
    let instance = instance.into();
    case::for_command(&app, &asked.actor, &instance).await?;
    let extend = |body: Extension| Command::Extend { extension: body.into() };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), extend).await?))
}
