//! `POST /jobs/{job}/complete`

use axum::extract::State;
use reglament_core::access::{self, Action};
use reglament_core::command::Command;
use reglament_core::value::Value;
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

/// The result of a job.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JobResult {
    /// The token of the lease.
    token: String,
    /// What the worker gives back, as the map says what it receives.
    #[serde(default)]
    #[schema(value_type = Object)]
    output: Value,
}

/// Completes a job
#[utoipa::path(
    post, path = "/jobs/{job}/complete", tag = "jobs",
    params(("job" = String, Path, description = "The job"), Conditions),
    request_body = JobResult,
    responses((status = 200, description = "It is done", body = Reply), CommandProblems),
)]
pub async fn complete_job(
    State(app): State<App>,
    Names(job): Names<String>,
    mut asked: Asked<JobResult>,
) -> Result<Changed, Problem> {
    access::check(&asked.actor, &Action::FinishJob)?;
    let instance = case::instance_of(&job)?;
    let token = asked.body.token.clone();
    asked.options.lease = Some(LeaseCheck { job: job.as_str().into(), token });
    let complete = |body: JobResult| Command::CompleteJob { job: job.into(), output: body.output };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), complete).await?))
}
