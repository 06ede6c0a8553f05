//! `POST /instances/{instance}/attachments`

use axum::extract::State;
use reglament_core::command::Command;
use reglament_core::rejection::Rejection;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::api::answer::Changed;
use crate::api::asked::AskedWithFile;
use crate::api::case;
use crate::api::docs::{CommandProblems, Conditions};
use crate::api::extract::{Names, Params};
use crate::api::problem::Problem;
use crate::app::App;
use crate::attachments;
use crate::dispatch::{Reply, Target};

/// What the file is called, and of which it is a version.
#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// What it is called.
    #[param(example = "statement.pdf")]
    name: String,
    /// The number of the file of which it is a later version.
    version_of: Option<u32>,
}

/// Attaches a file to a case
///
/// The body is the file, at most 10 MB. What it is, its content says: documents, pictures and plain texts
/// are accepted.
#[utoipa::path(
    post, path = "/instances/{instance}/attachments", tag = "instances",
    params(("instance" = String, Path, description = "The number of the case"), Named, Conditions),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, description = "It is attached", body = Reply), CommandProblems),
)]
pub async fn attach(
    State(app): State<App>,
    Names(instance): Names<String>,
    Params(named): Params<Named>,
    AskedWithFile(mut asked): AskedWithFile,
) -> Result<Changed, Problem> {
    let instance = instance.into();
    case::for_command(&app, &asked.actor, &instance).await?;
    let content = asked.body.to_vec();
    let (file, attached) = attachments::received(&named.name, named.version_of, content)?;
    let scanned = attachments::scan(&app, &asked.actor, &instance, &attached.content).await?;
    scanned.map_err(Rejection::from)?;
    asked.options.attachment = Some(attached.into());
    let attach = |_| Command::Attach { file };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), attach).await?))
}
