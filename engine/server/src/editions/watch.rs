//! Editions that other nodes published, and those whose day has come, are taken up.

use async_trait::async_trait;
use jiff::{Timestamp, ToSpan};
use tokio::sync::Notify;

use crate::app::App;
use crate::workers::{Worker, WorkerFault};

/// So long a node may not know what another one published.
const SECONDS: i64 = 2;

/// Looks whether the publications or the day changed: one cheap question.
pub struct WatchEditions(App);

impl WatchEditions {
    /// The watch of this product.
    pub const fn new(app: App) -> Self {
        Self(app)
    }
}

#[async_trait]
impl Worker for WatchEditions {
    fn name(&self) -> &'static str {
        "editions"
    }

    async fn run_once(&self, _: Timestamp) -> Result<usize, WorkerFault> {
        self.0.editions.refresh(&self.0).await?;
        Ok(0)
    }

    async fn next(&self, now: Timestamp) -> Result<Option<Timestamp>, WorkerFault> {
        Ok(now.checked_add(SECONDS.seconds()).ok())
    }

    fn bell<'a>(&'a self, app: &'a App) -> &'a Notify {
        &app.dispatcher.wake().maps
    }
}
