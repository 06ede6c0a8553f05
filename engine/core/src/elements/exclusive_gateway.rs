//! Exclusive gateway: the first flow whose condition holds, in the order of the map. No flow and no
//! `otherwise` is an incident, never a silent end.

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
    for flow in &step.next {
        let holds = match &flow.when {
            None => true,
            Some(condition) => {
                let value = deciding.evaluate(condition, place.scope)?;
                value == Value::Boolean(true)
            }
        };
        if holds {
            deciding.emit(Event::StepPassed { step: place.step.clone(), scope: place.scope });
            deciding.take(place, flow);
            return Ok(());
        }
    }
    Err(Problem::new("no_flow", "no condition of the gateway holds and it has no `otherwise`"))
}
