//! A requirement guards an outcome that can be given.

use super::clock::outcomes;
use super::{View, unknown};
use crate::definition::ClockEvent;
use crate::diagnostic::Diagnostic;
use crate::language::reader::list;
use crate::language::rules;
use crate::yaml::Node;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let all = view.definition.requirements.iter();
    all.filter_map(|(name, requirement)| {
        let node = view.root.at(&["requirements", name, "at"])?;
        guarded(view, node, &requirement.at)
    })
    .collect()
}

fn guarded(view: &View<'_>, node: &Node, event: &ClockEvent) -> Option<Diagnostic> {
    let ClockEvent::Completed { step, outcome } = event else { return None };
    let found = view.definition.steps.get(step).filter(|_| !view.broken.contains(step))?;
    let known = outcomes(found);
    let Some(outcome) = outcome else {
        let message = format!("a requirement guards one outcome of `{step}`");
        let help = match known.first() {
            Some(first) => format!("write `{step}.{first}`; its outcomes are {}", list(&known)),
            None => "name a task of people; only people choose outcomes".to_owned(),
        };
        return Some(Diagnostic::new(&rules::UNKNOWN_OUTCOME, node.span, message).help(help));
    };
    if known.contains(&outcome.as_str()) {
        return None;
    }
    let start = step.as_str().len() + 1;
    let span = view.reader.within(node, start, start + outcome.len());
    let message =
        format!("`{step}` has no outcome `{outcome}`, so the requirement would never be checked");
    Some(unknown(&rules::UNKNOWN_OUTCOME, span, message, outcome, known))
}
