//! `ReceiveMessage`: a message meets the step or the boundary event that waits for it. One that comes
//! early is kept, and given to the first that wants it.

use super::Deciding;
use super::flow::{Place, problem};
use super::timer::completed;
use crate::access::Action;
use crate::data;
use crate::definition::{Boundary, Element, Flow, Trigger, message_variable};
use crate::event::{ActivationNo, Event};
use crate::instance::{ActivationState, KeptMessage};
use crate::rejection::{Rejection, RejectionCode};
use crate::value::Value;

/// A case keeps no more early messages than this.
const KEPT_MAX: usize = 100;

/// What waits for a message.
enum Waiting<'a> {
    /// A step, whose token goes on; the message is this one of those that it waits for.
    Step(ActivationNo, usize),
    /// A boundary event, of an activation or of the whole process.
    Boundary(&'a Boundary, Option<ActivationNo>),
}

impl<'a> Deciding<'a> {
    pub(super) fn receive(
        &mut self,
        message: &str,
        key: Option<&str>,
        data: &Value,
    ) -> Result<(), Rejection> {
        self.allow(&Action::SendMessage)?;
        self.allow_reading()?;
        self.check_message(message, data)?;
        let came = KeptMessage {
            no: 0,
            message: message.to_owned(),
            key: key.map(ToOwned::to_owned),
            data: data.clone(),
        };
        match self.waiting_for(message, key) {
            Some(waiting) => self.give(&waiting, came),
            None if self.instance.kept.len() < KEPT_MAX => {
                let KeptMessage { message, key, data, .. } = came;
                self.emit(Event::MessageKept { message, key, data });
            }
            None => {
                let message = format!("the case keeps {KEPT_MAX} messages that nothing waits for");
                return Err(Rejection::new(RejectionCode::NotExpected, message));
            }
        }
        self.run();
        self.settle_pause()
    }

    /// Gives a message that was kept to a step that waits for it now; whether there was one.
    pub(super) fn give_kept(&mut self) -> bool {
        let found = self.instance.kept.iter().find_map(|kept| {
            let waiting = self.waiting_for(&kept.message, kept.key.as_deref())?;
            Some((waiting, kept.clone()))
        });
        let Some((waiting, kept)) = found else { return false };
        self.give(&waiting, kept);
        true
    }

    fn give(&mut self, waiting: &Waiting<'_>, message: KeptMessage) {
        let (no, which) = match waiting {
            Waiting::Step(no, which) => (Some(*no), *which),
            Waiting::Boundary(..) => (None, 0),
        };
        let place = no.and_then(|no| self.place_of(no));
        self.emit(Event::MessageReceived {
            under: Some(message_variable(&message.message).into_owned())
                .filter(|under| *under != message.message),
            message: message.message,
            data: message.data,
            no,
            kept: Some(message.no).filter(|kept| *kept > 0),
        });
        self.note_names();
        if let Waiting::Boundary(boundary, on) = waiting {
            self.set_off(boundary, *on);
        }
        if let Some(place) = place {
            match self.clock_event(|event| completed(event, &place.step, None)) {
                Ok(()) => match self.flow_of(&place, which) {
                    Some(flow) => self.take(&place, flow),
                    None => self.take_all(&place),
                },
                Err(rejection) => self.raise(None, &place, problem(&rejection)),
            }
        }
    }

    /// The flow of an event gateway that its n-th message takes.
    fn flow_of(&self, place: &Place, which: usize) -> Option<&'a Flow> {
        let step = self.process.definition.step(&place.step)?;
        let gateway = matches!(step.element, Element::EventGateway);
        let mut flows = step.next.iter().filter(|flow| flow.message().is_some());
        flows.nth(which).filter(|_| gateway)
    }

    /// What waits for a message: the steps in the order in which they began, then the whole process.
    fn waiting_for(&self, message: &str, key: Option<&str>) -> Option<Waiting<'a>> {
        let process = self.process;
        let waits = |boundary: &&Boundary| matches!(&boundary.trigger, Trigger::Message(name) if name == message);
        let on_step = self.instance.activations.iter().find_map(|(no, open)| {
            if let ActivationState::Messages { awaited: messages } = &open.state
                && let Some(which) = messages.iter().position(|awaited| awaited.is(message, key))
            {
                return Some(Waiting::Step(*no, which));
            }
            let boundary = process.definition.step(&open.step)?.on.iter().find(waits)?;
            Some(Waiting::Boundary(boundary, Some(*no)))
        });
        let on_process = || process.definition.on.iter().find(waits);
        on_step.or_else(|| Some(Waiting::Boundary(on_process()?, None)))
    }

    /// Whether the map knows the message, and its content is as the map says.
    fn check_message(&self, message: &str, data: &Value) -> Result<(), Rejection> {
        let process = self.process;
        let mut named =
            process.definition.messages().filter(|(name, _)| *name == message).peekable();
        if named.peek().is_none() {
            return Err(Rejection::new(
                RejectionCode::NotExpected,
                format!("nothing in this case waits for a message `{message}`, now or later"),
            ));
        }
        for fields in named.filter_map(|(_, fields)| fields) {
            let scope = process.scope(&self.instance.data, self.at);
            let faults = data::check(fields, data, self.filed_on()).into_iter();
            let faults: Vec<_> = faults.chain(data::missing(fields, data, &scope)).collect();
            if !faults.is_empty() {
                return Err(data::rejection(faults));
            }
        }
        Ok(())
    }
}
