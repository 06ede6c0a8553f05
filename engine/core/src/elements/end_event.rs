//! End event: the token ends here; a terminating one ends the case with everything in it.

use crate::decide::Deciding;
use crate::definition::EndEvent;
use crate::event::Event;
use crate::ids::StepId;

pub(super) fn enter(deciding: &mut Deciding<'_>, id: &StepId, end: &EndEvent) {
    deciding.emit(Event::StepPassed { step: id.clone() });
    super::send_task::document(deciding, id, end.document.as_ref());
    super::send_task::notify(deciding, id, end.notify.as_ref());
    if end.terminate {
        deciding.end(id);
    }
}
