//! The SLA clock: when it starts, stands still, warns and stops.
//! due = start + term + paused working time + extension.

use jiff::Timestamp;
use jiff::civil::Date;

use super::Deciding;
use super::flow::problem;
use super::incident::Problem;
use super::timer::completed;
use crate::calendar::{CalendarError, CalendarView};
use crate::definition::{ClockEvent, Deadline, Element, Threshold, Trigger};
use crate::event::{DueDate, Event, TimerPurpose};
use crate::ids::StepId;
use crate::instance::{Clock, ClockFigures};
use crate::rejection::{Rejection, RejectionCode};
use crate::term::Term;

impl Deciding<'_> {
    /// Before anything else: a due date that passed is a breach, even when its timer is late.
    pub(super) fn catch_up(&mut self) {
        self.catch_up_ladder(true);
        if let Clock::Running(figures) = &self.instance.clock
            && self.at > figures.due.at
        {
            self.emit(Event::ClockBreached);
        }
        self.catch_up_ladder(false);
        self.catch_up_side_clocks();
    }

    /// Something happened that may start or stop the clock of the case, or one beside it.
    pub(crate) fn clock_event(
        &mut self,
        is: impl Fn(&ClockEvent) -> bool,
    ) -> Result<(), Rejection> {
        let process = self.process;
        self.side_clock_event(&is)?;
        let Some(deadline) = &process.definition.deadline else { return Ok(()) };
        if self.instance.clock == Clock::Idle && is(&deadline.from) {
            return self.start_clock(deadline);
        }
        if deadline.until.as_ref().is_some_and(is) {
            self.stop_clock();
        }
        Ok(())
    }

    /// A step that waits for nothing is done: the clock may hear of it.
    pub(crate) fn passed(&mut self, step: &StepId) -> Result<(), Problem> {
        self.clock_event(|event| completed(event, step, None)).map_err(|no| problem(&no))
    }

    fn start_clock(&mut self, deadline: &Deadline) -> Result<(), Rejection> {
        let from = self.day_zero(&deadline.from)?;
        let due = self.due(from, deadline.within)?;
        self.emit(Event::ClockStarted { from, term: deadline.within, due });
        self.arm_clock()
    }

    /// The moment from which a clock counts that this event starts now. X-05: what is filed, paid or
    /// answered after hours counts as received when the next working day opens. What an officer does
    /// counts when it is done: a package accepted on Saturday has that day 0.
    pub(super) fn day_zero(&self, event: &ClockEvent) -> Result<Timestamp, Rejection> {
        let by_people = match event {
            ClockEvent::Start => false,
            ClockEvent::Extended | ClockEvent::NoticeGiven => true,
            ClockEvent::Completed { step, .. } => {
                let element = self.process.definition.step(step).map(|step| &step.element);
                match element {
                    Some(Element::UserTask(_) | Element::ManualTask(_)) => true,
                    // What waits for nothing happens because of what came before it.
                    Some(Element::SendTask(_) | Element::BusinessRuleTask(_)) => {
                        self.by().person().is_some()
                    }
                    _ => false,
                }
            }
        };
        if by_people { Ok(self.at) } else { self.calendar().received_at(self.at).map_err(refusal) }
    }

    /// The service is done, or the case ended.
    pub(super) fn stop_clock(&mut self) {
        if matches!(self.instance.clock, Clock::Running(_) | Clock::Paused { .. }) {
            self.emit(Event::ClockMet);
        } else if let Clock::Breached(figures) = &self.instance.clock
            && !figures.done_late
            && self.instance.is_running()
        {
            self.emit(Event::ClockDoneLate);
        }
    }

    /// Arms the timers of the warnings that were not given yet and of the breach.
    pub(super) fn arm_clock(&mut self) -> Result<(), Rejection> {
        let process = self.process;
        let (Clock::Running(figures), Some(deadline)) =
            (self.instance.clock.clone(), &process.definition.deadline)
        else {
            // What was breached stays so; the rungs that are left move with the due date.
            return self.arm_ladder();
        };
        for (threshold, warn) in (0_u32..).zip(&deadline.warn) {
            if !figures.warned.contains(&threshold) {
                let due = self.warning_at(&figures, *warn)?;
                self.arm(TimerPurpose::Warning { threshold }, due);
            }
        }
        self.arm(TimerPurpose::Breach, figures.due.at);
        // Behind the breach: what waits for 100% of the term is led away from a case that is late.
        self.arm_thresholds(&figures)?;
        self.arm_ladder()
    }

    /// Arms the boundary events that wait for a threshold and did not go off yet.
    fn arm_thresholds(&mut self, figures: &ClockFigures) -> Result<(), Rejection> {
        let definition = &self.process.definition;
        let of_steps =
            self.instance.activations.iter().filter_map(|(no, open)| {
                definition.step(&open.step).map(|step| (Some(*no), &step.on))
            });
        let mut found = Vec::new();
        for (no, events) in of_steps.chain([(None, &definition.on)]) {
            for (index, event) in (0_u32..).zip(events) {
                if let Trigger::Deadline(threshold) = event.trigger
                    && !figures.reached.contains(&(no, index))
                {
                    found.push((no, index, self.warning_at(figures, threshold)?));
                }
            }
        }
        for (no, index, due) in found {
            self.arm(TimerPurpose::Deadline { no, index }, due);
        }
        Ok(())
    }

    pub(super) fn warning_at(
        &self,
        figures: &ClockFigures,
        warn: Threshold,
    ) -> Result<Timestamp, Rejection> {
        let calendar = self.process.calendar.known_on(figures.due.known_on);
        let at = match warn {
            Threshold::Percent(percent) => calendar.part_of(figures.from, figures.due.at, percent),
            Threshold::Before(term) => calendar.before(figures.due.at, term),
            Threshold::Overdue(term) => calendar.due_at(figures.due.at, term).map(|(at, _)| at),
        };
        at.map_err(refusal)
    }

    pub(crate) fn arm(&mut self, purpose: TimerPurpose, due: Timestamp) {
        let timer = self.next_no();
        self.emit(Event::TimerArmed { timer, purpose, due });
    }

    /// Pauses or resumes the clock, as the open steps and the map's `pauses` say.
    pub(super) fn settle_pause(&mut self) -> Result<(), Rejection> {
        let process = self.process;
        let Some(deadline) = &process.definition.deadline else { return Ok(()) };
        let stands =
            self.instance.activations.values().any(|open| deadline.pauses.contains(&open.step));
        match self.instance.clock.clone() {
            Clock::Running(_) if stands => {
                self.emit(Event::ClockPaused);
                Ok(())
            }
            Clock::Paused { figures, since } if !stands => self.resume(&figures, since, deadline),
            _ => Ok(()),
        }
    }

    fn resume(
        &mut self,
        figures: &ClockFigures,
        since: Timestamp,
        deadline: &Deadline,
    ) -> Result<(), Rejection> {
        let calendar = self.calendar();
        let stood = calendar.working_time_between(since, self.at).map_err(refusal)?;
        let paused = figures.paused + stood;
        let due = self.counted(&ClockFigures { paused, ..figures.clone() }, deadline)?;
        self.emit(Event::ClockResumed { stood, due });
        self.arm_clock()
    }

    /// When a term from this moment ends.
    pub(crate) fn due(&self, from: Timestamp, term: Term) -> Result<DueDate, Rejection> {
        self.calendar().due_at(from, term).map(|due| self.due_date(due)).map_err(refusal)
    }

    fn due_date(&self, (at, date): (Timestamp, Date)) -> DueDate {
        DueDate { at, date, known_on: self.calendar().date_of(self.at) }
    }

    /// The due date that these figures give, by the calendar as it was known when the due date was
    /// counted: what became known since moves it by command only.
    pub(super) fn counted(
        &self,
        figures: &ClockFigures,
        deadline: &Deadline,
    ) -> Result<DueDate, Rejection> {
        let known_on = figures.due.known_on;
        let calendar = self.process.calendar.known_on(known_on);
        let (at, date) = end_of_term(&calendar, figures, deadline).map_err(refusal)?;
        Ok(DueDate { at, date, known_on })
    }
}

/// start + term + paused working time + extension, by this calendar. An extension of so many units is
/// counted from the due date without it, so that two of 10 days give 20.
pub(crate) fn end_of_term(
    calendar: &CalendarView,
    figures: &ClockFigures,
    deadline: &Deadline,
) -> Result<(Timestamp, Date), CalendarError> {
    let base = calendar.due_with_pauses(figures.from, figures.term, figures.paused)?.at;
    match &deadline.extension {
        Some(extension) if figures.extended_days > 0 => {
            let term = Term { count: figures.extended_days, unit: extension.up_to.unit };
            calendar.due_at(base, term)
        }
        _ => Ok((base, calendar.date_of(base))),
    }
}

/// A term that cannot be counted refuses the command: nothing is lost, and the message says which
/// year of the calendar must be filled in.
#[expect(clippy::needless_pass_by_value, reason = "the form that map_err asks for")]
pub(crate) fn refusal(error: CalendarError) -> Rejection {
    Rejection::new(RejectionCode::CalendarNotCovered, error.to_string())
}
