//! Service task: a job waits for its worker.

use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::definition::{ServiceTask, Step};
use crate::event::Event;
use crate::value::{Context, Value};

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    step: &Step,
    task: &ServiceTask,
) -> Result<(), Problem> {
    let mut input = Context::new();
    for (name, expression) in &task.sends {
        let value = deciding.evaluate(expression, place.scope)?;
        input.insert(name.clone(), value);
    }
    let watches = deciding.watches(step, place.scope)?;
    let no = deciding.next_no();
    deciding.emit(Event::JobOpened {
        no,
        step: place.step.clone(),
        scope: place.scope,
        worker: task.worker.clone(),
        input: Value::Context(input),
        attempts: task.retry.attempts,
    });
    deciding.watch(no, watches);
    Ok(())
}
