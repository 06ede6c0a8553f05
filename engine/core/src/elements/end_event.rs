//! End event: the token ends here. It may have what was completed undone, throw an error, an
//! escalation or a signal, or end everything in its scope.

use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::decide::throw::Thrown;
use crate::definition::EndEvent;
use crate::event::Event;

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    end: &EndEvent,
) -> Result<(), Problem> {
    if end.compensates && deciding.compensate(place) {
        return Ok(());
    }
    if let Some(error) = &end.error
        && !deciding.is_caught(place.scope, Thrown::Error(error))
    {
        let message = format!(
            "nothing catches the error `{error}`; add `{{ error: {error}, to: … }}` under `on:` of \
             a subprocess around it or of the map"
        );
        return Err(Problem::new("error_not_caught", message));
    }
    deciding.emit(Event::StepPassed { step: place.step.clone(), scope: place.scope });
    super::send_task::document(deciding, place, end.document.as_ref());
    super::send_task::notify(deciding, place, end.notify.as_ref());
    if let Some(error) = &end.error {
        deciding.throw_from(place, Thrown::Error(error));
    } else if let Some(escalation) = &end.escalation {
        deciding.throw_from(place, Thrown::Escalation(escalation));
    }
    if let Some(signal) = &end.signal {
        deciding.signal(place, signal);
    }
    if end.terminate {
        deciding.terminate(place);
    }
    Ok(())
}
