//! Event gateway: the token waits for messages and timers, and takes the flow whose event comes first.

use super::receive_task::awaited;
use crate::decide::Deciding;
use crate::decide::flow::{Place, problem};
use crate::decide::incident::Problem;
use crate::definition::{Flow, FlowEvent, Step};
use crate::event::{Event, TimerPurpose};

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    step: &Step,
) -> Result<(), Problem> {
    let messages = step.next.iter().filter_map(Flow::message);
    let messages: Result<Vec<_>, Problem> = messages
        .map(|message| awaited(deciding, place, &message.message, message.key.as_ref()))
        .collect();
    let messages = messages?;
    let mut timers = Vec::new();
    for (index, flow) in (0_u32..).zip(&step.next) {
        match &flow.event {
            Some(FlowEvent::Timer(term)) => {
                timers.push((index, deciding.step_due(*term).map_err(|no| problem(&no))?.at));
            }
            Some(FlowEvent::Until(moment)) => {
                timers.push((index, deciding.moment(moment, place.scope)?));
            }
            _ => {}
        }
    }
    let no = deciding.next_no();
    let Place { step, scope } = place.clone();
    deciding.emit(Event::MessagesAwaited { no, step, scope, messages });
    for (index, due) in timers {
        deciding.arm(TimerPurpose::Flow { no, index }, due);
    }
    Ok(())
}
