//! No loop without a step that waits for a person, a worker or a day.

use super::View;
use crate::definition::Element;
use crate::diagnostic::Diagnostic;
use crate::ids::StepId;
use crate::language::reader::list;
use crate::language::rules;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let at_once = |id: &StepId| {
        let element = view.definition.step(id).map(|step| &step.element);
        !view.broken.contains(id) && element.is_some_and(happens_at_once)
    };
    let found = |group: Vec<&StepId>| {
        let names: Vec<&str> = group.iter().map(|id| id.as_str()).collect();
        let message = format!("the loop of {} never waits", list(&names));
        let first = group.first()?;
        Some(
            Diagnostic::new(&rules::BUSY_LOOP, view.step(first), message)
                .help("put a timer, a task or an end into it"),
        )
    };
    view.graph.only(at_once).loops().into_iter().filter_map(found).collect()
}

/// Whether a token passes this element within one command.
fn happens_at_once(element: &Element) -> bool {
    if let Element::Subprocess(block) = element {
        return block.steps.values().all(|step| happens_at_once(&step.element));
    }
    matches!(
        element,
        Element::ExclusiveGateway
            | Element::InclusiveGateway
            | Element::ParallelGateway
            | Element::BusinessRuleTask(_)
            | Element::SendTask(_)
            | Element::ThrowEvent(_)
            | Element::EndEvent(_)
    )
}
