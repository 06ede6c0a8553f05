//! `POST /instances/{instance}/messages/{message}`

use axum::extract::State;
use reglament_core::command::Command;
use reglament_core::value::Value;
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

/// The content of a message.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The correlation key; without one the message is for whatever waits for its name.
    #[serde(default)]
    #[schema(nullable = false)]
    key: Option<String>,
    /// Stored in the case data under the name of the message, `-` written as `_`.
    #[serde(default)]
    #[schema(value_type = Object)]
    data: Value,
}

/// Sends a message to a case
#[utoipa::path(
    post, path = "/instances/{instance}/messages/{message}", tag = "instances",
    params(
        ("instance" = String, Path, description = "The number of the case"),
        ("message" = String, Path, description = "The name of the message", example = "withdrawn"),
        Conditions,
    ),
    request_body = Content,
    responses((status = 200, description = "It arrived, or is kept until a step waits for it", body = Reply), CommandProblems),
)]
pub async fn send_message(
    State(app): State<App>,
    Names((instance, message)): Names<(String, String)>,
    asked: Asked<Content>,
) -> Result<Changed, Problem> {
    let instance = instance.into();
    case::for_command(&app, &asked.actor, &instance).await?;
    let receive =
        |body: Content| Command::ReceiveMessage { message, key: body.key, data: body.data };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), receive).await?))
}
