//! Business rule task: a decision table answers; the answer is stored under the name of the step,
//! and the history names the rules that fired.

use crate::data::plain;
use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::definition::BusinessRuleTask;
use crate::event::Event;

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    task: &BusinessRuleTask,
) -> Result<(), Problem> {
    let process = deciding.process;
    let table = process.definition.decisions.get(&task.decision).ok_or_else(|| {
        Problem::new("no_such_decision", format!("the map has no decision `{}`", task.decision))
    })?;
    let made = process.decide_table(table, &deciding.view(place.scope), deciding.at)?;
    let rules =
        made.trace.fired.iter().filter_map(|rule| u32::try_from(rule.number).ok()).collect();
    deciding.passed(&place.step)?;
    deciding.emit(Event::DecisionMade {
        step: place.step.clone(),
        scope: place.scope,
        decision: task.decision.clone(),
        result: plain(made.value),
        rules,
        inputs: made.trace.inputs.into_iter().map(|(name, value)| (name, plain(value))).collect(),
    });
    deciding.take_all(place);
    Ok(())
}
