//! Call activity: a case of another process begins, and the token waits for its end.

use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::definition::{CallActivity, Step};
use crate::event::Event;
use crate::value::{Context, Value};

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    step: &Step,
    call: &CallActivity,
) -> Result<(), Problem> {
    let mut data = Context::new();
    for (name, expression) in &call.sends {
        let value = deciding.evaluate(expression, place.scope)?;
        // What is not known yet is not said: an application does not say it either.
        if !value.is_null() {
            data.insert(name.clone(), value);
        }
    }
    let watches = deciding.watches(step, place.scope)?;
    let no = deciding.next_no();
    deciding.emit(Event::CallOpened {
        no,
        step: place.step.clone(),
        scope: place.scope,
        process: call.process.clone(),
        edition: call.edition.clone(),
        data: Value::Context(data),
    });
    deciding.watch(no, watches);
    Ok(())
}
