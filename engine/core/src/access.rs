//! Who may do what: every authorization decision of the product is made in [`check`], from the
//! roles, groups and offices of the actor and the facts of the object. What no rule allows is denied.
//!
//! Commands are checked inside the transition, on the very version that is committed; reading
//! handlers check before they answer. The test below shows the whole table, action by action.

mod giving;
mod scopes;
mod tasks;

use std::collections::BTreeSet;

use crate::command::{Actor, Offices, Role};
use crate::definition::{Definition, Element};
use crate::ids::{GroupId, OfficeId, PersonId, StepId};
use crate::instance::{ActivationState, Instance};
use crate::rejection::{Rejection, RejectionCode};

pub use giving::{Receiver, may_receive};
pub use tasks::{Hand, TaskFacts, in_whose_name};

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
    /// Lists tasks of these groups; of all groups when none. Which offices' tasks it shows,
    /// [`Actor::reach`] and [`Actor::offices`] say.
    ListTasks(Option<&'a BTreeSet<GroupId>>),
    /// Takes a task.
    ClaimTask(&'a TaskFacts<'a>),
    /// Gives a task back.
    UnclaimTask(&'a TaskFacts<'a>),
    /// Completes a task.
    CompleteTask(&'a TaskFacts<'a>),
    /// Gives a task to somebody.
    AssignTask(&'a TaskFacts<'a>, &'a Receiver<'a>),
    /// Has somebody work on a task.
    DelegateTask(&'a TaskFacts<'a>, &'a Receiver<'a>),
    /// Gives a task back to whoever delegated it.
    ResolveDelegation(&'a TaskFacts<'a>),
    /// Takes back a decision that is held.
    RecallDecision(&'a TaskFacts<'a>),
    /// Says how urgent a task is.
    SetPriority(&'a TaskFacts<'a>),
    /// Reads what colleagues noted and attached; who filed the case does not.
    ReadNotes(&'a CaseFacts<'a>),
    /// Comments on a case and attaches files to it.
    Annotate(&'a CaseFacts<'a>),
    /// Removes a file that this one attached, from a case that the actor may annotate.
    RemoveAttachment(&'a str),
    /// Extends the deadline of a case of this office; the group is that of the unit the map names.
    ExtendDeadline(&'a GroupId, Option<&'a OfficeId>),
    /// Has the due dates of a case counted anew.
    RecountDeadline,
    /// Moves a case to another edition of its map, or back.
    MigrateInstance,
    /// Reads and edits drafts of maps, proposes editions and previews what they change.
    EditMaps,
    /// Decides about an edition that somebody proposed.
    DecideEdition,
    /// Keeps and removes the schedules of digests.
    KeepSchedules,
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
    /// Changes the offices, groups, people, programs and their roles.
    KeepOrganization,
    /// Says when this person, of these groups, is absent and who stands in for them.
    KeepAbsence(&'a PersonId, &'a BTreeSet<GroupId>),
    /// Reads and verifies the audit.
    ReadAudit,
}

/// What decides who may read a case.
#[derive(Clone, Debug, Default)]
pub struct CaseFacts<'a> {
    /// The groups that have or had a task of the case.
    pub groups: BTreeSet<&'a GroupId>,
    /// The office that it belongs to; none when it belongs to all.
    pub office: Option<&'a OfficeId>,
    /// Who started it.
    pub started_by: &'a str,
}

