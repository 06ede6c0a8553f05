//! What each element does when a token enters it. One kind, one file, one line.

mod business_rule_task;
mod end_event;
mod exclusive_gateway;
mod receive_task;
mod send_task;
mod service_task;
mod timer;
mod user_task;

use crate::decide::Deciding;
use crate::decide::incident::Problem;
use crate::definition::{Element, Step};
use crate::event::Event;
use crate::ids::StepId;

/// A token enters a step.
pub(crate) fn enter(deciding: &mut Deciding<'_>, id: &StepId, step: &Step) -> Result<(), Problem> {
    match &step.element {
        Element::UserTask(_) | Element::ManualTask(_) => user_task::enter(deciding, id, step),
        Element::ServiceTask(task) => service_task::enter(deciding, id, step, task),
        Element::BusinessRuleTask(task) => business_rule_task::enter(deciding, id, task),
        Element::SendTask(task) => {
            send_task::enter(deciding, id, task);
            Ok(())
        }
        Element::ReceiveTask(task) => receive_task::enter(deciding, id, step, task),
        Element::Timer(timer) => timer::enter(deciding, id, step, timer),
        Element::ExclusiveGateway => exclusive_gateway::enter(deciding, id, step),
        Element::ParallelGateway => {
            deciding.emit(Event::StepPassed { step: id.clone() });
            deciding.take_all(id);
            Ok(())
        }
        Element::EndEvent(end) => {
            end_event::enter(deciding, id, end);
            Ok(())
        }
        // The checker refuses these maps; one that got here all the same must not lose its token.
        Element::InclusiveGateway
        | Element::EventGateway
        | Element::CallActivity(_)
        | Element::Subprocess(_) => Err(Problem::new(
            "not_run_yet",
            "this kind of step is not run by this version of the engine",
        )),
    }
}
