//! What the events of task work make of an instance: who has a task, how urgent it is, what is attached.

use super::state_of;
use crate::event::{Event, Recorded};
use crate::instance::{ActivationState, Assignee, Attachment, Instance, Removed, Task};

pub(super) fn run(instance: &mut Instance, recorded: &Recorded) {
    match &recorded.event {
        Event::CasePrioritised { priority } => {
            instance.priority = *priority;
            for open in instance.activations.values_mut() {
                if let ActivationState::Task(task) = &mut open.state {
                    task.priority = task.priority.filter(|own| own > priority);
                }
            }
        }
        Event::FileAttached { no, file } => {
            let (file, by) = (file.clone(), recorded.by.clone());
            let attachment = Attachment { file, by, at: recorded.at, removed: None };
            instance.attachments.insert(*no, attachment);
        }
        Event::AttachmentRemoved { no, reason } => {
            if let Some(attachment) = instance.attachments.get_mut(no) {
                let (by, at) = (recorded.by.clone(), recorded.at);
                attachment.removed = Some(Removed { by, at, reason: reason.clone() });
            }
        }
        event => on_task(instance, recorded, event),
    }
}

fn on_task(instance: &mut Instance, recorded: &Recorded, event: &Event) {
    let (Event::TaskAssigned { no, .. }
    | Event::TaskDelegated { no, .. }
    | Event::DelegationResolved { no, .. }
    | Event::DecisionHeld { no, .. }
    | Event::DecisionRecalled { no, .. }
    | Event::TaskMoved { no, .. }
    | Event::TaskPrioritised { no, .. }) = event
    else {
        return;
    };
    let Some(ActivationState::Task(task)) = state_of(instance, *no) else { return };
    let given = |person| Assignee { person, since: recorded.at, on_behalf_of: None };
    match event {
        Event::TaskAssigned { to, .. } => {
            task.assignee = Some(given(to.clone()));
            task.owner = None;
        }
        Event::TaskDelegated { to, .. } => {
            task.owner = task.assignee.replace(given(to.clone()));
        }
        Event::DelegationResolved { person, on_behalf_of, .. } => {
            task.with.extend([person.clone()].into_iter().chain(on_behalf_of.clone()));
            take_back(task);
        }
        Event::DecisionHeld { decision, .. } => task.held = Some(Box::new(decision.clone())),
        Event::DecisionRecalled { .. } => task.held = None,
        Event::TaskMoved { group, .. } => {
            task.group = group.clone();
            (task.assignee, task.owner) = (None, None);
        }
        Event::TaskPrioritised { priority, .. } => task.priority = Some(*priority),
        _ => {}
    }
}

/// A task goes back to whoever delegated it; to its group when nobody did.
pub(super) fn take_back(task: &mut Task) {
    task.assignee = task.owner.take();
}
