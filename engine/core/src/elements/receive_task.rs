//! Receive task: the token waits for a message with its correlation key. One that came early was kept
//! and is given to it before the command ends.

use crate::decide::Deciding;
use crate::decide::incident::Problem;
use crate::definition::{ReceiveTask, Step};
use crate::event::{Awaited, Event};
use crate::feel::Expression;
use crate::ids::StepId;
use crate::value::Value;

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    id: &StepId,
    step: &Step,
    task: &ReceiveTask,
) -> Result<(), Problem> {
    let awaited = awaited(deciding, &task.message, task.key.as_ref())?;
    let watches = deciding.watches(step)?;
    let no = deciding.next_no();
    deciding.emit(Event::MessagesAwaited { no, step: id.clone(), messages: vec![awaited] });
    deciding.watch(no, watches);
    Ok(())
}

/// The message with the key that the case has now.
fn awaited(
    deciding: &Deciding<'_>,
    message: &str,
    key: Option<&Expression>,
) -> Result<Awaited, Problem> {
    let Some(expression) = key else {
        return Ok(Awaited { message: message.to_owned(), key: None });
    };
    match deciding.process.evaluate(expression, &deciding.instance.data, deciding.at)? {
        Value::Null => {
            let message = format!("the key `{expression}` of the message `{message}` is empty");
            Err(Problem::new("no_key", message))
        }
        key => Ok(Awaited { message: message.to_owned(), key: Some(key.to_string()) }),
    }
}
