//! Who may give a task to whom.

use super::tasks::{TaskFacts, conflict_of, in_whose_name, is_candidate, leads, stands_in};
use super::{forbidden, one_of};
use crate::command::{Actor, Candidate, Role};
use crate::ids::PersonId;
use crate::rejection::{Rejection, RejectionCode};

/// Somebody to whom a task is to be given.
#[derive(Clone, Copy, Debug)]
pub struct Receiver<'a> {
    /// Who.
    pub person: &'a PersonId,
    /// What the organisation knows of them.
    pub candidate: &'a Candidate,
}

/// A supervisor of the office, the head of the group, and whoever has the task give it to somebody;
/// so does a rung of the map's ladder.
pub(super) fn may_assign(
    actor: &Actor,
    task: &TaskFacts<'_>,
    to: &Receiver<'_>,
) -> Result<(), Rejection> {
    let may = *actor == Actor::Engine || leads(actor, task) || is_held_by(actor, task.holder);
    if !may {
        return Err(forbidden(
            "a supervisor of the office, the head of the group or whoever has the task assigns it"
                .to_owned(),
        ));
    }
    may_receive(task, to)
}

/// Whoever has a task has somebody do work on it, and answers for it. It is handed on once.
pub(super) fn may_delegate(
    actor: &Actor,
    task: &TaskFacts<'_>,
    to: &Receiver<'_>,
) -> Result<(), Rejection> {
    if task.owner.is_some() {
        return Err(Rejection::new(
            RejectionCode::Delegated,
            "the task is delegated already; it must come back first",
        ));
    }
    if !is_held_by(actor, task.holder) {
        is_candidate(actor, task.group, task.office)?;
        return Err(Rejection {
            holder: task.holder.cloned(),
            ..Rejection::new(RejectionCode::NotClaimed, "take the task before you delegate it")
        });
    }
    in_whose_name(actor, task)?;
    if task.holder == Some(to.person) || actor.person() == Some(to.person) {
        let message = "a task is delegated to somebody else";
        return Err(Rejection::new(RejectionCode::InvalidData, message));
    }
    may_receive(task, to)
}

/// Supervisors of the office and heads of the group say how urgent a task is.
pub(super) fn may_prioritise(actor: &Actor, task: &TaskFacts<'_>) -> Result<(), Rejection> {
    if leads(actor, task) {
        return Ok(());
    }
    let message = "a supervisor of the office or the head of the group says what is urgent";
    Err(forbidden(message.to_owned()))
}

/// Who attached a file removes it; so does a supervisor.
pub(super) fn may_remove(actor: &Actor, attached_by: &str) -> Result<(), Rejection> {
    if actor.person().is_some() && actor.name() == attached_by {
        return Ok(());
    }
    one_of(actor, &[Role::Supervisor])
}

fn is_held_by(actor: &Actor, holder: Option<&PersonId>) -> bool {
    holder.is_some_and(|holder| actor.person() == Some(holder) || stands_in(actor, holder))
}

/// Who gets a task is of its group and office, is there, and performed no step that this one checks.
pub fn may_receive(task: &TaskFacts<'_>, to: &Receiver<'_>) -> Result<(), Rejection> {
    let Receiver { person, candidate } = to;
    let as_actor = candidate.actor(person);
    is_candidate(&as_actor, task.group, task.office).map_err(|why| {
        let message = format!("{person} cannot have this task: {}", why.message);
        Rejection::new(RejectionCode::NotCandidate, message)
    })?;
    if candidate.absent {
        let message = format!("{person} is absent; choose somebody who is there");
        return Err(Rejection::new(RejectionCode::Absent, message));
    }
    conflict_of(task.others, person).map_or(Ok(()), Err)
}
