//! Receive task: the token waits for a message with its correlation key. One that came early was kept
//! and is given to it before the command ends.

use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::definition::{ReceiveTask, Step};
use crate::event::{Awaited, Event};
use crate::feel::Expression;
use crate::value::Value;

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    step: &Step,
    task: &ReceiveTask,
) -> Result<(), Problem> {
    let awaited = awaited(deciding, place, &task.message, task.key.as_ref())?;
    let watches = deciding.watches(step, place.scope)?;
    let no = deciding.next_no();
    deciding.emit(Event::MessagesAwaited {
        no,
        step: place.step.clone(),
        scope: place.scope,
        messages: vec![awaited],
    });
    deciding.watch(no, watches);
    Ok(())
}

/// The message with the key that the case has now.
pub(super) fn awaited(
    deciding: &Deciding<'_>,
    place: &Place,
    message: &str,
    key: Option<&Expression>,
) -> Result<Awaited, Problem> {
    let Some(expression) = key else {
        return Ok(Awaited { message: message.to_owned(), key: None });
    };
    match deciding.evaluate(expression, place.scope)? {
        Value::Null => {
            let message = format!("the key `{expression}` of the message `{message}` is empty");
            Err(Problem::new("no_key", message))
        }
        key => Ok(Awaited { message: message.to_owned(), key: Some(key.to_string()) }),
    }
}
