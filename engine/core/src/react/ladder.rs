//! Whom a rung of the ladder reminds, and to whom it gives tasks. Who is head and who supervises is
//! organisation data: the effects carry the facts.

use std::collections::BTreeSet;

use crate::definition::{Duty, Reassign, Rung};
use crate::effect::{EffectKind, Recipient};
use crate::event::{CASE, ScopeNo};
use crate::ids::StepId;
use crate::instance::{ActivationState, Instance, Task};
use crate::process::Process;
use crate::value::Value;

/// The message to those whom a rung of the ladder reminds.
pub const DEADLINE_REMINDER: &str = "deadline-reminder";

/// The effects of a rung.
pub(super) fn effects(
    process: &Process,
    instance: &Instance,
    rung: u32,
    variables: impl Fn(&StepId, ScopeNo) -> Value,
) -> Vec<EffectKind> {
    let ladder = process.definition.deadline.as_ref().map(|deadline| &deadline.escalate);
    let Some(rung) = ladder.and_then(|ladder| ladder.get(rung as usize)) else { return Vec::new() };
    let mut kinds = reminders(process, instance, rung, variables);
    if rung.reassign == Some(Reassign::Head) {
        // A task that is decided takes effect as it was decided.
        let undecided = tasks(instance).filter(|(.., task)| task.held.is_none());
        let open = undecided.map(|(no, _, _, task)| EffectKind::Reassign {
            task: instance.task_id(no),
            group: task.group.clone(),
            office: instance.office.clone(),
        });
        kinds.extend(open);
    }
    kinds
}

type Open<'a> = (u32, &'a StepId, ScopeNo, &'a Task);

fn tasks(instance: &Instance) -> impl Iterator<Item = Open<'_>> {
    instance.activations.iter().filter_map(|(no, open)| match &open.state {
        ActivationState::Task(task) => Some((*no, &open.step, open.scope, task)),
        _ => None,
    })
}

/// One reminder to each; a supervisor hears once of a case, also while it waits for no person.
fn reminders(
    process: &Process,
    instance: &Instance,
    rung: &Rung,
    variables: impl Fn(&StepId, ScopeNo) -> Value,
) -> Vec<EffectKind> {
    let mut told = BTreeSet::new();
    let mut kinds = Vec::new();
    let mut tell = |duty: Duty, step: &StepId, scope: ScopeNo, task: Option<&Task>| {
        let holder = task.and_then(|task| task.assignee.as_ref()).map(|it| it.person.clone());
        let person = holder.filter(|_| duty == Duty::Holder);
        let group = task.map(|task| task.group.clone()).filter(|_| duty != Duty::Supervisor);
        if told.insert((duty, person.clone(), group.clone())) {
            let to = Recipient::Staff { duty, person, group, office: instance.office.clone() };
            let (message, attach) = (DEADLINE_REMINDER.to_owned(), Vec::new());
            let variables = variables(step, scope);
            kinds.push(EffectKind::Notify { message, to, variables, attach });
        }
    };
    for duty in &rung.remind {
        for (_, step, scope, task) in tasks(instance) {
            tell(*duty, step, scope, Some(task));
        }
        let waits = instance.activations.values().next().map(|open| &open.step);
        if *duty == Duty::Supervisor
            && tasks(instance).next().is_none()
            && let Some(step) = waits.or_else(|| process.definition.first())
        {
            tell(*duty, step, CASE, None);
        }
    }
    kinds
}
