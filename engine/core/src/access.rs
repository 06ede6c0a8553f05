//! Who may do what: every authorization decision of the product is made in [`check`], from the
//! roles and groups of the actor and the facts of the object. What no rule allows is denied.
//!
//! Commands are checked inside the transition, on the very version that is committed; reading
//! handlers check before they answer. The test below shows the whole table, action by action.

use std::collections::BTreeSet;

use crate::command::{Actor, Role};
use crate::definition::{Definition, Element};
use crate::ids::{GroupId, PersonId, StepId};
use crate::instance::{ActivationState, Instance};
use crate::rejection::{Rejection, RejectionCode};

/// Something an actor wants to do, with the facts that decide it.
#[derive(Clone, Debug)]
pub enum Action<'a> {
    /// Reads process definitions: titles, forms, documents.
    ReadDefinitions,
    /// Starts an instance.
    StartInstance,
    /// Asks for a list of instances; each of them is checked again as [`Action::ReadInstance`].
    ListInstances,
    /// Reads a case: its data, history, documents, messages.
    ReadInstance(&'a CaseFacts<'a>),
    /// Lists tasks of these groups; of all groups when none.
    ListTasks(Option<&'a BTreeSet<GroupId>>),
    /// Takes a task.
    ClaimTask(&'a TaskFacts<'a>),
    /// Gives a task back.
    UnclaimTask(&'a TaskFacts<'a>),
    /// Completes a task.
    CompleteTask(&'a TaskFacts<'a>),
    /// Extends the deadline; the group is that of the unit the map names.
    ExtendDeadline(&'a GroupId),
    /// Has the due dates of a case counted anew.
    RecountDeadline,
    /// Sends a message to a case that the actor may read.
    SendMessage,
    /// Cancels a case.
    CancelInstance,
    /// Has an incident tried again.
    RetryIncident,
    /// Leases jobs.
    LeaseJobs,
    /// Completes or fails a job; the lease token says that it is the actor's.
    FinishJob,
    /// Fires a timer.
    FireTimer,
    /// Starts a called case, or tells its caller what became of it.
    Call,
    /// Reads reports over all cases.
    ReadReports,
}

/// What decides who may read a case.
#[derive(Clone, Debug, Default)]
pub struct CaseFacts<'a> {
    /// The groups that have or had a task of the case.
    pub groups: BTreeSet<&'a GroupId>,
    /// Who started it.
    pub started_by: &'a str,
}

/// What decides who may take and complete a task.
#[derive(Clone, Copy, Debug)]
pub struct TaskFacts<'a> {
    /// The people who may take it.
    pub group: &'a GroupId,
    /// Who has it.
    pub holder: Option<&'a PersonId>,
    /// Who performed the steps that another person must have performed (four eyes).
    pub others: &'a [&'a PersonId],
}

impl<'a> CaseFacts<'a> {
    /// The facts of this case. Computes in O(open activations + completed steps kept in the row).
    pub fn of(definition: &'a Definition, instance: &'a Instance) -> Self {
        let open = instance.activations.values().filter_map(|activation| match &activation.state {
            ActivationState::Task(task) => Some(&task.group),
            _ => None,
        });
        let done = instance.path.iter().filter_map(|step| group_of(definition, step));
        Self { groups: open.chain(done).collect(), started_by: &instance.started_by }
    }
}

/// The group whose task a step is; none for what no person does.
fn group_of<'a>(definition: &'a Definition, step: &StepId) -> Option<&'a GroupId> {
    let step = definition.step(step)?;
    match step.element {
        Element::UserTask(_) | Element::ManualTask(_) => {
            definition.units.get(step.unit.as_ref()?).map(|unit| &unit.group)
        }
        _ => None,
    }
}

