//! The sweep: wakes all workers, whatever bell was missed, and tells the log how much is stuck.

use async_trait::async_trait;
use jiff::Timestamp;

use super::Scheduled;
use crate::app::App;
use crate::workers::WorkerFault;

/// A timer that is this late is stuck: its instance fails again and again, or the workers stand still.
const LATE: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

/// Wakes the workers and warns, with counts alone: nothing personal goes to the log.
pub struct Sweep(App);

impl Sweep {
    /// When it runs: every five minutes.
    pub const LINE: &str = "0 */5 * * * *";

    /// The sweep of this product.
    pub const fn new(app: App) -> Self {
        Self(app)
    }
}

#[async_trait]
impl Scheduled for Sweep {
    fn name(&self) -> &'static str {
        "sweep"
    }

    async fn run(&self, _: Timestamp) -> Result<(), WorkerFault> {
        let app = &self.0;
        app.dispatcher.wake().ring_all();
        let now = app.clock.now();
        let totals = app.store.totals(now).await?;
        let late_timer = app.store.next_timer().await?.map(|due| now.duration_since(due));
        let late_minutes = late_timer.filter(|late| *late > LATE).map_or(0, |late| late.as_mins());
        if totals.incidents > 0 || totals.undelivered > 0 || late_minutes > 0 {
            tracing::warn!(
                incidents = totals.incidents,
                undelivered = totals.undelivered,
                late_minutes,
                "something is stuck: open the overview"
            );
        }
        tracing::info!(
            running = totals.running,
            overdue = totals.overdue,
            tasks = totals.tasks,
            unclaimed = totals.unclaimed,
            "swept"
        );
        Ok(())
    }
}
