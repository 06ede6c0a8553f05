//! Cases about other cases: complaints, petitions, what follows a decision.

use reglament_core::ids::InstanceId;
use reglament_core::rows::InstanceRow;
use reglament_store::{InstanceFilter, StoreError};

use crate::app::App;

/// More cases about one are not shown with it.
const CASES_MAX: u32 = 50;

/// The cases about this one, the newest first.
pub async fn cases_about(app: &App, id: &InstanceId) -> Result<Vec<InstanceRow>, StoreError> {
    let linked_to = Some(id.clone());
    let filter = InstanceFilter { linked_to, limit: CASES_MAX, ..InstanceFilter::default() };
    app.store.instances(&filter).await
}