/// Whether this actor may do this.
pub fn check(actor: &Actor, action: &Action<'_>) -> Result<(), Rejection> {
    match action {
        Action::ReadDefinitions | Action::ListInstances => {
            one_of(actor, &[Role::Officer, Role::Supervisor, Role::Filing])
        }
        Action::StartInstance => one_of(actor, &[Role::Filing]),
        Action::ReadInstance(case) => may_read(actor, case),
        Action::ListTasks(groups) => may_list(actor, *groups),
        Action::ClaimTask(task) | Action::CompleteTask(task) => may_perform(actor, task),
        Action::UnclaimTask(task) => may_give_back(actor, task),
        Action::ExtendDeadline(group) => is_candidate(actor, group),
        Action::SendMessage => one_of(actor, &[Role::Filing, Role::Supervisor]),
        // A called case goes with the step that called it.
        Action::CancelInstance => engine(actor).or_else(|_| one_of(actor, &[Role::Supervisor])),
        Action::RetryIncident | Action::RecountDeadline | Action::ReadReports => {
            one_of(actor, &[Role::Supervisor])
        }
        Action::LeaseJobs => one_of(actor, &[Role::Worker]),
        Action::FinishJob => engine(actor).or_else(|_| one_of(actor, &[Role::Worker])),
        Action::FireTimer | Action::Call => engine(actor),
    }
}

fn one_of(actor: &Actor, roles: &[Role]) -> Result<(), Rejection> {
    if roles.iter().any(|role| actor.has(*role)) {
        return Ok(());
    }
    let names: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
    Err(forbidden(format!(
        "{} may not do this: it takes the role {}; ask an administrator for it",
        actor.name(),
        names.join(" or ")
    )))
}

fn engine(actor: &Actor) -> Result<(), Rejection> {
    match actor {
        Actor::Engine => Ok(()),
        _ => Err(forbidden("only the engine itself does this".to_owned())),
    }
}

fn may_read(actor: &Actor, case: &CaseFacts<'_>) -> Result<(), Rejection> {
    let of_groups = actor.has(Role::Officer) && case.groups.iter().any(|group| actor.is_in(group));
    let own = actor.has(Role::Filing) && case.started_by == actor.name();
    if actor.has(Role::Supervisor) || of_groups || own {
        return Ok(());
    }
    Err(forbidden("the case has no task of your groups and was not filed by you".to_owned()))
}

fn may_list(actor: &Actor, groups: Option<&BTreeSet<GroupId>>) -> Result<(), Rejection> {
    one_of(actor, &[Role::Officer, Role::Supervisor])?;
    let own = groups.is_some_and(|groups| groups.iter().all(|group| actor.is_in(group)));
    if own || actor.has(Role::Supervisor) {
        return Ok(());
    }
    Err(forbidden("these tasks are not of your groups; name groups of your own".to_owned()))
}

/// A person of the group works its tasks; a supervisor only where they are in the group as well.
fn is_candidate(actor: &Actor, group: &GroupId) -> Result<(), Rejection> {
    one_of(actor, &[Role::Officer, Role::Supervisor])?;
    if actor.is_in(group) {
        return Ok(());
    }
    Err(Rejection::new(
        RejectionCode::NotCandidate,
        format!("only people of the group `{group}` may do this"),
    ))
}

fn may_perform(actor: &Actor, task: &TaskFacts<'_>) -> Result<(), Rejection> {
    is_candidate(actor, task.group)?;
    if actor.person().is_some_and(|person| task.others.contains(&person)) {
        return Err(Rejection::new(
            RejectionCode::FourEyes,
            "you performed a step of this case that this one checks; another person must do it",
        ));
    }
    match task.holder {
        Some(holder) if actor.person() != Some(holder) => Err(Rejection {
            holder: Some(holder.clone()),
            ..Rejection::new(RejectionCode::AlreadyClaimed, format!("{holder} has this task"))
        }),
        _ => Ok(()),
    }
}

fn may_give_back(actor: &Actor, task: &TaskFacts<'_>) -> Result<(), Rejection> {
    let is_holder = task.holder.is_some() && task.holder == actor.person();
    // A supervisor frees the tasks of somebody who fell ill, but not a task that nobody has.
    if is_holder || (task.holder.is_some() && actor.has(Role::Supervisor)) {
        return Ok(());
    }
    is_candidate(actor, task.group)?;
    Err(Rejection {
        holder: task.holder.cloned(),
        ..Rejection::new(RejectionCode::NotClaimed, "you do not have this task")
    })
}

fn forbidden(message: String) -> Rejection {
    Rejection::new(RejectionCode::Forbidden, message)
}

#[cfg(test)]
mod tests;
