//! Timer: the token waits for a term, a date or a moment of the calendar.

use jiff::Timestamp;

use crate::decide::Deciding;
use crate::decide::flow::{Place, problem};
use crate::decide::incident::Problem;
use crate::definition::{Step, Timer, Wait};
use crate::event::{Event, TimerPurpose};

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    step: &Step,
    timer: &Timer,
) -> Result<(), Problem> {
    let due = moment(deciding, place, &timer.wait)?;
    let watches = deciding.watches(step, place.scope)?;
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
        Wait::Until(expression) => deciding.moment(expression, place.scope),
        Wait::NextWorkingDayAt(time) => deciding
            .calendar()
            .next_working_day_at(deciding.at, *time)
            .map_err(|error| Problem::new("calendar_not_covered", error.to_string())),
    }
}
