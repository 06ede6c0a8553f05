//! Errors and escalations look for a boundary event that catches them: on the step, then on the
//! subprocesses around it, the nearest first, then on the whole process.

use super::Deciding;
use super::flow::Place;
use super::watch::{OVERDUE, WAITING};
use crate::definition::{Boundary, Trigger};
use crate::event::{ActivationNo, Event, ScopeNo};

/// The error of a worker that does not name another.
pub(crate) const UNAVAILABLE: &str = "unavailable";

/// The name that catches every error, or every escalation that a map throws.
pub(crate) const ANY: &str = "any";

/// Whether the engine itself throws this escalation: nobody who catches all means the terms of steps.
fn is_own(escalation: &str) -> bool {
    escalation == OVERDUE || escalation == WAITING
}

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
            (Trigger::Error { error, after: None }, Self::Error(thrown)) => {
                error == thrown || error == ANY
            }
            (Trigger::Escalation(name), Self::Escalation(thrown)) => {
                name == thrown || name == ANY && !is_own(thrown)
            }
            _ => false,
        }
    }
}

/// What catches: a boundary event, and the activation it stands on; none on the process.
type Catcher<'a> = (&'a Boundary, Option<ActivationNo>);

impl<'a> Deciding<'a> {
    /// A step throws: sets off the boundary event that catches it; whether there is one.
    pub(crate) fn throw(&mut self, no: ActivationNo, thrown: Thrown<'_>) -> bool {
        let Some(place) = self.place_of(no) else { return false };
        let caught = self.catcher(Some(no), place.scope, thrown);
        if let Thrown::Error(error) = thrown
            && caught.is_some()
        {
            let error = error.to_owned();
            self.emit(Event::ErrorThrown { step: place.step, scope: place.scope, error });
        }
        if let Some((boundary, on)) = caught {
            self.set_off(boundary, on);
        }
        caught.is_some()
    }

    /// An end event throws.
    pub(crate) fn throw_from(&mut self, place: &Place, thrown: Thrown<'_>) {
        let caught = self.catcher(None, place.scope, thrown);
        let Place { step, scope } = place.clone();
        self.emit(match thrown {
            Thrown::Error(error) => Event::ErrorThrown { step, scope, error: error.to_owned() },
            Thrown::Escalation(escalation) => {
                let escalation = escalation.to_owned();
                Event::EscalationThrown { step, scope, escalation, caught: caught.is_some() }
            }
        });
        if let Some((boundary, on)) = caught {
            self.set_off(boundary, on);
        }
    }

    /// Whether something around a scope catches this.
    pub(crate) fn is_caught(&self, scope: ScopeNo, thrown: Thrown<'_>) -> bool {
        self.catcher(None, scope, thrown).is_some()
    }

    /// The boundary event that catches this: of the step itself, of the nearest subprocess around
    /// it, of the process.
    fn catcher(
        &self,
        no: Option<ActivationNo>,
        scope: ScopeNo,
        thrown: Thrown<'_>,
    ) -> Option<Catcher<'a>> {
        let process = self.process;
        let catches = |boundary: &&Boundary| thrown.is_caught_by(boundary);
        let around = self.instance.around(scope).map(|(_, scope)| scope.of);
        let on_step = no.into_iter().chain(around).find_map(|no| {
            let step = process.definition.step(&self.instance.activations.get(&no)?.step)?;
            Some((step.on.iter().find(catches)?, Some(no)))
        });
        on_step.or_else(|| Some((process.definition.on.iter().find(catches)?, None)))
    }
}
