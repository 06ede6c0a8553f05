//! What is stored in the case data has a name of its own.

use std::borrow::Cow;

use super::View;
use crate::definition::{Boundary, Element, Flow, Trigger, message_variable};
use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::source::Span;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let data = view.root.at(&["data"]);
    let field = |name: &str| data.and_then(|data| data.entry(name)).map(|entry| entry.key.span);
    let results: Vec<(&str, Span)> = view
        .steps()
        .filter(|(_, step)| {
            matches!(
                step.element,
                Element::ServiceTask(_) | Element::CallActivity(_) | Element::BusinessRuleTask(_)
            )
        })
        .map(|(id, _)| (id.as_str(), view.step(id)))
        .collect();
    let with_fields = results.iter().filter_map(|(name, span)| {
        let message = format!("the result of `{name}` would replace the field `{name}`");
        Some(clash(*span, message, field(name)?))
    });
    let of_messages = messages(view).into_iter().filter_map(|(name, span)| {
        let result = || results.iter().find(|(step, _)| name == *step).map(|(_, span)| *span);
        let other = field(&name).or_else(result)?;
        let message = format!("the content of the message `{name}` would replace other data");
        Some(clash(span, message, other))
    });
    with_fields.chain(of_messages).chain(reserved(view)).chain(steps(view)).collect()
}

/// Steps of one name: what a subprocess has within counts as well, because history, four eyes and
/// terms know a step by its name alone.
fn steps<'a>(view: &'a View<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    view.same_name.iter().map(|(first, again)| {
        let message = format!("there are two steps `{}`", again.key.text);
        clash(again.key.span, message, first.key.span)
    })
}

/// Words that already mean something where names of this kind stand.
fn reserved<'a>(view: &'a View<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let words = [
        (&["units"], "applicant", "`to: applicant` is whoever filed the case, not a unit"),
        (&["steps"], "start", "`from: start` is the start of the case, not a step"),
    ];
    words.into_iter().filter_map(|(section, word, message)| {
        let entry = view.root.at(section)?.entry(word)?;
        let found = Diagnostic::new(&rules::NAME_TWICE, entry.key.span, message);
        Some(found.help("give it another name"))
    })
}

fn clash(span: Span, message: String, other: Span) -> Diagnostic {
    Diagnostic::new(&rules::NAME_TWICE, span, message)
        .related(other, "of the same name")
        .help("give one of them another name")
}

/// The names under which the contents of messages are stored, each at the step or the map that
/// names the message.
fn messages<'a>(view: &View<'a>) -> Vec<(Cow<'a, str>, Span)> {
    fn name(event: &Boundary) -> Option<Cow<'_, str>> {
        match &event.trigger {
            Trigger::Message(name) => Some(message_variable(name)),
            _ => None,
        }
    }
    let on = view.root.at(&["on"]).map_or(view.root.span, |node| node.span);
    let process = view.definition.on.iter().filter_map(name).map(|name| (name, on));
    let steps = view.definition.all_steps().flat_map(|(id, step)| {
        let own = match &step.element {
            Element::ReceiveTask(task) => Some(message_variable(&task.message)),
            _ => None,
        };
        let own = own.map(|name| (name, view.key(id, "message")));
        let flows = step.next.iter().filter_map(Flow::message);
        let next = view.key(id, "next");
        let flows = flows.map(move |awaited| (message_variable(&awaited.message), next));
        let place = view.key(id, "on");
        step.on.iter().filter_map(name).map(move |name| (name, place)).chain(own).chain(flows)
    });
    process.chain(steps).collect()
}
