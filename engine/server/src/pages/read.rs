//! Puts on record that a person read a case.

use reglament_core::ids::InstanceId;
use reglament_store::{AuditEntry, StoreError};

use super::visit::Visit;

/// Records the read: every look at a case is on record, with who and when.
pub async fn record(visit: &Visit, instance: &InstanceId) -> Result<(), StoreError> {
    let entry = AuditEntry {
        at: visit.now(),
        actor: visit.by.person.person.to_string(),
        action: "read".to_owned(),
        instance: Some(instance.clone()),
        detail: String::new(),
    };
    visit.app.store.audit(&entry).await
}
