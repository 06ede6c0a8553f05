//! `POST /jobs/{job}/fail`

use axum::extract::State;
use reglament_core::access::{self, Action};
use reglament_core::command::Command;
use reglament_store::LeaseCheck;
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

/// Why a job could not be done.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// The token of the lease.
    token: String,
    /// What went wrong, for the person who will look at it; nothing personal.
    #[schema(example = "the register did not answer within 30 s")]
    error: String,
    /// The error that the map may catch; `unavailable` when absent. One that the map catches is not
    /// tried again.
    #[serde(default)]
    #[schema(nullable = false, example = "unavailable")]
    code: Option<String>,
}

/// Gives a job back
///
/// It is tried again after the rest that the map says, and becomes an incident after the last
/// attempt.
#[utoipa::path(
    post, path = "/jobs/{job}/fail", tag = "jobs",
    params(("job" = String, Path, description = "The job"), Conditions),
    request_body = Failure,
    responses((status = 200, description = "It will be tried again", body = Reply), CommandProblems),
)]
pub async fn fail_job(
    State(app): State<App>,
    Names(job): Names<String>,
    mut asked: Asked<Failure>,
) -> Result<Changed, Problem> {
    access::check(&asked.actor, &Action::FinishJob)?;
    let instance = case::instance_of(&job)?;
    let token = asked.body.token.clone();
    asked.options.lease = Some(LeaseCheck { job: job.as_str().into(), token });
    let fail = |body: Failure| {
        let Failure { error, code, .. } = body;
        Command::FailJob { job: job.into(), error, code }
    };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), fail).await?))
}
