//! `CompleteJob` and `FailJob`: what a worker says. The store has checked its lease token.

use jiff::SignedDuration;

use super::Deciding;
use super::flow::Place;
use super::incident::Problem;
use super::throw::{Thrown, UNAVAILABLE};
use super::timer::completed;
use super::watch::{Watch, Watches};
use crate::access::Action;
use crate::data;
use crate::definition::{Element, ServiceTask, Trigger};
use crate::event::{ActivationNo, Event, TimerPurpose};
use crate::ids::{JobId, StepId};
use crate::instance::{ActivationState, Job};
use crate::rejection::{Rejection, RejectionCode};
use crate::term::TermUnit;
use crate::value::{Context, Value};

impl Deciding<'_> {
    pub(super) fn complete_job(&mut self, job: &JobId, output: &Value) -> Result<(), Rejection> {
        self.allow(&Action::FinishJob)?;
        let (no, place, _) = self.job(job)?;
        let empty = Value::Context(Context::new());
        let output = if output.is_null() { &empty } else { output };
        let (output, written) = &self.written_by(&place.step, output);
        if let Some(task) = self.service_task(&place.step) {
            let known = data::check(&self.process.shape, written, self.filed_on()).into_iter();
            let faults = known.chain(data::check(&task.receives, output, self.filed_on()));
            let seen = self.view(place.scope);
            let missing =
                data::missing(&task.receives, output, &self.process.scope(&seen, self.at));
            let faults: Vec<_> = faults.chain(missing).collect();
            if !faults.is_empty() {
                return Err(data::rejection(faults));
            }
        }
        self.emit(Event::JobCompleted { no, output: output.clone(), data: written.clone() });
        self.note_names();
        self.clock_event(|event| completed(event, &place.step, None))?;
        self.go_on(&place);
        self.settle_pause()
    }

    /// What a worker gave back, and the part of it that fills in fields of the case data.
    fn written_by(&self, step: &StepId, output: &Value) -> (Value, Value) {
        let writes = self.service_task(step).map_or(&[][..], |task| &task.writes);
        let Some(given) = output.as_context().filter(|_| !writes.is_empty()) else {
            return (output.clone(), Value::Null);
        };
        let (mut own, mut written) = (Context::new(), Context::new());
        for (name, value) in given {
            let part = if writes.contains(name) { &mut written } else { &mut own };
            part.insert(name.clone(), value.clone());
        }
        (Value::Context(own), Value::Context(written))
    }

    pub(super) fn fail_job(
        &mut self,
        job: &JobId,
        error: &str,
        code: Option<&str>,
    ) -> Result<(), Rejection> {
        self.allow(&Action::FinishJob)?;
        let (no, place, job) = self.job(job)?;
        let thrown = code.unwrap_or(UNAVAILABLE);
        let lasting = self.lasting(no, &place.step, thrown)?;
        let mut attempts = job.attempts.saturating_sub(1);
        if lasting.is_some() {
            // It is tried until the error has lasted as long as the map says.
            attempts = attempts.max(1);
        }
        let rest = self.service_task(&place.step).map_or(0, |task| {
            let unit = if task.retry.backoff.unit == TermUnit::Minutes { 60 } else { 3_600 };
            i64::from(task.retry.backoff.count) * unit
        });
        let retry_at = self.at.saturating_add(SignedDuration::from_secs(rest)).unwrap_or(self.at);
        self.emit(Event::JobFailed {
            no,
            error: error.to_owned(),
            attempts,
            retry_at,
            code: code.map(ToOwned::to_owned),
        });
        self.watch(no, lasting.unwrap_or_default());
        if (attempts == 0 || code.is_some()) && self.throw(no, Thrown::Error(thrown)) {
            self.run();
        }
        if attempts == 0 && self.instance.activations.contains_key(&no) {
            let message = format!(
                "every attempt of the worker `{}` failed; the last one: {error}",
                job.worker
            );
            self.raise(Some(no), &place, Problem::new("job_failed", message));
        }
        self.settle_pause()
    }

    /// The boundary events of a step that wait for this error to last, each with the moment at which
    /// it goes off if the first failure is this one; none when there are none.
    fn lasting(
        &self,
        no: ActivationNo,
        step: &StepId,
        thrown: &str,
    ) -> Result<Option<Watches>, Rejection> {
        let events = self.process.definition.step(step).map(|step| &step.on);
        let mut found = None;
        for (index, event) in (0_u32..).zip(events.into_iter().flatten()) {
            let Trigger::Error { error, after: Some(term) } = &event.trigger else { continue };
            if error == thrown {
                let purpose = TimerPurpose::Boundary { no, index };
                let all: &mut Watches = found.get_or_insert_default();
                if !self.instance.timers.values().any(|timer| timer.purpose == purpose) {
                    all.push((Watch::Boundary(index), self.due(self.at, *term)?.at));
                }
            }
        }
        Ok(found)
    }

    fn job(&self, id: &JobId) -> Result<(ActivationNo, Place, Job), Rejection> {
        let found = self.activation(id.as_str());
        match found.map(|(no, open)| (no, open, &open.state)) {
            Some((no, open, ActivationState::Job(job))) => Ok((no, open.into(), job.clone())),
            _ => Err(Rejection::new(RejectionCode::NoSuchJob, "the job is done or unknown")),
        }
    }

    fn service_task(&self, step: &StepId) -> Option<&ServiceTask> {
        match &self.process.definition.step(step)?.element {
            Element::ServiceTask(task) => Some(task),
            _ => None,
        }
    }
}
