//! `CompleteCall`: what became of a case that a step called.

use super::Deciding;
use super::flow::Place;
use super::incident::Problem;
use super::throw::Thrown;
use super::timer::completed;
use crate::access::Action;
use crate::command::CallResult;
use crate::data;
use crate::definition::{CallActivity, Element};
use crate::event::{ActivationNo, Event};
use crate::ids::{InstanceId, StepId};
use crate::instance::ActivationState;
use crate::rejection::{Rejection, RejectionCode};
use crate::value::{Context, Value};

/// The error of a called case that was cancelled.
const CANCELLED: &str = "cancelled";
/// The error of a called case that could not begin.
const REFUSED: &str = "refused";

impl Deciding<'_> {
    pub(super) fn complete_call(
        &mut self,
        no: ActivationNo,
        child: Option<&InstanceId>,
        result: &CallResult,
    ) -> Result<(), Rejection> {
        self.allow(&Action::Call)?;
        let place = self.calling(no)?;
        match result {
            CallResult::Ended { step, status, data } => {
                match self.output_of(&place, step, status.as_deref(), data) {
                    Ok(output) => self.take_output(no, &place, child, output)?,
                    Err(problem) => self.raise(Some(no), &place, problem),
                }
            }
            CallResult::Cancelled { reason } => {
                let message = format!("the called case was cancelled: {reason}");
                self.fail_call(no, &place, CANCELLED, Problem::new("call_cancelled", message));
            }
            CallResult::Refused { reason } => {
                let message = format!("the called case could not begin: {reason}");
                self.fail_call(no, &place, REFUSED, Problem::new("call_refused", message));
            }
        }
        self.settle_pause()
    }

    /// The activation that waits for a called case; a result that nobody waits for is refused, so
    /// that one that comes twice counts once.
    fn calling(&self, no: ActivationNo) -> Result<Place, Rejection> {
        match self.instance.activations.get(&no) {
            Some(open) if matches!(open.state, ActivationState::Call { .. }) => Ok(open.into()),
            _ => Err(Rejection::new(
                RejectionCode::NoSuchCall,
                "the step does not wait for a called case any more",
            )),
        }
    }

    /// What the caller takes of the data of the called case, with how it ended.
    fn output_of(
        &self,
        place: &Place,
        ended: &StepId,
        status: Option<&str>,
        given: &Value,
    ) -> Result<Value, Problem> {
        let mut output = match self.call(&place.step) {
            Some(call) => self.given_back(place, call, given)?,
            None => Context::new(),
        };
        output.insert(CallActivity::ENDED.to_owned(), Value::text(ended.as_str()));
        output.insert(CallActivity::STATUS.to_owned(), status.map_or(Value::Null, Value::text));
        Ok(Value::Context(output))
    }

    /// The declared fields as the called case left them; they must be what the map says they are.
    fn given_back(
        &self,
        place: &Place,
        call: &CallActivity,
        given: &Value,
    ) -> Result<Context, Problem> {
        let own = [CallActivity::ENDED, CallActivity::STATUS];
        let names = call.receives.keys().filter(|name| !own.contains(&name.as_str()));
        let values = names.map(|name| (name.clone(), given.at(name).clone()));
        let taken = Value::Context(values.filter(|(_, value)| !value.is_null()).collect());
        let seen = self.view(place.scope);
        let faults = data::check(&call.receives, &taken, self.filed_on());
        let missing = data::missing(&call.receives, &taken, &self.process.scope(&seen, self.at));
        if let Some(fault) = faults.into_iter().chain(missing).next() {
            let message = format!("the called case gave back `{}`: {}", fault.field, fault.message);
            return Err(Problem::new("call_result", message));
        }
        Ok(taken.as_context().cloned().unwrap_or_default())
    }

    fn take_output(
        &mut self,
        no: ActivationNo,
        place: &Place,
        child: Option<&InstanceId>,
        output: Value,
    ) -> Result<(), Rejection> {
        self.emit(Event::CallCompleted { no, child: child.cloned(), output });
        self.note_names();
        self.clock_event(|event| completed(event, &place.step, None))?;
        self.go_on(place);
        Ok(())
    }

    /// The called case gave nothing back: a boundary event catches that, or a person must look.
    fn fail_call(&mut self, no: ActivationNo, place: &Place, error: &str, problem: Problem) {
        if self.throw(no, Thrown::Error(error)) {
            self.run();
        }
        if self.instance.activations.contains_key(&no) {
            self.raise(Some(no), place, problem);
        }
    }

    fn call(&self, step: &StepId) -> Option<&CallActivity> {
        match &self.process.definition.step(step)?.element {
            Element::CallActivity(call) => Some(call),
            _ => None,
        }
    }
}
