//! Who may work a task, and in whose name.

use std::collections::BTreeSet;

use super::{forbidden, is_seen, one_of};
use crate::command::{Actor, Role};
use crate::ids::{GroupId, OfficeId, PersonId, StepId};
use crate::instance::Task;
use crate::rejection::{Conflict, Rejection, RejectionCode};
use crate::rows::TaskRow;
use crate::token_scope::TokenScope;

/// What decides who may take and complete a task.
#[derive(Clone, Copy, Debug)]
pub struct TaskFacts<'a> {
    /// The people who may take it.
    pub group: &'a GroupId,
    /// The office of its case; none when it belongs to all.
    pub office: Option<&'a OfficeId>,
    /// Who has it.
    pub holder: Option<&'a PersonId>,
    /// In whose name they took it.
    pub on_behalf_of: Option<&'a PersonId>,
    /// Who delegated it to them.
    pub owner: Option<&'a PersonId>,
    /// Who had a hand in the steps that others must have performed (four eyes).
    pub others: &'a [Hand<'a>],
}

/// Somebody who had a hand in a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hand<'a> {
    /// The step.
    pub step: &'a StepId,
    /// Who.
    pub person: &'a PersonId,
}

impl<'a> TaskFacts<'a> {
    /// The facts of a task of a case of this office.
    pub fn of(task: &'a Task, office: Option<&'a OfficeId>, others: &'a [Hand<'a>]) -> Self {
        let holder = task.assignee.as_ref();
        Self {
            group: &task.group,
            office,
            holder: holder.map(|holder| &holder.person),
            on_behalf_of: holder.and_then(|holder| holder.on_behalf_of.as_ref()),
            owner: task.owner.as_ref().map(|owner| &owner.person),
            others,
        }
    }

    /// The same of its row.
    pub fn of_row(row: &'a TaskRow, others: &'a [Hand<'a>]) -> Self {
        Self {
            group: &row.group,
            office: row.office.as_ref(),
            holder: row.assignee.as_ref(),
            on_behalf_of: row.on_behalf_of.as_ref(),
            owner: row.owner.as_ref(),
            others,
        }
    }
}

/// In whose name the actor may take and complete a task: their own (none), or that of somebody for
/// whom they stand in. Their own goes first. Who acts and in whose name both count for four eyes.
pub fn in_whose_name<'a>(
    actor: &'a Actor,
    task: &TaskFacts<'a>,
) -> Result<Option<&'a PersonId>, Rejection> {
    let person = actor.person().ok_or_else(only_people)?;
    super::scopes::within(actor, Some(TokenScope::Tasks))?;
    is_candidate(actor, task.group, task.office)?;
    let mut names = names(actor, task.group, task.office);
    if let Some(holder) = task.holder {
        if holder == person {
            // Who took it in somebody's name completes it in that name.
            if task.on_behalf_of.is_some() {
                names = vec![task.on_behalf_of];
            }
        } else if names.contains(&Some(holder)) {
            names = vec![Some(holder)];
        } else if task.on_behalf_of != Some(person) {
            return Err(taken(holder));
        }
    }
    let mut conflicts = names.iter().map(|name| conflict(task.others, &[Some(person), *name]));
    match conflicts.position(|conflict| conflict.is_none()) {
        Some(free) => Ok(names.get(free).copied().flatten()),
        None => Err(four_eyes(task.others, person, names.first().copied().flatten())),
    }
}

/// The names in which somebody works the tasks of a group in an office: their own (none) first.
fn names<'a>(
    actor: &'a Actor,
    group: &GroupId,
    office: Option<&OfficeId>,
) -> Vec<Option<&'a PersonId>> {
    let Actor::Person { groups, offices, leads, acting_for, .. } = actor else {
        return Vec::new();
    };
    let is_of = |groups: &BTreeSet<GroupId>, offices: &BTreeSet<OfficeId>| {
        groups.contains(group) && is_seen(offices, office)
    };
    let own = (is_of(groups, offices) || is_of(leads, offices)).then_some(None);
    let absent = acting_for.iter().filter(|absent| is_of(&absent.groups, &absent.offices));
    own.into_iter().chain(absent.map(|absent| Some(&absent.person))).collect()
}

/// A person of the group and the office works its tasks, and who stands in for one; a supervisor only
/// where they are in the group as well.
pub(super) fn is_candidate(
    actor: &Actor,
    group: &GroupId,
    office: Option<&OfficeId>,
) -> Result<(), Rejection> {
    one_of(actor, &[Role::Officer, Role::Supervisor])?;
    if !names(actor, group, office).is_empty() {
        return Ok(());
    }
    let message = match office {
        Some(office) if actor.is_in(group) => {
            format!("only people of the office `{office}` may do this")
        }
        _ => format!("only people of the group `{group}` may do this"),
    };
    Err(Rejection::new(RejectionCode::NotCandidate, message))
}

