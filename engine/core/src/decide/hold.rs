//! A decision that may be recalled is held: nothing follows from it before its window is over, so that
//! taking it back leaves nothing behind that was told or begun.

use jiff::{SignedDuration, Timestamp};

use super::Deciding;
use super::assign::text;
use super::flow::Place;
use crate::access::Action;
use crate::command::{Command, Completion};
use crate::event::{ActivationNo, Event, TimerPurpose};
use crate::ids::TaskId;
use crate::instance::{ActivationState, Clock, HeldDecision, SideClockState, Task};
use crate::rejection::{Rejection, RejectionCode};
use crate::term::Term;

impl Deciding<'_> {
    /// Until when a decision is held: for the term of the map, and never beyond a due date, because a
    /// decision made in time must take effect in time. None when no time is left for it.
    pub(super) fn held_until(
        &self,
        task: &Task,
        recall: Option<Term>,
    ) -> Result<Option<Timestamp>, Rejection> {
        let Some(term) = recall else { return Ok(None) };
        let window = self.due(self.at, term)?.at;
        let last = self.due_dates(task).filter(|due| *due >= self.at).min();
        let last = last.map(|due| due - SignedDuration::from_secs(1));
        let until = last.map_or(window, |last| last.min(window));
        Ok(Some(until).filter(|until| *until > self.at))
    }

    fn due_dates(&self, task: &Task) -> impl Iterator<Item = Timestamp> {
        let clock = match &self.instance.clock {
            Clock::Running(figures) => Some(figures.due.at),
            _ => None,
        };
        let side = self.instance.side_clocks.values();
        let side = side.filter(|clock| clock.state == SideClockState::Running);
        let side: Vec<_> = side.map(|clock| clock.due.at).collect();
        clock.into_iter().chain(task.due.map(|due| due.at)).chain(side)
    }

    /// Holds a decision that was checked.
    pub(super) fn hold(&mut self, no: ActivationNo, decision: HeldDecision) {
        let until = decision.until;
        self.emit(Event::DecisionHeld { no, decision });
        self.arm(TimerPurpose::TakeEffect { no }, until);
    }

    pub(super) fn recall(&mut self, task: &TaskId, reason: &str) -> Result<(), Rejection> {
        let (no, place, task) = self.any_task(task)?;
        self.with_facts(&place, &task, |facts| self.allow(&Action::RecallDecision(facts)))?;
        if task.held.is_none() {
            return Err(Rejection::new(
                RejectionCode::NothingToRecall,
                "no decision is held here; what has taken effect is corrected by a step of its own",
            ));
        }
        let reason = text(reason, "say why the decision is taken back")?;
        let person = self.person()?;
        self.emit(Event::DecisionRecalled { no, person, reason });
        Ok(())
    }

    /// A held decision takes effect: the task is completed as it was decided.
    pub(super) fn take_effect(&mut self, no: ActivationNo) -> Result<(), Rejection> {
        let open = self.instance.activations.get(&no);
        let held = open.and_then(|open| match &open.state {
            ActivationState::Task(task) => Some((Place::from(open), task.held.clone()?)),
            _ => None,
        });
        match held {
            Some((place, decision)) => self.finish(no, &place, *decision),
            None => Ok(()),
        }
    }

    /// Decisions whose window is over take effect before anything else, even when their timer is late.
    pub(super) fn catch_up_decisions(&mut self, command: &Command) -> Result<(), Rejection> {
        let mut due = Vec::new();
        for (timer, running) in &self.instance.timers {
            if let TimerPurpose::TakeEffect { no } = running.purpose
                && running.due < self.at
            {
                due.push((*timer, no));
            }
        }
        for (timer, no) in &due {
            self.emit(Event::TimerFired { timer: *timer });
            self.take_effect(*no)?;
            self.settle_pause()?;
        }
        // The case may have ended with that. A timer has done its work then.
        if due.is_empty() || matches!(command, Command::FireTimer { .. }) {
            return Ok(());
        }
        self.open_for(command)
    }
}

/// Why a task with a held decision takes nothing else.
pub(super) fn is_held(decision: &HeldDecision) -> Rejection {
    let HeldDecision { person, until, .. } = decision;
    Rejection {
        holder: Some(person.clone()),
        ..Rejection::new(
            RejectionCode::DecisionHeld,
            format!("{person} decided this, and it takes effect at {until}; recall it first"),
        )
    }
}

/// The completion as it was checked: with this outcome and these documents.
pub(super) fn checked(
    completion: &Completion,
    outcome: &str,
    documents: Option<crate::command::DocumentChecks>,
) -> Completion {
    Completion { outcome: Some(outcome.to_owned()), documents, ..completion.clone() }
}
