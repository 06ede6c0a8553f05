//! What runs by a cron line: the sweep of the product itself, and the digests that people have scheduled.

mod checkpoint;
mod cron;
mod digests;
mod kept;
mod sweep;
pub mod told;
mod when;

use std::sync::Arc;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use tokio::sync::Notify;

pub use checkpoint::DailyCheckpoint;
pub use cron::{CronError, CronLine};
pub use digests::Digests;
pub use kept::{ScheduleError, begin, check, put};
pub use sweep::Sweep;

use crate::app::App;
use crate::workers::{Worker, WorkerFault};

/// Something that runs by schedule.
#[async_trait]
pub trait Scheduled: Send + Sync + 'static {
    /// The name under which its runs are remembered.
    fn name(&self) -> &'static str;

    /// Runs for a moment of the schedule. Called once for it over all nodes.
    async fn run(&self, moment: Timestamp) -> Result<(), WorkerFault>;
}

/// Runs one thing by one cron line. A run that was missed while the server was down is made up for
/// once, however many were missed.
pub struct Schedule {
    app: App,
    line: CronLine,
    zone: TimeZone,
    what: Arc<dyn Scheduled>,
    bell: Notify,
}

impl Schedule {
    /// Runs this by the line, in the zone of the office.
    pub fn new(app: App, line: CronLine, zone: TimeZone, what: Arc<dyn Scheduled>) -> Self {
        Self { app, line, zone, what, bell: Notify::new() }
    }

    /// The last run; at the very first start that is now, so that nothing is made up for.
    async fn last(&self, now: Timestamp) -> Result<Timestamp, WorkerFault> {
        if let Some(last) = self.app.store.last_run(self.what.name()).await? {
            return Ok(last);
        }
        self.app.store.begin_run(self.what.name(), now).await?;
        Ok(now)
    }
}

#[async_trait]
impl Worker for Schedule {
    fn name(&self) -> &'static str {
        self.what.name()
    }

    async fn run_once(&self, now: Timestamp) -> Result<usize, WorkerFault> {
        let last = self.last(now).await?;
        let Some(moment) = self.line.latest(now, &self.zone).filter(|moment| *moment > last) else {
            return Ok(0);
        };
        if !self.app.store.begin_run(self.what.name(), moment).await? {
            return Ok(0);
        }
        self.what.run(moment).await?;
        Ok(1)
    }

    async fn next(&self, now: Timestamp) -> Result<Option<Timestamp>, WorkerFault> {
        Ok(self.line.next(now, &self.zone))
    }

    fn bell<'a>(&'a self, _: &'a App) -> &'a Notify {
        &self.bell
    }
}
