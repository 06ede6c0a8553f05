//! `AssignTask`, `DelegateTask`, `ResolveDelegation`, `SetPriority`: who works a task, and how soon.

use super::Deciding;
use super::task::required;
use crate::access::{Action, Receiver, TaskFacts};
use crate::command::Candidate;
use crate::event::{ActivationNo, Event};
use crate::ids::{PersonId, TaskId};
use crate::instance::{Priority, Task};
use crate::rejection::{Rejection, RejectionCode};

use super::flow::Place;

/// Longer notes are refused; a page has some two thousand characters.
pub(super) const TEXT_CHARACTERS_MAX: usize = 4_000;

impl Deciding<'_> {
    pub(super) fn assign(
        &mut self,
        task: &TaskId,
        to: &PersonId,
        candidate: &Candidate,
    ) -> Result<(), Rejection> {
        let (no, place, task) = self.task(task)?;
        self.allow_giving(&place, &task, (to, candidate), |facts, receiver| {
            Action::AssignTask(facts, receiver)
        })?;
        if task.owner.is_none() && task.assignee.as_ref().is_some_and(|it| it.person == *to) {
            return Ok(());
        }
        let due = self.due_when_taken(&place.step, &task)?;
        self.emit(Event::TaskAssigned { no, to: to.clone(), due });
        self.arm_overdue(no, due);
        Ok(())
    }

    pub(super) fn delegate(
        &mut self,
        task: &TaskId,
        to: &PersonId,
        candidate: &Candidate,
        note: &str,
    ) -> Result<(), Rejection> {
        let (no, place, task) = self.task(task)?;
        self.allow_giving(&place, &task, (to, candidate), |facts, receiver| {
            Action::DelegateTask(facts, receiver)
        })?;
        let note = text(note, "say what is to be done")?;
        let on_behalf_of = self.stands_in_for(&task);
        self.emit(Event::TaskDelegated { no, to: to.clone(), note, on_behalf_of });
        Ok(())
    }

    /// The work on a task comes back to whoever delegated it, and answers for it.
    pub(super) fn resolve(&mut self, task: &TaskId, note: &str) -> Result<(), Rejection> {
        let (no, place, task) = self.task(task)?;
        let by = self.whoever(&place, &task, |facts| Action::ResolveDelegation(facts))?;
        if task.owner.is_none() {
            return Err(Rejection::new(
                RejectionCode::NotDelegated,
                "nobody delegated this task; complete it or give it back",
            ));
        }
        let note = text(note, "say what was found or done")?;
        let (person, on_behalf_of) = (by.person, by.on_behalf_of);
        self.emit(Event::DelegationResolved { no, person, on_behalf_of, note });
        Ok(())
    }

    pub(super) fn prioritise(
        &mut self,
        task: &TaskId,
        priority: Priority,
    ) -> Result<(), Rejection> {
        let (no, place, task) = self.task(task)?;
        self.with_facts(&place, &task, |facts| self.allow(&Action::SetPriority(facts)))?;
        if task.priority.unwrap_or(self.instance.priority) != priority {
            self.emit(Event::TaskPrioritised { no, priority });
        }
        Ok(())
    }

    /// Whether the actor may give the task to somebody, and they may have it.
    fn allow_giving(
        &self,
        place: &Place,
        task: &Task,
        (to, candidate): (&PersonId, &Candidate),
        action: impl for<'f> Fn(&'f TaskFacts<'f>, &'f Receiver<'f>) -> Action<'f>,
    ) -> Result<(), Rejection> {
        let receiver = Receiver { person: to, candidate };
        self.with_facts(place, task, |facts| self.allow(&action(facts, &receiver)))
    }

    /// The absent holder of a task for whom the actor stands in.
    pub(super) fn stands_in_for(&self, task: &Task) -> Option<PersonId> {
        let holder = &task.assignee.as_ref()?.person;
        let absent = self.by().acting_for().iter().map(|absent| &absent.person);
        absent.into_iter().find(|absent| *absent == holder).cloned()
    }

    /// Decides with the facts of a task; the four-eyes rule looks at both steps of a pair.
    pub(super) fn with_facts<T>(
        &self,
        place: &Place,
        task: &Task,
        decide: impl FnOnce(&TaskFacts<'_>) -> T,
    ) -> T {
        let others = self.process.other_people(&self.instance, &place.step, place.scope);
        decide(&TaskFacts::of(task, self.instance.office.as_ref(), &others))
    }

    pub(super) fn arm_overdue(&mut self, no: ActivationNo, due: Option<crate::event::DueDate>) {
        if let Some(due) = due {
            self.arm(crate::event::TimerPurpose::Overdue { no }, due.at);
        }
    }
}

/// A text that must be there and that somebody will read.
pub(super) fn text(text: &str, missing: &str) -> Result<String, Rejection> {
    let text = text.trim();
    if text.is_empty() {
        return Err(required(missing));
    }
    if text.chars().count() > TEXT_CHARACTERS_MAX {
        let message = format!("write at most {TEXT_CHARACTERS_MAX} characters; attach the rest");
        return Err(Rejection::new(RejectionCode::InvalidData, message));
    }
    Ok(text.to_owned())
}
