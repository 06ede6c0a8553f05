//! What a map sends and makes: its messages and its documents, with the step that asks for each.

use crate::definition::{Deadline, Definition, Element, Notify, Step};
use crate::ids::StepId;
use crate::react::{DEADLINE_BREACHED, DEADLINE_REMINDER, DEADLINE_WARNING};

/// A message that a map sends or a document that it makes, and where from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// Its name: a folder below `templates/messages` or `templates/documents`.
    pub name: String,
    /// The step that asks for it; none for what the clock sends.
    pub step: Option<StepId>,
    /// Whether it is the notice of an extension: then there is one for certain.
    pub notice: bool,
}

/// The messages that a map sends, in the order of the map.
pub fn uses(definition: &Definition) -> Vec<Use> {
    let of_steps = definition.all_steps().filter_map(|(id, step)| {
        let message = notify(step)?.message.clone();
        Some(Use { name: message, step: Some(id.clone()), notice: false })
    });
    let notice = definition.deadline.iter().filter_map(|deadline| {
        let notice = deadline.extension.as_ref()?.notify.as_ref()?;
        Some(Use { name: notice.notify.message.clone(), step: None, notice: true })
    });
    of_steps.chain(notice).chain(of_clock(definition)).collect()
}

/// What the engine itself sends when a deadline is near or has passed.
fn of_clock(definition: &Definition) -> impl Iterator<Item = Use> {
    let deadline = definition.deadline.as_ref();
    let warning = deadline.filter(|deadline| !deadline.warn.is_empty()).map(|_| DEADLINE_WARNING);
    let has_rungs =
        |deadline: &&Deadline| deadline.escalate.iter().any(|rung| !rung.remind.is_empty());
    let reminder = deadline.filter(has_rungs).map(|_| DEADLINE_REMINDER);
    let breached = deadline.map(|_| DEADLINE_BREACHED);
    let used = |message: &str| Use { name: message.to_owned(), step: None, notice: false };
    warning.into_iter().chain(reminder).chain(breached).map(used)
}

fn notify(step: &Step) -> Option<&Notify> {
    match &step.element {
        Element::SendTask(task) => task.notify.as_ref(),
        Element::EndEvent(end) => end.notify.as_ref(),
        _ => None,
    }
}

/// The documents that a map makes, in the order of the map.
pub fn documents_of(definition: &Definition) -> Vec<Use> {
    let of_steps = definition.all_steps().filter_map(|(id, step)| {
        let name = document(step)?.to_owned();
        Some(Use { name, step: Some(id.clone()), notice: false })
    });
    let notice = definition.deadline.iter().filter_map(|deadline| {
        let notice = deadline.extension.as_ref()?.notify.as_ref()?;
        Some(Use { name: notice.document.clone()?, step: None, notice: true })
    });
    of_steps.chain(notice).collect()
}

fn document(step: &Step) -> Option<&str> {
    match &step.element {
        Element::SendTask(task) => task.document.as_deref(),
        Element::EndEvent(end) => end.document.as_deref(),
        _ => None,
    }
}
