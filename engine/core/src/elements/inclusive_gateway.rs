//! Inclusive gateway: every flow whose condition holds, and `otherwise` when none does. No flow at all
//! is an incident, never a silent end.

use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::definition::Step;
use crate::event::Event;
use crate::value::Value;

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    step: &Step,
) -> Result<(), Problem> {
    let mut taken = Vec::new();
    for flow in &step.next {
        if let Some(condition) = &flow.when
            && deciding.evaluate(condition, place.scope)? == Value::Boolean(true)
        {
            taken.push(flow);
        }
    }
    if taken.is_empty() {
        taken.extend(step.next.iter().filter(|flow| flow.when.is_none()));
    }
    if taken.is_empty() {
        let message = "no condition of the gateway holds and it has no `otherwise`";
        return Err(Problem::new("no_flow", message));
    }
    deciding.emit(Event::StepPassed { step: place.step.clone(), scope: place.scope });
    for flow in taken {
        deciding.take(place, flow);
    }
    Ok(())
}
