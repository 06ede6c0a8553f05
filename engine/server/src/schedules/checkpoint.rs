//! The daily checkpoint of the audit.

use std::path::PathBuf;

use async_trait::async_trait;
use jiff::Timestamp;

use super::Scheduled;
use crate::app::App;
use crate::checkpoint;
use crate::workers::WorkerFault;

/// Writes the heads of the chains that moved to a folder beside the database.
pub struct DailyCheckpoint {
    app: App,
    folder: PathBuf,
}

impl DailyCheckpoint {
    /// When it runs: in the first hour of each day.
    pub const LINE: &str = "0 10 0 * * *";

    /// The checkpoints of this product, in this folder.
    pub const fn new(app: App, folder: PathBuf) -> Self {
        Self { app, folder }
    }
}

#[async_trait]
impl Scheduled for DailyCheckpoint {
    fn name(&self) -> &'static str {
        "audit-checkpoint"
    }

    async fn run(&self, _: Timestamp) -> Result<(), WorkerFault> {
        let store = &*self.app.store;
        let point = checkpoint::write(store, &self.folder, self.app.clock.now()).await?;
        tracing::info!(
            file = point.name,
            heads = point.heads,
            "a checkpoint of the audit was written"
        );
        Ok(())
    }
}
