//! The ladder of the map: each rung goes off once, also after a pause, an extension, a restart or a jump
//! of the clock.

use jiff::Timestamp;

use super::Deciding;
use super::clock::refusal;
use crate::calendar::WorkingTime;
use crate::definition::{Reassign, Rung, Threshold};
use crate::event::{Event, TimerPurpose};
use crate::instance::{ActivationState, Clock, ClockFigures};
use crate::rejection::Rejection;

impl<'a> Deciding<'a> {
    /// Arms the rungs that did not go off yet. They go on when the due date has passed.
    pub(super) fn arm_ladder(&mut self) -> Result<(), Rejection> {
        let (Clock::Running(figures) | Clock::Breached(figures)) = self.instance.clock.clone()
        else {
            return Ok(());
        };
        let mut armed = Vec::new();
        for (rung, step) in (0_u32..).zip(self.ladder()) {
            if !figures.rungs.contains(&rung) && !figures.done_late {
                armed.push((rung, self.rung_at(&figures, step.at)?));
            }
        }
        for (rung, due) in armed {
            self.arm(TimerPurpose::Rung { rung }, due);
        }
        Ok(())
    }

    /// When a rung goes off. The time for which the clock stood still counts for no part of the term: all
    /// of it lies before a rung that did not go off yet.
    fn rung_at(&self, figures: &ClockFigures, at: Threshold) -> Result<Timestamp, Rejection> {
        let Threshold::Percent(percent) = at else { return self.warning_at(figures, at) };
        if figures.paused == WorkingTime::ZERO {
            return self.warning_at(figures, at);
        }
        let calendar = self.process.calendar.known_on(figures.due.known_on);
        let whole = calendar.working_time_between(figures.from, figures.due.at).map_err(refusal)?;
        let counted = whole.seconds().saturating_sub(figures.paused.seconds());
        let part = WorkingTime::from_seconds(counted * u64::from(percent) / 100);
        calendar.add_working_time(figures.from, part + figures.paused).map_err(refusal)
    }

    fn ladder(&self) -> &'a [Rung] {
        self.process.definition.deadline.as_ref().map_or(&[], |deadline| &deadline.escalate)
    }

    /// The rungs whose moment has passed with their timers late, those before the due date or those after
    /// it: in order, each once.
    pub(super) fn catch_up_ladder(&mut self, by_due_date: bool) {
        let due = self.instance.clock.figures().map(|figures: &ClockFigures| figures.due.at);
        let is_meant = |at: Timestamp| !by_due_date || due.is_some_and(|due| at < due);
        let mut passed: Vec<(Timestamp, u32)> = Vec::new();
        for timer in self.instance.timers.values() {
            if let TimerPurpose::Rung { rung } = timer.purpose
                && timer.due < self.at
                && is_meant(timer.due)
            {
                passed.push((timer.due, rung));
            }
        }
        passed.sort_unstable();
        for (_, rung) in passed {
            self.reach(rung);
        }
    }

    /// A rung goes off: who is reminded, `react` says; what it does to the tasks is done here.
    pub(super) fn reach(&mut self, rung: u32) {
        let Some(step) = self.ladder().get(rung as usize) else { return };
        self.emit(Event::EscalationReached { rung });
        if let Some(priority) = step.raise.filter(|raised| *raised > self.instance.priority) {
            self.emit(Event::CasePrioritised { priority });
        }
        let Some(Reassign::Unit(unit)) = &step.reassign else { return };
        let Some(unit) = self.process.definition.units.get(unit) else { return };
        let elsewhere =
            self.instance.activations.iter().filter_map(|(no, open)| match &open.state {
                // A task that is decided takes effect as it was decided.
                ActivationState::Task(task) if task.group != unit.group && task.held.is_none() => {
                    Some(*no)
                }
                _ => None,
            });
        let moved: Vec<_> = elsewhere.collect();
        for no in moved {
            self.emit(Event::TaskMoved { no, group: unit.group.clone() });
        }
    }
}
