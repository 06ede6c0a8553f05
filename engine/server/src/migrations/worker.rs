//! Goes on with migrations that are under way, also after a restart.

use async_trait::async_trait;
use jiff::Timestamp;
use reglament_store::MigrationState;
use tokio::sync::Notify;

use super::carry_out;
use crate::app::App;
use crate::workers::{Worker, WorkerFault};

/// Moves the cases of every migration that is running or being undone.
pub struct MoveCases(App);

impl MoveCases {
    /// The worker of this product.
    pub const fn new(app: App) -> Self {
        Self(app)
    }
}

#[async_trait]
impl Worker for MoveCases {
    fn name(&self) -> &'static str {
        "migrations"
    }

    async fn run_once(&self, _: Timestamp) -> Result<usize, WorkerFault> {
        let mut done = 0;
        for migration in self.0.store.migrations(None).await? {
            if matches!(migration.state, MigrationState::Running | MigrationState::Undoing) {
                done += carry_out(&self.0, &migration).await?.max(1);
            }
        }
        Ok(done)
    }

    async fn next(&self, _: Timestamp) -> Result<Option<Timestamp>, WorkerFault> {
        Ok(None)
    }

    fn bell<'a>(&'a self, app: &'a App) -> &'a Notify {
        &app.dispatcher.wake().maps
    }
}
