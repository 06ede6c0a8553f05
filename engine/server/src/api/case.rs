//! The case that a request is about: seen by those who may see it, absent for all others.

use std::sync::Arc;

use reglament_core::access::{self, Action, CaseFacts};
use reglament_core::command::Actor;
use reglament_core::ids::InstanceId;
use reglament_core::instance::{Instance, split_id};
use reglament_core::process::Process;
use reglament_store::{AuditEntry, StoreError};

use super::problem::{Code, Problem};
use crate::app::App;

/// A case and the map that it runs.
pub struct Case {
    /// The case.
    pub instance: Arc<Instance>,
    /// Its map.
    pub process: Arc<Process>,
}

/// The case for a command: the caller must be able to see it; what they may do is decided on the
/// way. Who may see a case does not change back, so a case that is known here is good enough.
pub async fn for_command(app: &App, actor: &Actor, id: &InstanceId) -> Result<(), Problem> {
    let known = app.dispatcher.known(id).await?;
    seen(app, actor, known, id).map(drop)
}

/// The case as of its last commit, for reading; the read is put on record.
pub async fn for_reading(app: &App, actor: &Actor, id: &InstanceId) -> Result<Case, Problem> {
    let stored = app.store.instance(id).await?.map(Arc::new);
    let case = seen(app, actor, stored, id)?;
    let entry = AuditEntry {
        at: app.clock.now(),
        actor: actor.name().to_owned(),
        action: "read".to_owned(),
        instance: Some(id.clone()),
        detail: format!("version {}", case.instance.version),
    };
    app.store.audit(&entry).await?;
    Ok(case)
}

/// The cases about this one that the actor may see, the newest first.
pub async fn linked(
    app: &App,
    actor: &Actor,
    id: &InstanceId,
) -> Result<Vec<InstanceId>, StoreError> {
    let found = crate::linked::cases_about(app, id).await?;
    let seen = found.into_iter().filter(|case| may_see(app, actor, &case.body));
    Ok(seen.map(|case| case.instance).collect())
}

/// Whether the actor may see this case, which is at hand already.
pub fn may_see(app: &App, actor: &Actor, instance: &Instance) -> bool {
    let catalogue = app.catalogue();
    catalogue.edition(&instance.edition).is_some_and(|process| {
        let facts = CaseFacts::of(&process.definition, instance);
        access::check(actor, &Action::ReadInstance(&facts)).is_ok()
    })
}

/// The instance in the name of a task, a job or an incident.
pub fn instance_of(name: &str) -> Result<InstanceId, Problem> {
    split_id(name).map(|(instance, _)| instance).ok_or_else(|| absent(name))
}

fn seen(
    app: &App,
    actor: &Actor,
    instance: Option<Arc<Instance>>,
    id: &InstanceId,
) -> Result<Case, Problem> {
    let instance = instance
        .filter(|instance| may_see(app, actor, instance))
        .ok_or_else(|| absent(id.as_str()))?;
    let process = app.catalogue().edition(&instance.edition).cloned();
    process.map(|process| Case { instance, process }).ok_or_else(|| absent(id.as_str()))
}

/// One answer for what does not exist and for what the caller may not see: the difference would
/// tell which numbers are taken.
fn absent(name: &str) -> Problem {
    Problem::new(Code::NotFound, format!("there is no `{name}` that you may see; check the number"))
}
