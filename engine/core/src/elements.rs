//! What each element does when a token enters it. One kind, one file, one line.

mod business_rule_task;
mod call_activity;
mod end_event;
mod event_gateway;
mod exclusive_gateway;
mod inclusive_gateway;
mod receive_task;
mod send_task;
mod service_task;
mod subprocess;
mod throw_event;
mod timer;
mod user_task;

use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::definition::{Element, Step};
use crate::event::Event;

/// A token enters a step.
pub(crate) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    step: &Step,
) -> Result<(), Problem> {
    match &step.element {
        Element::UserTask(_) | Element::ManualTask(_) => user_task::enter(deciding, place, step),
        Element::ServiceTask(task) => service_task::enter(deciding, place, step, task),
        Element::BusinessRuleTask(task) => business_rule_task::enter(deciding, place, task),
        Element::SendTask(task) => send_task::enter(deciding, place, task),
        Element::ReceiveTask(task) => receive_task::enter(deciding, place, step, task),
        Element::Timer(timer) => timer::enter(deciding, place, step, timer),
        Element::ExclusiveGateway => exclusive_gateway::enter(deciding, place, step),
        Element::InclusiveGateway => inclusive_gateway::enter(deciding, place, step),
        Element::EventGateway => event_gateway::enter(deciding, place, step),
        Element::ParallelGateway => {
            deciding.emit(Event::StepPassed { step: place.step.clone(), scope: place.scope });
            deciding.take_all(place);
            Ok(())
        }
        Element::ThrowEvent(thrown) => throw_event::enter(deciding, place, thrown),
        Element::EndEvent(end) => end_event::enter(deciding, place, end),
        Element::Subprocess(block) => subprocess::enter(deciding, place, step, block),
        Element::CallActivity(call) => call_activity::enter(deciding, place, step, call),
    }
}
