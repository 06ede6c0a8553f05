//! What a rung of the ladder has done that only the organisation can answer: who is head, who supervises.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reglament_core::command::{Actor, Command};
use reglament_core::definition::Duty;
use reglament_core::effect::Recipient;
use reglament_core::ids::{GroupId, OfficeId, TaskId};
use reglament_core::instance::split_id;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_store::Person;

use crate::app::App;
use crate::dispatch::{DispatchError, Fault, Options, Target};
use crate::organization::Roster;

/// Gives a task to the head of its group in an office; one that is done by then needs nobody.
pub async fn reassign(
    app: &App,
    task: &TaskId,
    group: &GroupId,
    office: Option<&OfficeId>,
) -> Result<(), DispatchError> {
    let Some((instance, _)) = split_id(task.as_str()) else { return Ok(()) };
    let roster = app.roster().await.map_err(Fault::from)?;
    let nobody = || {
        let message = format!("the group `{group}` has no head; name one and assign the task");
        Rejection::new(RejectionCode::NotCandidate, message)
    };
    let to = roster.head(group, office).ok_or_else(nobody)?.person.clone();
    let candidate = app.candidate(&to).await.map_err(Fault::from)?;
    let command = Command::AssignTask { task: task.clone(), to, candidate };
    let target = Target::Instance(instance);
    match app.dispatcher.dispatch(target, command, Actor::Engine, Options::default()).await {
        Ok(_) => Ok(()),
        Err(DispatchError::Rejected(why)) if is_over(why.code) => Ok(()),
        Err(other) => Err(other),
    }
}

const fn is_over(code: RejectionCode) -> bool {
    matches!(code, RejectionCode::NoSuchTask | RejectionCode::InstanceClosed)
}

/// The people who have a duty towards a case at this moment.
pub fn on_duty<'r>(roster: &'r Roster, to: &Recipient, at: Timestamp) -> Vec<&'r Person> {
    let Recipient::Staff { duty, person, group, office } = to else { return Vec::new() };
    match (duty, person, group) {
        (Duty::Holder, Some(person), _) => roster.person(person).into_iter().collect(),
        (Duty::Holder, None, Some(group)) => {
            let all = roster.candidates(group, office.as_ref(), at, &BTreeMap::new());
            let present = all.into_iter().filter(|one| one.absence.is_none());
            present.map(|one| one.person).collect()
        }
        (Duty::Head, _, Some(group)) => roster.head(group, office.as_ref()).into_iter().collect(),
        (Duty::Supervisor, ..) => roster.supervisors(office.as_ref()),
        (Duty::Holder | Duty::Head, _, None) => Vec::new(),
    }
}
