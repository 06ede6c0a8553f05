//! The clocks beside that of the case: they start, are met or breached, and move nothing else.

use super::Deciding;
use crate::definition::{ClockEvent, EXTENSION_NOTICE};
use crate::event::{Event, TimerPurpose};
use crate::instance::SideClockState;
use crate::rejection::{Rejection, RejectionCode};

impl Deciding<'_> {
    /// Due dates that passed are breaches, even when their timers are late.
    pub(super) fn catch_up_side_clocks(&mut self) {
        let late: Vec<String> = self.running(|due| self.at > due);
        for deadline in late {
            self.emit(Event::DeadlineBreached { deadline });
        }
    }

    fn running(&self, is: impl Fn(jiff::Timestamp) -> bool) -> Vec<String> {
        let clocks = self.instance.side_clocks.iter();
        let running = clocks.filter(|(_, clock)| clock.state == SideClockState::Running);
        running.filter(|(_, clock)| is(clock.due.at)).map(|(name, _)| name.clone()).collect()
    }

    /// Something happened that may start or stop a clock beside that of the case.
    pub(super) fn side_clock_event(
        &mut self,
        is: &impl Fn(&ClockEvent) -> bool,
    ) -> Result<(), Rejection> {
        let process = self.process;
        for (name, deadline) in &process.definition.deadlines {
            let state = self.instance.side_clocks.get(name).map(|clock| clock.state);
            if state == Some(SideClockState::Running) {
                if is(&deadline.until) {
                    self.emit(Event::DeadlineMet { deadline: name.clone() });
                }
            } else if is(&deadline.from) {
                let from = self.day_zero(&deadline.from)?;
                let (term, due) = (deadline.within, self.due(from, deadline.within)?);
                self.emit(Event::DeadlineStarted { deadline: name.clone(), from, term, due });
                self.arm(TimerPurpose::SideBreach { deadline: name.clone() }, due.at);
            } else if state == Some(SideClockState::Breached) && is(&deadline.until) {
                self.emit(Event::DoneLate { deadline: name.clone() });
            }
        }
        Ok(())
    }

    /// The due date of a clock beside that of the case has come.
    pub(super) fn breach_side_clock(&mut self, deadline: &str) {
        self.emit(Event::DeadlineBreached { deadline: deadline.to_owned() });
    }

    /// The notice of an extension was handed over to somebody who has no e-mail address.
    pub(super) fn give_notice_by_hand(&mut self) -> Result<(), Rejection> {
        self.allow_reading()?;
        if self.by().person().is_none() {
            let message = "only a person hands a letter over; sign in as one";
            return Err(Rejection::new(RejectionCode::Forbidden, message));
        }
        let clock = self.instance.side_clocks.get(EXTENSION_NOTICE);
        if clock.is_none_or(|clock| clock.done_at.is_some()) {
            return Err(Rejection::new(
                RejectionCode::NotExpected,
                "no notice of an extension waits to be handed over",
            ));
        }
        self.clock_event(|event| matches!(event, ClockEvent::NoticeGiven))
    }
}
