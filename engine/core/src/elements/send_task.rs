//! Send task: what was completed is undone if it says so, a document is made and a message goes to the outbox, in this order.

use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::definition::{Notify, SendTask};
use crate::event::Event;

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    task: &SendTask,
) -> Result<(), Problem> {
    if task.compensates && deciding.compensate(place) {
        return Ok(());
    }
    // First the clock: a receipt that starts the term also states its end.
    deciding.passed(&place.step)?;
    deciding.emit(Event::StepPassed { step: place.step.clone(), scope: place.scope });
    document(deciding, place, task.document.as_ref());
    notify(deciding, place, task.notify.as_ref());
    deciding.take_all(place);
    Ok(())
}

/// Asks for a message.
pub(super) fn notify(deciding: &mut Deciding<'_>, place: &Place, notify: Option<&Notify>) {
    if let Some(notify) = notify {
        deciding.emit(Event::NotificationRequested {
            step: place.step.clone(),
            scope: place.scope,
            message: notify.message.clone(),
            to: notify.to.clone(),
            attach: notify.attach.clone(),
        });
    }
}

/// Asks for a document.
pub(super) fn document(deciding: &mut Deciding<'_>, place: &Place, document: Option<&String>) {
    if let Some(document) = document {
        deciding.emit(Event::DocumentRequested {
            step: place.step.clone(),
            scope: place.scope,
            document: document.clone(),
        });
    }
}
