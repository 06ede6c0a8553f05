//! `POST /jobs/lease`

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use reglament_core::access::{self, Action};
use reglament_core::ids::{InstanceId, JobId};
use reglament_core::value::Value;
use reglament_store::LeasedJob;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::asked::Asked;
use crate::api::docs::CommandProblems;
use crate::api::problem::{Code, Problem};
use crate::app::App;

/// A worker gets at most this many jobs at a time.
const JOBS_MAX: u32 = 100;
/// A lease lasts at most this long: a worker that died holds its jobs no longer.
const LEASE_SECONDS_MAX: u32 = 60 * 60;

/// Which jobs, and for how long.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"worker": "special-register", "max": 10, "seconds": 60}))]
pub struct LeaseBody {
    /// The worker, as the map names it.
    worker: String,
    /// At most this many jobs.
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 100, default = 1)]
    max: u32,
    /// For so many seconds; the attempt is lost when they have passed.
    #[serde(default = "minute")]
    #[schema(minimum = 1, maximum = 3600, default = 60)]
    seconds: u32,
}

const fn one() -> u32 {
    1
}

const fn minute() -> u32 {
    60
}

/// The jobs that were leased.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Leased {
    /// Each with its token.
    jobs: Vec<JobInFull>,
}

/// A job and its lease.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct JobInFull {
    /// The job.
    #[schema(value_type = String)]
    job: JobId,
    /// Its case.
    #[schema(value_type = String)]
    instance: InstanceId,
    /// The worker.
    worker: String,
    /// What it gets.
    #[schema(value_type = Object)]
    input: Value,
    /// Attempts left, this one included.
    attempts: u32,
    /// To be given with the result.
    token: String,
    /// Until when the lease lasts.
    #[schema(value_type = String, format = DateTime)]
    until: Timestamp,
}

impl From<LeasedJob> for JobInFull {
    fn from(leased: LeasedJob) -> Self {
        let LeasedJob { job, token, until } = leased;
        Self {
            job: job.job,
            instance: job.instance,
            worker: job.worker,
            input: job.input,
            attempts: job.attempts,
            token,
            until,
        }
    }
}

/// Leases jobs
///
/// Ask again with a pause when there are none. A repeated request leases other jobs; those of an
/// answer that was lost come back when their lease ends.
#[utoipa::path(
    post, path = "/jobs/lease", tag = "jobs", request_body = LeaseBody,
    responses((status = 200, description = "None, one or more", body = Leased), CommandProblems),
)]
pub async fn lease_jobs(
    State(app): State<App>,
    asked: Asked<LeaseBody>,
) -> Result<Json<Leased>, Problem> {
    access::check(&asked.actor, &Action::LeaseJobs)?;
    let LeaseBody { worker, max, seconds } = asked.body;
    if !(1..=JOBS_MAX).contains(&max) || !(1..=LEASE_SECONDS_MAX).contains(&seconds) {
        return Err(Problem::new(
            Code::InvalidParameter,
            format!("ask for 1 to {JOBS_MAX} jobs for 1 to {LEASE_SECONDS_MAX} seconds"),
        ));
    }
    let lease = Duration::from_secs(seconds.into());
    let jobs = app.store.lease_jobs(&worker, app.clock.now(), lease, max).await?;
    Ok(Json(Leased { jobs: jobs.into_iter().map(JobInFull::from).collect() }))
}
