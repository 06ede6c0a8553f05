//! What a case receives on its way beside the data of the application: the results of steps and the
//! contents of messages, each under its name in the case data.

use std::borrow::Cow;

use super::{Boundary, Definition, Element, Fields, Trigger};

/// The name under which the case data holds the content of a message: `payment-confirmed` is stored
/// as `payment_confirmed`, because `-` is minus in expressions.
pub fn message_variable(message: &str) -> Cow<'_, str> {
    if message.contains('-') { message.replace('-', "_").into() } else { message.into() }
}

impl Definition {
    /// What steps and messages add to the case data where the map declares its fields: the name under
    /// which it is stored, and the fields.
    pub fn received(&self) -> impl Iterator<Item = (Cow<'_, str>, &Fields)> {
        self.all_steps().filter_map(|(id, step)| match &step.element {
            Element::ServiceTask(task) => Some((id.as_str().into(), &task.receives)),
            Element::CallActivity(call) => Some((id.as_str().into(), &call.receives)),
            Element::ReceiveTask(task) if !task.receives.is_empty() => {
                Some((message_variable(&task.message), &task.receives))
            }
            _ => None,
        })
    }

    /// The declared fields of what is stored under this name.
    pub fn received_as(&self, name: &str) -> Option<&Fields> {
        self.received().find(|(known, _)| known == name).map(|(_, fields)| fields)
    }

    /// The messages for which a case may wait, each where the map names it, with its declared fields.
    pub fn messages(&self) -> impl Iterator<Item = (&str, Option<&Fields>)> {
        fn of_event(event: &Boundary) -> Option<(&str, Option<&Fields>)> {
            match &event.trigger {
                Trigger::Message(name) => Some((name, None)),
                _ => None,
            }
        }
        let of_steps = self.all_steps().flat_map(|(_, step)| {
            let own = match &step.element {
                Element::ReceiveTask(task) => {
                    let fields = Some(&task.receives).filter(|fields| !fields.is_empty());
                    Some((task.message.as_str(), fields))
                }
                _ => None,
            };
            let flows = step.next.iter().filter_map(super::Flow::message);
            let flows = flows.map(|awaited| (awaited.message.as_str(), None));
            own.into_iter().chain(flows).chain(step.on.iter().filter_map(of_event))
        });
        of_steps.chain(self.on.iter().filter_map(of_event))
    }
}