/// Whoever has a task completes it, or takes and completes one that nobody has. One that was delegated
/// comes back first: who delegated it answers for it.
pub(super) fn may_complete(actor: &Actor, task: &TaskFacts<'_>) -> Result<(), Rejection> {
    if let (Some(owner), Some(holder)) = (task.owner, task.holder) {
        let message = format!(
            "{owner} delegated this task to {holder} and completes it; {holder} gives it back with a \
             note, or {owner} takes it back"
        );
        return Err(Rejection::new(RejectionCode::Delegated, message));
    }
    in_whose_name(actor, task).map(drop)
}

/// Whoever works on a delegated task gives it back.
pub(super) fn may_resolve(actor: &Actor, task: &TaskFacts<'_>) -> Result<(), Rejection> {
    in_whose_name(actor, task)?;
    let is_theirs = |name: &PersonId| actor.person() == Some(name) || stands_in(actor, name);
    if task.holder.is_some_and(is_theirs) {
        return Ok(());
    }
    Err(Rejection::new(RejectionCode::NotClaimed, "you do not have this task"))
}

/// Whoever decided takes the decision back, and who says who works the task.
pub(super) fn may_recall(actor: &Actor, task: &TaskFacts<'_>) -> Result<(), Rejection> {
    let person = actor.person().ok_or_else(only_people)?;
    super::scopes::within(actor, Some(TokenScope::Tasks))?;
    let is_theirs = |name: &PersonId| name == person || stands_in(actor, name);
    if [task.holder, task.on_behalf_of].into_iter().flatten().any(is_theirs) || leads(actor, task) {
        return Ok(());
    }
    is_candidate(actor, task.group, task.office)?;
    Err(Rejection {
        holder: task.holder.cloned(),
        ..Rejection::new(RejectionCode::NotClaimed, "somebody else made this decision")
    })
}

pub(super) fn stands_in(actor: &Actor, name: &PersonId) -> bool {
    actor.acting_for().iter().any(|absent| absent.person == *name)
}

pub(super) fn may_give_back(actor: &Actor, task: &TaskFacts<'_>) -> Result<(), Rejection> {
    let person = actor.person().ok_or_else(only_people)?;
    let is_theirs =
        |name: Option<&PersonId>| name.is_some_and(|name| name == person || stands_in(actor, name));
    if [task.holder, task.on_behalf_of, task.owner].into_iter().any(is_theirs) {
        return Ok(());
    }
    // A supervisor frees the tasks of somebody who fell ill, but not a task that nobody has.
    if task.holder.is_some() && leads(actor, task) {
        return Ok(());
    }
    is_candidate(actor, task.group, task.office)?;
    Err(Rejection {
        holder: task.holder.cloned(),
        ..Rejection::new(RejectionCode::NotClaimed, "you do not have this task")
    })
}

/// Whether somebody says who works the task: a supervisor of its office, or the head of its group.
pub(super) fn leads(actor: &Actor, task: &TaskFacts<'_>) -> bool {
    let Actor::Person { offices, leads, .. } = actor else { return false };
    let leads = actor.has(Role::Supervisor) || leads.contains(task.group);
    leads && is_seen(offices, task.office)
}

fn conflict<'a>(others: &[Hand<'a>], people: &[Option<&PersonId>]) -> Option<Hand<'a>> {
    others.iter().find(|hand| people.contains(&Some(hand.person))).copied()
}

/// Why somebody may not have a task: a step of a pair that they performed.
pub(super) fn conflict_of(others: &[Hand<'_>], person: &PersonId) -> Option<Rejection> {
    conflict(others, &[Some(person)]).map(|_| four_eyes(others, person, None))
}

/// Says who did which step.
fn four_eyes(others: &[Hand<'_>], person: &PersonId, name: Option<&PersonId>) -> Rejection {
    let Some(hand) = conflict(others, &[Some(person), name]) else {
        return Rejection::new(RejectionCode::FourEyes, "another person must do this step");
    };
    let message = format!(
        "{} performed the step `{}` of this case, and another person must do this one",
        hand.person, hand.step
    );
    let conflict = Conflict { person: hand.person.clone(), step: hand.step.clone() };
    Rejection {
        conflict: Some(Box::new(conflict)),
        ..Rejection::new(RejectionCode::FourEyes, message)
    }
}

fn taken(holder: &PersonId) -> Rejection {
    Rejection {
        holder: Some(holder.clone()),
        ..Rejection::new(RejectionCode::AlreadyClaimed, format!("{holder} has this task"))
    }
}

fn only_people() -> Rejection {
    forbidden("only a person works tasks; sign in as one".to_owned())
}
