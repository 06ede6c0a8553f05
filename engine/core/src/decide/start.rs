//! Start: the application is filed, and the first token enters the first step.

use super::Deciding;
use super::flow::Place;
use super::incident::Problem;
use crate::access::Action;
use crate::command::Caller;
use crate::data;
use crate::definition::ClockEvent;
use crate::definition::Trigger;
use crate::event::{CASE, Event, TimerPurpose};
use crate::rejection::{Rejection, RejectionCode};
use crate::requirement;
use crate::value::{Context, Value};

impl Deciding<'_> {
    pub(super) fn start(
        &mut self,
        filed: &Value,
        caller: Option<&Caller>,
    ) -> Result<(), Rejection> {
        self.allow(&caller.map_or(Action::StartInstance, |_| Action::Call))?;
        let empty = Value::Context(Context::new());
        let filed = if filed.is_null() { &empty } else { filed };
        let filed = &data::folded(&self.process.definition.data, filed);
        let faults = data::check(&self.process.definition.data, filed, self.process.day(self.at));
        if !faults.is_empty() {
            return Err(data::rejection(faults));
        }
        requirement::refuse(self.process.unmet_at_start(filed, self.at))?;
        let Some(first) = self.process.definition.first().cloned() else {
            return Err(Rejection::new(RejectionCode::InvalidData, "the process has no steps"));
        };
        self.emit(Event::InstanceStarted {
            process: self.process.definition.process.clone(),
            edition: self.process.edition.clone(),
            applicant: self.process.applicant_name(filed, self.at),
            data: filed.clone(),
            caller: caller.cloned(),
        });
        self.link_case();
        self.name_office();
        self.arm_process_timers()?;
        self.clock_event(|event| matches!(event, ClockEvent::Start))?;
        self.flow_to(Place { step: first, scope: CASE }, None);
        Ok(())
    }

    fn arm_process_timers(&mut self) -> Result<(), Rejection> {
        let process = self.process;
        for (index, boundary) in (0_u32..).zip(&process.definition.on) {
            let due = match &boundary.trigger {
                Trigger::Timer(term) => self.due(self.at, *term)?.at,
                Trigger::Until(moment) => self.moment(moment, CASE).map_err(no_moment)?,
                _ => continue,
            };
            let timer = self.next_no();
            self.emit(Event::TimerArmed { timer, purpose: TimerPurpose::Process { index }, due });
        }
        Ok(())
    }
}

/// A case whose term cannot be counted does not begin.
fn no_moment(problem: Problem) -> Rejection {
    Rejection::new(RejectionCode::InvalidData, problem.message)
}
