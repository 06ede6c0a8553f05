//! Incidents: what the engine cannot go on with stands where it is, until a person has it tried again.

use super::Deciding;
use super::flow::Place;
use crate::access::Action;
use crate::event::{ActivationNo, Event};
use crate::ids::IncidentId;
use crate::instance::ActivationState;
use crate::rejection::{Rejection, RejectionCode};

/// What stops a step: a stable code, and a sentence that says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

impl Problem {
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }
}

impl Deciding<'_> {
    /// The step cannot go on: it stands open on an incident.
    pub(crate) fn raise(&mut self, no: Option<ActivationNo>, place: &Place, problem: Problem) {
        let no = no.unwrap_or_else(|| {
            let no = self.next_no();
            self.emit(Event::StepEntered { no, step: place.step.clone(), scope: place.scope });
            no
        });
        self.emit(Event::IncidentRaised {
            no,
            step: place.step.clone(),
            code: problem.code.to_owned(),
            message: problem.message,
        });
    }

    pub(super) fn retry(&mut self, incident: &IncidentId) -> Result<(), Rejection> {
        self.allow(&Action::RetryIncident)?;
        let found = self.activation(incident.as_str());
        let Some((no, open)) =
            found.filter(|(_, open)| matches!(open.state, ActivationState::Incident(_)))
        else {
            return Err(Rejection::new(
                RejectionCode::NoSuchIncident,
                "the incident is resolved or unknown",
            ));
        };
        let place = Place::from(open);
        self.emit(Event::IncidentResolved { no });
        // The step is entered afresh: its first try left nothing behind but the incident.
        self.emit(Event::StepInterrupted { no });
        self.enter(&place);
        self.run();
        self.settle_pause()
    }
}
