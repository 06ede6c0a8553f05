//! Errors and escalations look for a boundary event that catches them: on the step, then on the
//! subprocesses around it, the nearest first, then on the whole process.

use super::Deciding;
use crate::definition::{Boundary, Trigger};
use crate::event::{ActivationNo, CASE};

/// The error of a worker that does not name another.
pub(crate) const UNAVAILABLE: &str = "unavailable";

/// What a step throws.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Thrown<'a> {
    /// The step cannot be done.
    Error(&'a str),
    /// Somebody should know.
    Escalation(&'a str),
}

impl Thrown<'_> {
    fn is_caught_by(self, boundary: &Boundary) -> bool {
        match (&boundary.trigger, self) {
            (Trigger::Error { error, after: None }, Self::Error(thrown)) => error == thrown,
            (Trigger::Escalation(name), Self::Escalation(thrown)) => name == thrown,
            _ => false,
        }
    }
}

impl Deciding<'_> {
    /// Sets off the boundary event that catches this; whether there is one.
    pub(crate) fn throw(&mut self, no: ActivationNo, thrown: Thrown<'_>) -> bool {
        let process = self.process;
        let catches = |boundary: &&Boundary| thrown.is_caught_by(boundary);
        let scope = self.instance.activations.get(&no).map_or(CASE, |open| open.scope);
        let around = self.instance.around(scope).map(|(_, scope)| scope.of);
        let on_step = [no].into_iter().chain(around).find_map(|no| {
            let step = process.definition.step(&self.instance.activations.get(&no)?.step)?;
            Some((step.on.iter().find(catches)?, Some(no)))
        });
        let caught = on_step.or_else(|| Some((process.definition.on.iter().find(catches)?, None)));
        if let Some((boundary, on)) = caught {
            self.set_off(boundary, on);
        }
        caught.is_some()
    }
}
