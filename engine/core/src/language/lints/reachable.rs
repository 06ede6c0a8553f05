//! Every step can happen.

use std::collections::BTreeSet;

use super::View;
use crate::diagnostic::Diagnostic;
use crate::ids::StepId;
use crate::language::{DIAGNOSTICS_MAX, rules};

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    if !view.complete {
        return Vec::new(); // the missing flow may be the one that leads here
    }
    let mut reached = view.graph.reachable(view.starts.iter().copied());
    let mut found = Vec::new();
    // The beginnings of unreachable parts first: what stands behind them is the same mistake.
    for only_beginnings in [true, false] {
        for id in view.definition.all_steps().map(|(id, _)| id) {
            if found.len() < DIAGNOSTICS_MAX
                && !reached.contains(id)
                && (!only_beginnings || is_beginning(view, id))
            {
                found.push(unreachable(view, id));
                let behind: BTreeSet<&StepId> = view.graph.reachable([id]);
                reached.extend(behind);
            }
        }
    }
    found
}

fn is_beginning(view: &View<'_>, id: &StepId) -> bool {
    view.graph.entering(id).iter().all(|from| *from == id)
}

fn unreachable(view: &View<'_>, id: &StepId) -> Diagnostic {
    let message = format!("no flow leads to `{id}`, so it never happens");
    Diagnostic::new(&rules::UNREACHABLE, view.step(id), message)
        .help("lead a flow or an outcome here, or remove the step")
}
