//! Recounting: the due dates of an open case by the calendar as it is known now, beside those it has.
//!
//! An amendment moves no due date by itself. Reports list what would move, and the command
//! [`crate::command::Command::Recount`] moves the due dates of one case.

use jiff::Timestamp;

use crate::calendar::{Announcement, CalendarError, CalendarView};
use crate::decide::end_of_term;
use crate::definition::{Element, Step};
use crate::event::{ActivationNo, DueDate};
use crate::ids::StepId;
use crate::instance::{ActivationState, Clock, ClockFigures, Instance};
use crate::process::Process;
use crate::term::{Term, TermUnit};

/// What would move in a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recount {
    /// The due date of the case.
    pub clock: Option<ClockMove>,
    /// The due dates of open tasks.
    pub tasks: Vec<TaskMove>,
}

/// A due date of a case that would move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClockMove {
    /// The due date it has.
    pub was: DueDate,
    /// The new one without pauses and extension.
    pub original: DueDate,
    /// The new one.
    pub due: DueDate,
    /// What became known in between and moves it, in order.
    pub why: Vec<Announcement>,
}

/// A due date of a task that would move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaskMove {
    /// Its activation.
    pub no: ActivationNo,
    /// Its step.
    pub step: StepId,
    /// The due date it has.
    pub was: DueDate,
    /// The new one.
    pub due: DueDate,
    /// What became known in between and moves it, in order.
    pub why: Vec<Announcement>,
}

impl Recount {
    /// What would move in this case by the calendar as it is known at this moment. Nothing of a case
    /// that ended, and no due date of a clock that was met.
    pub fn of(process: &Process, case: &Instance, at: Timestamp) -> Result<Self, CalendarError> {
        if !case.is_running() {
            return Ok(Self::default());
        }
        let clock = match &case.clock {
            Clock::Idle | Clock::Met(_) => None,
            Clock::Running(figures) | Clock::Paused { figures, .. } | Clock::Breached(figures) => {
                clock(process, figures, at)?
            }
        };
        Ok(Self { clock, tasks: tasks(process, case, at)? })
    }

    /// Whether nothing moves.
    pub const fn is_empty(&self) -> bool {
        self.clock.is_none() && self.tasks.is_empty()
    }
}

fn clock(
    process: &Process,
    figures: &ClockFigures,
    at: Timestamp,
) -> Result<Option<ClockMove>, CalendarError> {
    let Some(deadline) = &process.definition.deadline else { return Ok(None) };
    let count = |view: &CalendarView| end_of_term(view, figures, deadline);
    let Some((due, why)) = moved(process, figures.due, at, count)? else { return Ok(None) };
    let view = process.calendar_known(at);
    let (original, date) = view.due_at(figures.from, figures.term)?;
    let original = DueDate { at: original, date, known_on: due.known_on };
    Ok(Some(ClockMove { was: figures.due, original, due, why }))
}

fn tasks(
    process: &Process,
    case: &Instance,
    at: Timestamp,
) -> Result<Vec<TaskMove>, CalendarError> {
    let mut moves = Vec::new();
    for (no, open) in &case.activations {
        let ActivationState::Task(task) = &open.state else { continue };
        let within = process.definition.step(&open.step).and_then(days_of);
        let (Some(was), Some(term)) = (task.due, within) else { continue };
        let count = |view: &CalendarView| view.due_at(open.since, term);
        if let Some((due, why)) = moved(process, was, at, count)? {
            moves.push(TaskMove { no: *no, step: open.step.clone(), was, due, why });
        }
    }
    Ok(moves)
}

/// The term of a step in days or working hours, which amendments concern. A task with a queue counts
/// minutes at a counter.
fn days_of(step: &Step) -> Option<Term> {
    let by_calendar = |term: &Term| !matches!(term.unit, TermUnit::Minutes | TermUnit::Hours);
    match &step.element {
        Element::UserTask(task) | Element::ManualTask(task) if task.waits.is_none() => {
            step.within.filter(by_calendar)
        }
        _ => None,
    }
}

/// The new due date and what moved it, if it moves: counted anew by each state of the calendar that
/// became known since.
fn moved(
    process: &Process,
    was: DueDate,
    at: Timestamp,
    count: impl Fn(&CalendarView) -> Result<(Timestamp, jiff::civil::Date), CalendarError>,
) -> Result<Option<(DueDate, Vec<Announcement>)>, CalendarError> {
    let calendar = &process.calendar;
    let today = process.calendar_known(at).date_of(at);
    let (mut last, mut why) = (was.at, Vec::new());
    let mut due = None;
    for announcement in calendar.announced(was.known_on, today) {
        let (then, date) = count(&calendar.known_on(announcement.known_from))?;
        if then != last {
            why.push(announcement.clone());
        }
        last = then;
        due = Some(DueDate { at: then, date, known_on: today });
    }
    Ok(due.filter(|due| due.at != was.at).map(|due| (due, why)))
}
