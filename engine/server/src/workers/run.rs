//! The loop of a worker: run, rest until something is due or the bell rings, run again.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

use crate::app::App;

/// No worker rests longer: other nodes ring no bell here, and clocks may be set.
const REST_MAX: Duration = Duration::from_secs(15);
/// No worker runs again sooner, however often the bell rings: bells that ring close together are
/// answered by one run.
const REST_MIN: Duration = Duration::from_millis(20);
/// After the first fault in a row a worker rests this long, then twice as long, and so on.
const FAULT_REST: Duration = Duration::from_secs(1);
/// The longest rest after faults.
const FAULT_REST_MAX: Duration = Duration::from_mins(1);

/// A worker failed as a whole: the store or the runtime. What concerns one thing only is that thing's
/// matter and stops nothing.
pub type WorkerFault = Box<dyn std::error::Error + Send + Sync>;

/// Work that is done in bounded batches.
#[async_trait]
pub trait Worker: Send + Sync + 'static {
    /// Its name, for the log.
    fn name(&self) -> &'static str;

    /// Does one batch of what is due at this moment and says how much it did. Many calls in a row
    /// do no harm.
    async fn run_once(&self, now: Timestamp) -> Result<usize, WorkerFault>;

    /// When it should run next; its interval at the latest.
    async fn next(&self, now: Timestamp) -> Result<Option<Timestamp>, WorkerFault>;

    /// The bell that wakes it.
    fn bell<'a>(&'a self, app: &'a App) -> &'a Notify;
}

/// Runs a worker until `stop` turns true; a batch that has begun is finished first. A worker that
/// panics rests like one that failed, and the others go on.
pub async fn run_until(worker: Arc<dyn Worker>, app: &App, mut stop: watch::Receiver<bool>) {
    let mut faults = 0;
    while !*stop.borrow() {
        let turn = tokio::spawn(turn(Arc::clone(&worker), app.clone())).await;
        let rest = match turn.map_err(WorkerFault::from).and_then(|rest| rest) {
            Ok(rest) => {
                faults = 0;
                rest
            }
            Err(fault) => {
                faults += 1;
                tracing::error!(worker = worker.name(), %fault, faults, "a worker failed");
                fault_rest(faults)
            }
        };
        let earliest = Instant::now() + REST_MIN.min(rest);
        tokio::select! {
            () = tokio::time::sleep(rest) => {}
            () = worker.bell(app).notified(), if faults == 0 => tokio::time::sleep_until(earliest).await,
            changed = stop.changed() => if changed.is_err() { return },
        }
    }
}

/// One batch, and how long to rest after it: not at all while there is work.
async fn turn(worker: Arc<dyn Worker>, app: App) -> Result<Duration, WorkerFault> {
    let done = worker.run_once(app.clock.now()).await?;
    if done > 0 {
        tracing::debug!(worker = worker.name(), done, "a worker did a batch");
        return Ok(Duration::ZERO);
    }
    let now = app.clock.now();
    let until = worker.next(now).await?.map(|next| next.duration_since(now));
    let rest = until.map_or(REST_MAX, |rest| Duration::try_from(rest).unwrap_or(Duration::ZERO));
    // What is due and was not done failed: it is left alone for a moment.
    Ok(rest.clamp(REST_MIN, REST_MAX))
}

fn fault_rest(faults: u32) -> Duration {
    let doubled = FAULT_REST.saturating_mul(1 << faults.saturating_sub(1).min(10));
    doubled.min(FAULT_REST_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_worker_rests_longer_after_each_fault_and_never_for_long() {
        assert_eq!(fault_rest(1), Duration::from_secs(1));
        assert_eq!(fault_rest(3), Duration::from_secs(4));
        assert_eq!(fault_rest(4_000), FAULT_REST_MAX);
    }
}
