//! End event: the token ends here; a terminating one ends the case with everything in it.

use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::definition::EndEvent;
use crate::event::Event;

pub(super) fn enter(deciding: &mut Deciding<'_>, place: &Place, end: &EndEvent) {
    deciding.emit(Event::StepPassed { step: place.step.clone(), scope: place.scope });
    super::send_task::document(deciding, place, end.document.as_ref());
    super::send_task::notify(deciding, place, end.notify.as_ref());
    if end.terminate {
        deciding.end(&place.step);
    }
}
