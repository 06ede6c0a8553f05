//! Exclusive gateway: the first flow whose condition holds, in the order of the map. No flow and no
//! `otherwise` is an incident, never a silent end.

use crate::decide::Deciding;
use crate::decide::incident::Problem;
use crate::definition::Step;
use crate::event::Event;
use crate::ids::StepId;
use crate::value::Value;

pub(super) fn enter(deciding: &mut Deciding<'_>, id: &StepId, step: &Step) -> Result<(), Problem> {
    for flow in &step.next {
        let holds = match &flow.when {
            None => true,
            Some(condition) => {
                let value =
                    deciding.process.evaluate(condition, &deciding.instance.data, deciding.at)?;
                value == Value::Boolean(true)
            }
        };
        if holds {
            deciding.emit(Event::StepPassed { step: id.clone() });
            deciding.take(id, flow);
            return Ok(());
        }
    }
    Err(Problem::new("no_flow", "no condition of the gateway holds and it has no `otherwise`"))
}
