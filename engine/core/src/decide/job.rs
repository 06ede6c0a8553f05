//! `CompleteJob` and `FailJob`: what a worker says. The store has checked its lease token.

use jiff::SignedDuration;

use super::Deciding;
use super::incident::Problem;
use super::timer::completed;
use crate::access::Action;
use crate::data;
use crate::definition::{Element, ServiceTask};
use crate::event::{ActivationNo, Event};
use crate::ids::{JobId, StepId};
use crate::instance::{ActivationState, Job};
use crate::rejection::{Rejection, RejectionCode};
use crate::term::TermUnit;
use crate::value::{Context, Value};

impl Deciding<'_> {
    pub(super) fn complete_job(&mut self, job: &JobId, output: &Value) -> Result<(), Rejection> {
        self.allow(&Action::FinishJob)?;
        let (no, step, _) = self.job(job)?;
        let empty = Value::Context(Context::new());
        let output = if output.is_null() { &empty } else { output };
        if let Some(task) = self.service_task(&step) {
            let faults = data::check(&task.receives, output);
            let missing = data::missing(
                &task.receives,
                output,
                &self.process.scope(&self.instance.data, self.at),
            );
            let faults: Vec<_> = faults.into_iter().chain(missing).collect();
            if !faults.is_empty() {
                return Err(data::rejection(faults));
            }
        }
        self.emit(Event::JobCompleted { no, output: output.clone() });
        self.name_applicant();
        self.clock_event(|event| completed(event, &step, None))?;
        self.go_on(&step);
        self.settle_pause()
    }

    pub(super) fn fail_job(&mut self, job: &JobId, error: &str) -> Result<(), Rejection> {
        self.allow(&Action::FinishJob)?;
        let (no, step, job) = self.job(job)?;
        let attempts = job.attempts.saturating_sub(1);
        let rest = self.service_task(&step).map_or(0, |task| {
            let unit = if task.retry.backoff.unit == TermUnit::Minutes { 60 } else { 3_600 };
            i64::from(task.retry.backoff.count) * unit
        });
        let retry_at = self.at.saturating_add(SignedDuration::from_secs(rest)).unwrap_or(self.at);
        self.emit(Event::JobFailed { no, error: error.to_owned(), attempts, retry_at });
        if attempts == 0 {
            let message = format!(
                "every attempt of the worker `{}` failed; the last one: {error}",
                job.worker
            );
            self.raise(Some(no), &step, Problem::new("job_failed", message));
        }
        Ok(())
    }

    fn job(&self, id: &JobId) -> Result<(ActivationNo, StepId, Job), Rejection> {
        let found = self.activation(id.as_str());
        match found.map(|(no, open)| (no, &open.step, &open.state)) {
            Some((no, step, ActivationState::Job(job))) => Ok((no, step.clone(), job.clone())),
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
