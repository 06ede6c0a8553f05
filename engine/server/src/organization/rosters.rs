//! The roster as the store has it now: asked for its version each time, read anew when it moved.

use std::sync::{Arc, PoisonError, RwLock};

use jiff::{SignedDuration, Timestamp};
use reglament_store::{Store, StoreError};

use super::Roster;

/// Absences that ended not longer ago than this are among the data: clocks of nodes differ a little.
const ENDED_KEPT: SignedDuration = SignedDuration::from_hours(24);

/// Keeps the roster that was read last.
#[derive(Debug, Default)]
pub struct Rosters(RwLock<Option<Arc<Roster>>>);

impl Rosters {
    /// The roster of this moment: one cheap question, and a read of everything only after a change.
    pub async fn current(
        &self,
        store: &dyn Store,
        now: Timestamp,
    ) -> Result<Arc<Roster>, StoreError> {
        let version = store.organization_version().await?;
        let kept = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| kept.version() == version) {
            return Ok(kept);
        }
        let after = now.checked_sub(ENDED_KEPT).unwrap_or(Timestamp::MIN);
        let read = Arc::new(Roster::new(store.organization(after).await?));
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&read));
        Ok(read)
    }
}
