//! What is watched while a step stands open: its boundary timers, the thresholds of the deadline that
//! lead away from it, its own term and how long it may wait for somebody to take it.

use jiff::Timestamp;

use super::Deciding;
use super::flow::problem;
use super::incident::Problem;
use super::throw::Thrown;
use crate::definition::{Element, Step, Trigger};
use crate::event::{ActivationNo, DueDate, Event, ScopeNo, TimerPurpose};
use crate::feel::Expression;
use crate::instance::Clock;
use crate::rejection::Rejection;
use crate::term::{Term, TermUnit};
use crate::value::Value;

/// The escalation of a step that takes longer than its term.
pub(crate) const OVERDUE: &str = "overdue";
/// The escalation of a task that nobody has taken in its time.
pub(crate) const WAITING: &str = "waiting";

/// What is watched, and when it is due.
pub(crate) type Watches = Vec<(Watch, Timestamp)>;

/// Something that is watched.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Watch {
    Boundary(u32),
    Deadline(u32),
    Overdue,
    Waiting,
}

impl Deciding<'_> {
    /// When the watches of a step that begins now are due. Counted before the step opens, so that a
    /// term which cannot be counted leaves no step half open.
    pub(crate) fn watches(&self, step: &Step, scope: ScopeNo) -> Result<Watches, Problem> {
        let mut all = Vec::new();
        for (index, boundary) in (0_u32..).zip(&step.on) {
            match (&boundary.trigger, &self.instance.clock) {
                (Trigger::Timer(term), _) => {
                    let due = self.due(self.at, *term).map_err(|no| problem(&no))?;
                    all.push((Watch::Boundary(index), due.at));
                }
                (Trigger::Until(moment), _) => {
                    all.push((Watch::Boundary(index), self.moment(moment, scope)?));
                }
                (Trigger::Deadline(threshold), Clock::Running(figures)) => {
                    let at = self.warning_at(figures, *threshold).map_err(|no| problem(&no))?;
                    all.push((Watch::Deadline(index), at));
                }
                _ => {}
            }
        }
        all.extend(self.own_term(step)?.map(|(watch, due)| (watch, due.at)));
        Ok(all)
    }

    /// The moment that an expression gives; a day begins at midnight in the zone of the calendar.
    pub(crate) fn moment(
        &self,
        expression: &Expression,
        scope: ScopeNo,
    ) -> Result<Timestamp, Problem> {
        let local = match self.evaluate(expression, scope)? {
            Value::Date(date) => Some(date.at(0, 0, 0, 0)),
            Value::DateTime(local) => Some(local),
            Value::Text(text) => text.parse().ok(),
            _ => None,
        };
        let local = local.ok_or_else(|| {
            let message = format!("`{expression}` gives no date and no moment to wait for");
            Problem::new("no_moment", message)
        })?;
        Ok(self.calendar().timestamp(local))
    }

    /// The term that runs from the beginning of a step. A task with a queue waits first: its own
    /// term counts from the moment somebody takes it.
    pub(crate) fn own_term(&self, step: &Step) -> Result<Option<(Watch, DueDate)>, Problem> {
        let (watch, term) = match (waits(step), step.within) {
            (Some(term), _) => (Watch::Waiting, term),
            (None, Some(term)) => (Watch::Overdue, term),
            (None, None) => return Ok(None),
        };
        let due = self.step_due(term).map_err(|no| problem(&no))?;
        Ok(Some((watch, due)))
    }

    /// When the term of a step that begins now ends. Minutes begin when the office opens: nobody is
    /// served at night.
    pub(crate) fn step_due(&self, term: Term) -> Result<DueDate, Rejection> {
        let from = match term.unit {
            TermUnit::Minutes => {
                self.calendar().open_from(self.at).map_err(super::clock::refusal)?
            }
            _ => self.at,
        };
        self.due(from, term)
    }

    /// Begins to watch an activation.
    pub(crate) fn watch(&mut self, no: ActivationNo, watches: Watches) {
        for (watch, due) in watches {
            let purpose = match watch {
                Watch::Boundary(index) => TimerPurpose::Boundary { no, index },
                Watch::Deadline(index) => TimerPurpose::Deadline { no: Some(no), index },
                Watch::Overdue => TimerPurpose::Overdue { no },
                Watch::Waiting => TimerPurpose::Waiting { no },
            };
            self.arm(purpose, due);
        }
    }

    /// The term of a step has passed. That is reported; nothing is blocked by it.
    pub(super) fn overdue(&mut self, no: ActivationNo, waiting: bool) {
        if let Some(place) = self.place_of(no) {
            self.emit(Event::StepOverdue { no, step: place.step, waiting });
            self.throw(no, Thrown::Escalation(if waiting { WAITING } else { OVERDUE }));
            self.run();
        }
    }
}

/// How long the tasks of a step may wait until somebody takes them.
pub(super) const fn waits(step: &Step) -> Option<Term> {
    match &step.element {
        Element::UserTask(task) | Element::ManualTask(task) => task.waits,
        _ => None,
    }
}
