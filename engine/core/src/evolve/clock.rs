//! What the events of the SLA clock make of it.

use crate::calendar::WorkingTime;
use crate::command::ExtensionRequest;
use crate::event::{Event, Recorded, TimerPurpose};
use crate::instance::{Clock, ClockFigures, Instance};

pub(super) fn run(instance: &mut Instance, recorded: &Recorded) {
    let clock = std::mem::take(&mut instance.clock);
    instance.clock = match (clock, &recorded.event) {
        (_, Event::ClockStarted { from, term, due }) => Clock::Running(ClockFigures {
            from: *from,
            term: *term,
            original: *due,
            due: *due,
            paused: WorkingTime::ZERO,
            extended_days: 0,
            warned: Vec::new(),
            rungs: Vec::new(),
            done_late: false,
            reached: Vec::new(),
            met_at: None,
            stood_since: None,
        }),
        (Clock::Running(figures), Event::ClockPaused) => {
            Clock::Paused { figures, since: recorded.at }
        }
        (Clock::Paused { mut figures, .. }, Event::ClockResumed { stood, due }) => {
            figures.paused = figures.paused + *stood;
            figures.due = *due;
            Clock::Running(figures)
        }
        (mut clock, Event::ClockExtended { days, reason, due }) => {
            instance.extension = Some(ExtensionRequest { days: *days, reason: reason.clone() });
            // One granted after the breach keeps the breach; both dates stay visible.
            if let Some(figures) = clock.figures_mut() {
                figures.extended_days += days;
                figures.due = *due;
            }
            clock
        }
        (mut clock, Event::ClockRecounted { original, due, .. }) => {
            // What was breached before stays so; the new date is shown beside it.
            if let Some(figures) = clock.figures_mut() {
                figures.original = *original;
                figures.due = *due;
            }
            clock
        }
        (mut clock, Event::ClockWarned { threshold }) => {
            if let Some(figures) = clock.figures_mut() {
                figures.warned.push(*threshold);
            }
            clock
        }
        (mut clock, Event::EscalationReached { rung }) => {
            if let Some(figures) = clock.figures_mut() {
                figures.rungs.push(*rung);
            }
            clock
        }
        (mut clock, Event::ClockDoneLate) => {
            if let Some(figures) = clock.figures_mut() {
                figures.done_late = true;
            }
            clock
        }
        (Clock::Running(figures), Event::ClockBreached) => Clock::Breached(figures),
        (Clock::Running(figures), Event::ClockMet) => {
            Clock::Met(ClockFigures { met_at: Some(recorded.at), ..figures })
        }
        (Clock::Paused { figures, since }, Event::ClockMet) => Clock::Met(ClockFigures {
            met_at: Some(recorded.at),
            stood_since: Some(since),
            ..figures
        }),
        (clock, _) => clock,
    };
    // The timers of a clock are armed anew after each change of its course. A breach changes nothing
    // for the boundary events whose threshold has come with it.
    if let Event::EscalationReached { rung: reached } = recorded.event {
        let is_it = |purpose: &TimerPurpose| *purpose == TimerPurpose::Rung { rung: reached };
        instance.timers.retain(|_, timer| !is_it(&timer.purpose));
        return;
    }
    let breached = matches!(recorded.event, Event::ClockBreached);
    if !matches!(recorded.event, Event::ClockWarned { .. }) {
        instance.timers.retain(|_, timer| match timer.purpose {
            TimerPurpose::Warning { .. } | TimerPurpose::Breach => false,
            TimerPurpose::Deadline { .. } | TimerPurpose::Rung { .. } => breached,
            _ => true,
        });
    }
}
