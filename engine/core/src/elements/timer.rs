//! Timer: the token waits for a term, a date or a moment of the calendar.

use jiff::Timestamp;

use crate::decide::Deciding;
use crate::decide::flow::{Place, problem};
use crate::decide::incident::Problem;
use crate::definition::{Step, Timer, Wait};
use crate::event::{Event, TimerPurpose};
use crate::feel::Expression;
use crate::value::Value;

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    step: &Step,
    timer: &Timer,
) -> Result<(), Problem> {
    let due = moment(deciding, place, &timer.wait)?;
    let watches = deciding.watches(step)?;
    let no = deciding.next_no();
    deciding.emit(Event::StepEntered { no, step: place.step.clone(), scope: place.scope });
    deciding.arm(TimerPurpose::Step { no }, due);
    deciding.watch(no, watches);
    Ok(())
}

fn moment(deciding: &Deciding<'_>, place: &Place, wait: &Wait) -> Result<Timestamp, Problem> {
    match wait {
        Wait::For(term) => deciding
            .due(deciding.at, *term)
            .map(|due| due.at)
            .map_err(|rejection| problem(&rejection)),
        Wait::Until(expression) => until(deciding, place, expression),
        Wait::NextWorkingDayAt(time) => deciding
            .calendar()
            .next_working_day_at(deciding.at, *time)
            .map_err(|error| Problem::new("calendar_not_covered", error.to_string())),
    }
}

/// A day begins at midnight in the zone of the calendar.
fn until(
    deciding: &Deciding<'_>,
    place: &Place,
    expression: &Expression,
) -> Result<Timestamp, Problem> {
    let value = deciding.evaluate(expression, place.scope)?;
    let local = match value {
        Value::Date(date) => Some(date.at(0, 0, 0, 0)),
        Value::DateTime(local) => Some(local),
        Value::Text(text) => text.parse().ok(),
        _ => None,
    };
    let local = local.ok_or_else(|| {
        Problem::new("no_moment", format!("`{expression}` gives no date and no moment to wait for"))
    })?;
    Ok(deciding.calendar().timestamp(local))
}
