//! What every handler, worker and schedule shares.

use std::sync::{Arc, RwLock};

use reglament_core::catalogue::Catalogue;
use reglament_store::Store;

use crate::clock::Clock;

/// The running product. Cheap to clone: everything is shared.
#[derive(Clone)]
pub struct App {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The present moment.
    pub clock: Arc<dyn Clock>,
    /// The processes; replaced as a whole when an edition is published.
    pub catalogue: Arc<RwLock<Arc<Catalogue>>>,
}

impl App {
    /// The processes as of now.
    pub fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }
}
