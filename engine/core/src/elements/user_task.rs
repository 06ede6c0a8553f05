//! User task and manual task: a task stands in the inbox of the step's unit.

use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::decide::watch::Watch;
use crate::definition::Step;
use crate::event::Event;

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    step: &Step,
) -> Result<(), Problem> {
    let process = deciding.process;
    let unit =
        step.unit.as_ref().and_then(|unit| Some((unit, process.definition.units.get(unit)?)));
    let (unit, found) = unit.ok_or_else(|| {
        Problem::new("no_unit", "the step names no unit of the map that could do it")
    })?;
    let due = deciding.own_term(step)?;
    let watches = deciding.watches(step, place.scope)?;
    let no = deciding.next_no();
    deciding.emit(Event::TaskOpened {
        no,
        step: place.step.clone(),
        scope: place.scope,
        unit: unit.clone(),
        group: found.group.clone(),
        due: due.map(|(_, due)| due),
        queue: matches!(due, Some((Watch::Waiting, _))),
    });
    deciding.watch(no, watches);
    Ok(())
}
