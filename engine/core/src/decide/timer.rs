//! `FireTimer`: a timer is due. A timer that has fired or ended is refused, so it fires once.

use super::Deciding;
use super::flow::Place;
use crate::access::Action;
use crate::definition::{Boundary, ClockEvent};
use crate::event::{ActivationNo, CASE, Event, TimerPurpose};
use crate::ids::TimerId;
use crate::instance::split_id;
use crate::rejection::{Rejection, RejectionCode};

impl Deciding<'_> {
    pub(super) fn fire_timer(&mut self, timer: &TimerId) -> Result<(), Rejection> {
        self.allow(&Action::FireTimer)?;
        let gone = || Rejection::new(RejectionCode::NoSuchTimer, "the timer has fired or ended");
        let (instance, no) = split_id(timer.as_str()).ok_or_else(gone)?;
        let Some(running) = self.instance.timers.get(&no).cloned() else {
            // What was just caught up with was this timer's purpose.
            return if self.events.is_empty() { Err(gone()) } else { Ok(()) };
        };
        if instance != self.instance.id {
            return Err(gone());
        }
        if running.due > self.at {
            return Err(Rejection::new(
                RejectionCode::NotDue,
                format!("the timer is due at {}", running.due),
            ));
        }
        self.emit_fired(no, &running.purpose)
    }

    fn emit_fired(&mut self, no: u32, purpose: &TimerPurpose) -> Result<(), Rejection> {
        let process = self.process;
        match purpose {
            TimerPurpose::Step { no: activation } => {
                let place = self.place_of(*activation);
                self.emit(Event::TimerFired { timer: no });
                if let Some(place) = place {
                    self.clock_event(|event| completed(event, &place.step, None))?;
                    self.go_on(&place);
                }
            }
            TimerPurpose::Flow { no: activation, index } => {
                let place = self.place_of(*activation);
                self.emit(Event::TimerFired { timer: no });
                if let Some(place) = place
                    && let Some(step) = process.definition.step(&place.step)
                    && let Some(flow) = step.next.get(*index as usize)
                {
                    self.take(&place, flow);
                    self.run();
                }
            }
            TimerPurpose::Boundary { no: activation, index } => {
                let place = self.place_of(*activation);
                self.emit(Event::TimerFired { timer: no });
                let boundary = place
                    .and_then(|place| process.definition.step(&place.step))
                    .and_then(|step| step.on.get(*index as usize));
                if let Some(boundary) = boundary {
                    self.set_off(boundary, Some(*activation));
                    self.run();
                }
            }
            TimerPurpose::Process { index } => {
                self.emit(Event::TimerFired { timer: no });
                if let Some(boundary) = process.definition.on.get(*index as usize) {
                    self.set_off(boundary, None);
                    self.run();
                }
            }
            TimerPurpose::Deadline { no: activation, index } => {
                self.emit(Event::TimerFired { timer: no });
                let step =
                    activation.and_then(|no| process.definition.step(&self.place_of(no)?.step));
                let events = step.map_or(&process.definition.on, |step| &step.on);
                if let Some(boundary) = events.get(*index as usize) {
                    self.set_off(boundary, *activation);
                    self.run();
                }
            }
            TimerPurpose::Overdue { no: activation } => {
                self.emit(Event::TimerFired { timer: no });
                self.overdue(*activation, false);
            }
            TimerPurpose::TakeEffect { no: activation } => {
                self.emit(Event::TimerFired { timer: no });
                self.take_effect(*activation)?;
            }
            TimerPurpose::Waiting { no: activation } => {
                self.emit(Event::TimerFired { timer: no });
                self.overdue(*activation, true);
            }
            TimerPurpose::Warning { threshold } => {
                self.emit(Event::TimerFired { timer: no });
                self.emit(Event::ClockWarned { threshold: *threshold });
            }
            TimerPurpose::Rung { rung } => {
                self.emit(Event::TimerFired { timer: no });
                self.reach(*rung);
            }
            TimerPurpose::SideBreach { deadline } => {
                self.emit(Event::TimerFired { timer: no });
                self.breach_side_clock(deadline);
            }
            TimerPurpose::Breach => {
                self.emit(Event::TimerFired { timer: no });
                self.emit(Event::ClockBreached);
            }
        }
        self.settle_pause()
    }

    /// A boundary event goes off: the step it stands on ends if it interrupts, everything does if it
    /// stands on the process, and a token goes where it leads.
    pub(super) fn set_off(&mut self, boundary: &Boundary, on: Option<ActivationNo>) {
        let from = on.and_then(|no| self.place_of(no));
        if boundary.interrupting {
            let ended: Vec<_> = match on {
                Some(no) => vec![no],
                None => self.open_in(CASE),
            };
            for no in ended {
                self.emit(Event::StepInterrupted { no });
            }
            if on.is_none() {
                self.drop_waiting_tokens();
            }
        }
        let scope = from.as_ref().map_or(CASE, |from| from.scope);
        let to = Place { step: boundary.to.clone(), scope };
        self.send(to, from.as_ref().map(|from| &from.step));
    }
}

/// Whether a clock event is the completion of this step with this outcome.
pub(super) fn completed(
    event: &ClockEvent,
    step: &crate::ids::StepId,
    outcome: Option<&str>,
) -> bool {
    match event {
        ClockEvent::Start | ClockEvent::Extended | ClockEvent::NoticeGiven => false,
        ClockEvent::Completed { step: named, outcome: wanted } => {
            named == step && wanted.as_deref().is_none_or(|wanted| outcome == Some(wanted))
        }
    }
}
