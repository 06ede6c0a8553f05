//! A join gets what it waits for, as far as that can be seen without running the map.

use super::View;
use crate::definition::{Boundary, Element, Join, Step};
use crate::diagnostic::Diagnostic;
use crate::ids::StepId;
use crate::language::rules;

/// Each join is looked at with all that leads to it; maps have a handful.
const JOINS_MAX: usize = 500;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    if !view.complete {
        return Vec::new();
    }
    let joins = view.steps().filter(|(_, step)| step.join != Join::Any).take(JOINS_MAX);
    joins.filter_map(|(id, step)| join(view, id, step)).collect()
}

fn join(view: &View<'_>, id: &StepId, step: &Step) -> Option<Diagnostic> {
    let entering = view.graph.entering(id).len();
    let wanted = match step.join {
        Join::Any => return None,
        Join::All => entering,
        Join::Count(count) => usize::try_from(count).unwrap_or(usize::MAX),
    };
    let (message, help) = if wanted > entering {
        let message = format!("`{id}` waits for {wanted} flows, but {entering} lead to it");
        (message, "lower the number, or lead more flows here")
    } else if wanted > 1 && !splits_before(view, id) {
        let message =
            format!("`{id}` waits for {wanted} flows, but only one of them is ever taken");
        (message, "no step before it starts flows in parallel; leave `join` out")
    } else {
        return None;
    };
    let span = view.key(id, "join");
    Some(Diagnostic::new(&rules::IMPOSSIBLE_JOIN, span, message).help(help))
}

/// Whether some step before this one can make one token into several.
fn splits_before(view: &View<'_>, id: &StepId) -> bool {
    let before = view.graph.leading_to([id]);
    let parallel = |step: &Step| {
        let gateway = matches!(step.element, Element::ExclusiveGateway | Element::EventGateway);
        (step.next.len() > 1 && !gateway) || step.on.iter().any(stays)
    };
    let steps = before.iter().filter_map(|id| view.definition.step(id));
    steps.into_iter().any(parallel) || view.definition.on.iter().any(stays)
}

/// A boundary event that leaves the step it stands on alone adds a token.
const fn stays(event: &Boundary) -> bool {
    !event.interrupting
}
