//! The case that a request is about: seen by those who may see it, absent for all others.

use reglament_core::access::{self, Action, CaseFacts};
use reglament_core::command::Actor;
use reglament_core::ids::InstanceId;
use reglament_core::instance::{Instance, split_id};
use reglament_store::StoreError;

use super::problem::{Code, Problem};
use crate::app::App;
pub use crate::reading::Case;
use crate::{reading, record};

/// The case for a command: the caller must be able to see it; what they may do is decided on the
/// way. Who may see a case does not change back, so a case that is known here is good enough.
pub async fn for_command(app: &App, actor: &Actor, id: &InstanceId) -> Result<(), Problem> {
    match app.dispatcher.known(id).await? {
        Some(known) if may_see(app, actor, &known) => Ok(()),
        Some(_) => {
            record::refused(app, actor, Some(id), "command").await?;
            Err(absent(id.as_str()))
        }
        None => Err(absent(id.as_str())),
    }
}

/// The case as of its last commit, for reading; the read is put on record.
pub async fn for_reading(app: &App, actor: &Actor, id: &InstanceId) -> Result<Case, Problem> {
    reading::read(app, actor, id).await?.ok_or_else(|| absent(id.as_str()))
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

/// Whether the actor reads what colleagues noted and attached to a case that they may read.
pub fn reads_notes(case: &Case, actor: &Actor) -> bool {
    let facts = CaseFacts::of(&case.process.definition, &case.instance);
    access::check(actor, &Action::ReadNotes(&facts)).is_ok()
}

/// Whether the actor may see this case, which is at hand already.
pub fn may_see(app: &App, actor: &Actor, instance: &Instance) -> bool {
    reading::may_see(app, actor, instance).is_some()
}

/// The instance in the name of a task, a job or an incident.
pub fn instance_of(name: &str) -> Result<InstanceId, Problem> {
    split_id(name).map(|(instance, _)| instance).ok_or_else(|| absent(name))
}

/// One answer for what does not exist and for what the caller may not see: the difference would
/// tell which numbers are taken.
fn absent(name: &str) -> Problem {
    Problem::new(Code::NotFound, format!("there is no `{name}` that you may see; check the number"))
}
