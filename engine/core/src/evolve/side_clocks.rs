//! What happened to the clocks beside that of the case.

use crate::event::{Event, Recorded, TimerPurpose};
use crate::instance::{Instance, SideClock, SideClockState};

pub(super) fn evolve(instance: &mut Instance, recorded: &Recorded) {
    let (name, state, done) = match &recorded.event {
        Event::DeadlineStarted { deadline, from, term, due } => {
            let state = SideClockState::Running;
            let clock = SideClock { from: *from, term: *term, due: *due, state, done_at: None };
            instance.side_clocks.insert(deadline.clone(), clock);
            return;
        }
        Event::DeadlineMet { deadline } => (deadline, SideClockState::Met, true),
        Event::DeadlineBreached { deadline } => (deadline, SideClockState::Breached, false),
        Event::DoneLate { deadline } => (deadline, SideClockState::Breached, true),
        _ => return,
    };
    if let Some(clock) = instance.side_clocks.get_mut(name) {
        clock.state = state;
        clock.done_at = done.then_some(recorded.at);
    }
    let breach = TimerPurpose::SideBreach { deadline: name.clone() };
    instance.timers.retain(|_, timer| timer.purpose != breach);
}