impl<'a> CaseFacts<'a> {
    /// The facts of this case. Computes in O(open activations + completed steps kept in the row).
    pub fn of(definition: &'a Definition, instance: &'a Instance) -> Self {
        let open = instance.activations.values().filter_map(|activation| match &activation.state {
            ActivationState::Task(task) => Some(&task.group),
            _ => None,
        });
        let done = instance.path.iter().filter_map(|step| group_of(definition, step));
        Self {
            groups: open.chain(done).collect(),
            office: instance.office.as_ref(),
            started_by: &instance.started_by,
        }
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

/// Whether this actor may do this, with what they proved who they are by.
pub fn check(actor: &Actor, action: &Action<'_>) -> Result<(), Rejection> {
    scopes::within(actor, scopes::of(action))?;
    match action {
        Action::ReadDefinitions | Action::ListInstances => {
            one_of(actor, &[Role::Officer, Role::Supervisor, Role::Filing])
        }
        Action::StartInstance => one_of(actor, &[Role::Filing]),
        Action::ReadInstance(case) => may_read(actor, case),
        Action::ListTasks(groups) => may_list(actor, *groups),
        Action::ClaimTask(task) => in_whose_name(actor, task).map(drop),
        Action::CompleteTask(task) => tasks::may_complete(actor, task),
        Action::ResolveDelegation(task) => tasks::may_resolve(actor, task),
        Action::RecallDecision(task) => tasks::may_recall(actor, task),
        Action::AssignTask(task, to) => giving::may_assign(actor, task, to),
        Action::DelegateTask(task, to) => giving::may_delegate(actor, task, to),
        Action::SetPriority(task) => giving::may_prioritise(actor, task),
        Action::ReadNotes(case) | Action::Annotate(case) => may_annotate(actor, case),
        Action::RemoveAttachment(by) => giving::may_remove(actor, by),
        Action::UnclaimTask(task) => tasks::may_give_back(actor, task),
        Action::ExtendDeadline(group, office) => tasks::is_candidate(actor, group, *office),
        Action::SendMessage => one_of(actor, &[Role::Filing, Role::Supervisor]),
        // A called case goes with the step that called it.
        Action::CancelInstance => engine(actor).or_else(|_| one_of(actor, &[Role::Supervisor])),
        Action::RetryIncident
        | Action::RecountDeadline
        | Action::KeepSchedules
        | Action::ReadReports => one_of(actor, &[Role::Supervisor]),
        Action::MigrateInstance | Action::EditMaps | Action::DecideEdition => {
            one_of(actor, &[Role::Analyst])
        }
        Action::LeaseJobs => one_of(actor, &[Role::Worker]),
        Action::FinishJob => engine(actor).or_else(|_| one_of(actor, &[Role::Worker])),
        Action::FireTimer | Action::Call => engine(actor),
        Action::KeepOrganization => one_of(actor, &[Role::Administrator]),
        Action::KeepAbsence(person, groups) => may_keep_absence(actor, person, groups),
        Action::ReadAudit => one_of(actor, &[Role::Auditor]),
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

/// Whether a case or a task of this office is seen by somebody of these; what has none is by all.
fn is_seen(offices: &BTreeSet<OfficeId>, office: Option<&OfficeId>) -> bool {
    offices.is_empty() || office.is_none_or(|office| offices.contains(office))
}

fn may_read(actor: &Actor, case: &CaseFacts<'_>) -> Result<(), Rejection> {
    let seen = |offices: &BTreeSet<OfficeId>, groups: &BTreeSet<GroupId>| {
        is_seen(offices, case.office) && case.groups.iter().any(|group| groups.contains(*group))
    };
    let of_groups = match actor {
        Actor::Person { groups, offices, acting_for, .. } => {
            let absent = acting_for.iter().any(|absent| seen(&absent.offices, &absent.groups));
            actor.has(Role::Officer) && (absent || seen(offices, groups))
        }
        Actor::Program { .. } | Actor::Engine => false,
    };
    let own = actor.has(Role::Filing) && case.started_by == actor.name();
    let supervised = actor.has(Role::Supervisor)
        && match actor.offices() {
            Offices::All => true,
            Offices::Only(offices) => is_seen(&offices, case.office),
        };
    if supervised || of_groups || own {
        return Ok(());
    }
    Err(forbidden(
        "the case has no task of your groups and offices and was not filed by you".to_owned(),
    ))
}

/// People who work a case or supervise it add to it and read what was added; it stays inside.
fn may_annotate(actor: &Actor, case: &CaseFacts<'_>) -> Result<(), Rejection> {
    one_of(actor, &[Role::Officer, Role::Supervisor])?;
    if actor.person().is_none() {
        return Err(forbidden("only a person reads and adds notes; sign in as one".to_owned()));
    }
    may_read(actor, case)
}

fn may_list(actor: &Actor, groups: Option<&BTreeSet<GroupId>>) -> Result<(), Rejection> {
    one_of(actor, &[Role::Officer, Role::Supervisor])?;
    let own = groups.is_some_and(|groups| groups.iter().all(|group| actor.is_in(group)));
    if own || actor.has(Role::Supervisor) {
        return Ok(());
    }
    Err(forbidden("these tasks are not of your groups; name groups of your own".to_owned()))
}

/// Everybody says it of themselves; the head of one of their groups and an administrator of them.
fn may_keep_absence(
    actor: &Actor,
    of: &PersonId,
    groups: &BTreeSet<GroupId>,
) -> Result<(), Rejection> {
    let is_head = match actor {
        Actor::Person { leads, .. } => !leads.is_disjoint(groups),
        Actor::Program { .. } | Actor::Engine => false,
    };
    if actor.person() == Some(of) || is_head || actor.has(Role::Administrator) {
        return Ok(());
    }
    Err(forbidden(format!(
        "only {of}, the head of their group or an administrator says when {of} is absent"
    )))
}

fn forbidden(message: String) -> Rejection {
    Rejection::new(RejectionCode::Forbidden, message)
}

#[cfg(test)]
mod tests;
