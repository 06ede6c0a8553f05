//! What goes on record beside commands: who read a case, who was refused, who signed in. The audit holds
//! names, numbers of cases and versions, and nothing of what was read.

use jiff::Timestamp;
use reglament_core::command::Actor;
use reglament_core::ids::InstanceId;
use reglament_store::{AuditEntry, AuditFilter, StoreError};

use crate::app::App;

/// Somebody read a case.
pub async fn read(
    app: &App,
    actor: &Actor,
    instance: &InstanceId,
    version: u64,
) -> Result<(), StoreError> {
    put(app, actor.name(), "read", Some(instance), format!("version {version}")).await
}

/// Somebody was refused: something of a case, or what an address offers.
pub async fn refused(
    app: &App,
    actor: &Actor,
    instance: Option<&InstanceId>,
    what: &str,
) -> Result<(), StoreError> {
    put(app, actor.name(), "refused", instance, what.to_owned()).await
}

/// Something that concerns no case: a sign-in, a change of the organisation.
pub async fn outside(
    app: &App,
    actor: &str,
    action: &str,
    detail: String,
) -> Result<(), StoreError> {
    put(app, actor, action, None, detail).await
}

/// Somebody read the audit (`read_audit`) or took it as a file (`export_audit`): what was asked for.
pub async fn audit(
    app: &App,
    actor: &str,
    action: &str,
    filter: &AuditFilter,
) -> Result<(), StoreError> {
    let AuditFilter { instance, actor: who, action: what, from, until, before, limit: _ } = filter;
    let moment = |at: &Option<Timestamp>| at.map(|at| at.to_string());
    let asked = [
        ("case", instance.as_ref().map(ToString::to_string)),
        ("who", who.clone()),
        ("action", what.clone()),
        ("from", moment(from)),
        ("until", moment(until)),
        ("before", before.map(|before| before.to_string())),
    ];
    let said = asked.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", value?)));
    outside(app, actor, action, said.collect::<Vec<_>>().join("&")).await
}

async fn put(
    app: &App,
    actor: &str,
    action: &str,
    instance: Option<&InstanceId>,
    detail: String,
) -> Result<(), StoreError> {
    let (at, actor, action) = (app.clock.now(), actor.to_owned(), action.to_owned());
    app.store.audit(&AuditEntry { at, actor, action, instance: instance.cloned(), detail }).await
}
