//! What the language knows and this version does not run is refused by name, never ignored.

use super::View;
use crate::definition::Element;
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::source::Span;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, step) in view.steps() {
        if let Some(name) = element(&step.element) {
            found.push(refused(view.place(id, &["type"]), name));
        }
    }
    found
}

fn refused(span: Span, name: &str) -> Diagnostic {
    let message = format!("`{name}` is part of the language, but this version does not run it yet");
    Diagnostic::new(&rules::NOT_RUN_YET, span, message)
        .help("write it with the elements that run; `reglament explain RGL-028` lists them")
}

const fn element(element: &Element) -> Option<&'static str> {
    match element {
        Element::CallActivity(_) => Some("call_activity"),
        Element::UserTask(_)
        | Element::ManualTask(_)
        | Element::ServiceTask(_)
        | Element::BusinessRuleTask(_)
        | Element::SendTask(_)
        | Element::ReceiveTask(_)
        | Element::Timer(_)
        | Element::ExclusiveGateway
        | Element::InclusiveGateway
        | Element::EventGateway
        | Element::ParallelGateway
        | Element::Subprocess(_)
        | Element::EndEvent(_) => None,
    }
}
