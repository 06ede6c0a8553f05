//! Jobs: built-in connectors do theirs, and a lease that ran out costs its job an attempt.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use reglament_core::command::{Actor, Command};
use reglament_core::value::Value;
use reglament_store::{LeaseCheck, LeasedJob};
use tokio::sync::Notify;
use tokio::task::JoinSet;

use super::run::{Worker, WorkerFault};
use crate::app::App;
use crate::connectors::{Connector, Connectors};
use crate::dispatch::{DispatchError, Options, Target};

/// Jobs taken in one batch, of each worker: all of them are done at the same time.
const JOBS_BATCH_MAX: u32 = 16;
/// Leases ended in one batch.
const EXPIRED_BATCH_MAX: u32 = 256;
/// For so long a job is ours; after a crash nobody does it any sooner.
const LEASE: Duration = Duration::from_mins(1);
/// A connector that takes longer has failed, before the lease ends.
const JOB_TIME_MAX: Duration = Duration::from_secs(45);
/// How often jobs are looked for whose rest after a failure is over.
const INTERVAL: Duration = Duration::from_secs(5);

/// Does the jobs of the built-in connectors, and ends leases.
pub struct Jobs {
    app: App,
    connectors: Connectors,
}

impl Jobs {
    /// The worker of this product, with these connectors.
    pub fn new(app: App, connectors: Connectors) -> Self {
        Self { app, connectors }
    }

    /// Fails the jobs whose lease ran out, whoever held it: a worker that dies with its job each time
    /// must not be given it for ever.
    async fn end_leases(&self, now: Timestamp) -> Result<usize, WorkerFault> {
        let expired = self.app.store.expired_jobs(now, EXPIRED_BATCH_MAX).await?;
        let mut ended = 0;
        for job in expired {
            let error = "the worker did not report before its lease ran out".to_owned();
            ended += usize::from(report(&self.app, job, Err(error)).await);
        }
        Ok(ended)
    }

    /// Does one batch of the jobs of one worker.
    async fn work(
        &self,
        worker: &str,
        connector: &Arc<dyn Connector>,
        now: Timestamp,
    ) -> Result<usize, WorkerFault> {
        let leased = self.app.store.lease_jobs(worker, now, LEASE, JOBS_BATCH_MAX).await?;
        let count = leased.len();
        let mut working = JoinSet::new();
        for job in leased {
            let (app, connector) = (self.app.clone(), Arc::clone(connector));
            working.spawn(async move {
                let done = run(connector, job.job.input.clone()).await;
                report(&app, job, done).await
            });
        }
        working.join_all().await;
        Ok(count)
    }
}

/// Reports a job under its lease, and says whether that changed anything.
async fn report(app: &App, leased: LeasedJob, done: Result<Value, String>) -> bool {
    let LeasedJob { job, token, .. } = leased;
    let lease = Some(LeaseCheck { job: job.job.clone(), token });
    let command = match done {
        Ok(output) => Command::CompleteJob { job: job.job.clone(), output },
        Err(error) => Command::FailJob { job: job.job.clone(), error, code: None },
    };
    let (target, options) =
        (Target::Instance(job.instance), Options { lease, ..Options::default() });
    match app.dispatcher.dispatch(target, command, Actor::Engine, options).await {
        Ok(_) => return true,
        Err(DispatchError::LeaseLost) => {
            tracing::info!(job = %job.job, "a job was finished by another worker");
        }
        Err(error) => tracing::warn!(job = %job.job, %error, "a job could not be reported"),
    }
    false
}

/// Runs a connector so that it ends, whatever it does.
async fn run(connector: Arc<dyn Connector>, input: Value) -> Result<Value, String> {
    let mut work = JoinSet::new();
    work.spawn(async move { connector.run(&input).await });
    match tokio::time::timeout(JOB_TIME_MAX, work.join_next()).await {
        Ok(Some(Ok(done))) => done,
        Ok(_) => Err("the connector broke off: a bug, see the log".to_owned()),
        Err(_) => Err("the connector took too long".to_owned()),
    }
}

#[async_trait]
impl Worker for Jobs {
    fn name(&self) -> &'static str {
        "jobs"
    }

    async fn run_once(&self, now: Timestamp) -> Result<usize, WorkerFault> {
        let mut done = self.end_leases(now).await?;
        for (worker, connector) in &self.connectors {
            done += self.work(worker, connector, now).await?;
        }
        Ok(done)
    }

    async fn next(&self, now: Timestamp) -> Result<Option<Timestamp>, WorkerFault> {
        Ok(now.checked_add(INTERVAL).ok())
    }

    fn bell<'a>(&'a self, app: &'a App) -> &'a Notify {
        &app.dispatcher.wake().jobs
    }
}
