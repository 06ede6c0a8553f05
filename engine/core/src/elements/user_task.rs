//! User task and manual task: a task stands in the inbox of the step's unit.

use crate::decide::Deciding;
use crate::decide::flow::problem;
use crate::decide::incident::Problem;
use crate::definition::Step;
use crate::event::Event;
use crate::ids::StepId;

pub(super) fn enter(deciding: &mut Deciding<'_>, id: &StepId, step: &Step) -> Result<(), Problem> {
    let process = deciding.process;
    let unit =
        step.unit.as_ref().and_then(|unit| Some((unit, process.definition.units.get(unit)?)));
    let (unit, found) = unit.ok_or_else(|| {
        Problem::new("no_unit", "the step names no unit of the map that could do it")
    })?;
    let due = step.within.map(|term| deciding.due(deciding.at, term)).transpose();
    let due = due.map_err(|rejection| problem(&rejection))?;
    let boundaries = deciding.boundary_timers(step)?;
    let no = deciding.next_no();
    deciding.emit(Event::TaskOpened {
        no,
        step: id.clone(),
        unit: unit.clone(),
        group: found.group.clone(),
        due,
    });
    deciding.arm_boundaries(no, boundaries);
    Ok(())
}
