//! Send task: a document is made and a message goes to the outbox, in this order.

use crate::decide::Deciding;
use crate::definition::{Notify, SendTask};
use crate::event::Event;
use crate::ids::StepId;

pub(super) fn enter(deciding: &mut Deciding<'_>, id: &StepId, task: &SendTask) {
    deciding.emit(Event::StepPassed { step: id.clone() });
    document(deciding, id, task.document.as_ref());
    notify(deciding, id, task.notify.as_ref());
    deciding.take_all(id);
}

/// Asks for a message.
pub(super) fn notify(deciding: &mut Deciding<'_>, id: &StepId, notify: Option<&Notify>) {
    if let Some(notify) = notify {
        deciding.emit(Event::NotificationRequested {
            step: id.clone(),
            message: notify.message.clone(),
            to: notify.to.clone(),
            attach: notify.attach.clone(),
        });
    }
}

/// Asks for a document.
pub(super) fn document(deciding: &mut Deciding<'_>, id: &StepId, document: Option<&String>) {
    if let Some(document) = document {
        deciding.emit(Event::DocumentRequested { step: id.clone(), document: document.clone() });
    }
}
