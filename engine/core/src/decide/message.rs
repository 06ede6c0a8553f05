//! `ReceiveMessage`: a boundary event that waits for the message goes off.

use super::Deciding;
use crate::access::Action;
use crate::definition::{Boundary, Trigger};
use crate::event::Event;
use crate::rejection::{Rejection, RejectionCode};
use crate::value::Value;

impl Deciding<'_> {
    pub(super) fn receive(&mut self, message: &str, data: &Value) -> Result<(), Rejection> {
        self.allow(&Action::SendMessage)?;
        self.allow_reading()?;
        let process = self.process;
        let waits = |boundary: &&Boundary| matches!(&boundary.trigger, Trigger::Message(name) if name == message);
        let on_step = self.instance.activations.iter().find_map(|(no, open)| {
            let boundary = process.definition.step(&open.step)?.on.iter().find(waits)?;
            Some((boundary, Some(*no)))
        });
        let found =
            on_step.or_else(|| process.definition.on.iter().find(waits).map(|found| (found, None)));
        let Some((boundary, on)) = found else {
            return Err(Rejection::new(
                RejectionCode::NotExpected,
                format!("nothing in this case waits for the message `{message}` now"),
            ));
        };
        self.emit(Event::MessageReceived { message: message.to_owned(), data: data.clone() });
        self.set_off(boundary, on);
        self.settle_pause()
    }
}
