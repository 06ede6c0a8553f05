//! Throw event: a signal or an escalation goes off, and the token goes on.

use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::decide::throw::Thrown;
use crate::definition::ThrowEvent;
use crate::event::Event;

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    event: &ThrowEvent,
) -> Result<(), Problem> {
    deciding.passed(&place.step)?;
    deciding.emit(Event::StepPassed { step: place.step.clone(), scope: place.scope });
    // First the token goes on: whoever catches it may take away where it stands.
    deciding.take_all(place);
    if let Some(signal) = &event.signal {
        deciding.signal(place, signal);
    }
    if let Some(escalation) = &event.escalation {
        deciding.throw_from(place, Thrown::Escalation(escalation));
    }
    Ok(())
}
