//! Errors and escalations look for a boundary event that catches them: on the step, then on the
//! whole process.

use super::Deciding;
use crate::definition::{Boundary, Trigger};
use crate::event::ActivationNo;

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
        let step = self.step_of(no).and_then(|step| process.definition.step(&step));
        let catches = |boundary: &&Boundary| thrown.is_caught_by(boundary);
        let on_step = step.and_then(|step| step.on.iter().find(catches));
        let caught = on_step
            .map(|boundary| (boundary, Some(no)))
            .or_else(|| Some((process.definition.on.iter().find(catches)?, None)));
        if let Some((boundary, on)) = caught {
            self.set_off(boundary, on);
        }
        caught.is_some()
    }
}
