//! The one way in which somebody comes to see a case: whoever may not see it is told that it is not there,
//! and either is on record before anything is shown.

use std::sync::Arc;

use reglament_core::access::{self, Action, CaseFacts};
use reglament_core::command::Actor;
use reglament_core::ids::InstanceId;
use reglament_core::instance::Instance;
use reglament_core::process::Process;
use reglament_store::StoreError;

use crate::app::App;
use crate::record;

/// A case and the map that it runs.
#[derive(Clone)]
pub struct Case {
    /// The case.
    pub instance: Arc<Instance>,
    /// Its map.
    pub process: Arc<Process>,
}

/// The case as of its last commit, for somebody to read: on record. None when there is no such case, and
/// when the actor may not see it: the difference would tell which numbers are taken.
pub async fn read(app: &App, actor: &Actor, id: &InstanceId) -> Result<Option<Case>, StoreError> {
    let Some(case) = for_work(app, actor, id).await? else { return Ok(None) };
    record::read(app, actor, id, case.instance.version).await?;
    Ok(Some(case))
}

/// The case for a command that the actor is about to give, which goes on record itself.
pub async fn for_work(
    app: &App,
    actor: &Actor,
    id: &InstanceId,
) -> Result<Option<Case>, StoreError> {
    let Some(instance) = app.store.instance(id).await? else { return Ok(None) };
    let Some(process) = may_see(app, actor, &instance) else {
        record::refused(app, actor, Some(id), "read").await?;
        return Ok(None);
    };
    Ok(Some(Case { instance: Arc::new(instance), process }))
}

/// The map of a case that is at hand already, if the actor may see the case.
pub fn may_see(app: &App, actor: &Actor, instance: &Instance) -> Option<Arc<Process>> {
    let process = app.catalogue().edition(&instance.edition).cloned()?;
    let facts = CaseFacts::of(&process.definition, instance);
    access::check(actor, &Action::ReadInstance(&facts)).ok()?;
    Some(process)
}
