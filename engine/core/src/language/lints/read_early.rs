//! What a step reads was written before: a result by its step, the content of a message by who waited for it.

use std::collections::{BTreeMap, BTreeSet};

use super::{View, expressions};
use crate::definition::{Trigger, message_variable};
use crate::diagnostic::Diagnostic;
use crate::ids::StepId;
use crate::language::reader::ExpressionUse;
use crate::language::rules;

/// Maps that a person could have written have fewer steps.
const STEPS_MAX: usize = 1_000;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    if !view.complete || !view.same_name.is_empty() {
        return Vec::new(); // the missing flow may be the one that leads from the writer
    }
    let written = written(view);
    let at_any_time = view.graph.reachable(view.starts.iter().skip(1).copied());
    let steps = view.steps().map(|(id, _)| id).filter(|id| !at_any_time.contains(id));
    let steps: Vec<&StepId> = steps.take(STEPS_MAX).collect();
    let mut before: BTreeMap<&StepId, BTreeSet<&StepId>> = BTreeMap::new();
    let mut found = Vec::new();
    let reads = |one: &&ExpressionUse| {
        let mut read = one.expression.references().into_iter();
        read.any(|read| read.path.split('.').next().is_some_and(|name| written.contains_key(name)))
    };
    for one in view.expressions().iter().filter(reads) {
        let Some(step) = steps.iter().rfind(|id| holds(view, id, one)) else { continue };
        let before = before.entry(step).or_insert_with(|| before_of(view, step));
        found.extend(early(view, step, one, &written, before));
    }
    found
}

/// The steps that write each name; names that an event may bring at any time are left out.
fn written<'a>(view: &View<'a>) -> BTreeMap<String, Vec<&'a StepId>> {
    let map = view.definition;
    let mut written: BTreeMap<String, Vec<&StepId>> = BTreeMap::new();
    for (name, step) in expressions::results(map) {
        written.entry(name).or_default().push(step);
    }
    let of_steps = map.all_steps().flat_map(|(_, step)| &step.on);
    for event in map.on.iter().chain(of_steps) {
        if let Trigger::Message(message) = &event.trigger {
            written.remove(&*message_variable(message));
        }
    }
    written.retain(|name, _| !map.data.contains_key(name));
    written
}

/// Whether an expression stands in a step; of several, the innermost is the last.
fn holds(view: &View<'_>, step: &StepId, one: &ExpressionUse) -> bool {
    let Some(entry) = view.entry(step) else { return false };
    let (span, place) = (entry.value.span, one.node.span);
    span.file == place.file && span.start <= place.start && place.end <= span.end
}

/// The steps from which a case can come to this one, with the subprocesses around it and what is in
/// those it has passed.
fn before_of<'a>(view: &View<'a>, step: &StepId) -> BTreeSet<&'a StepId> {
    let homes = std::iter::successors(Some(step), |id| view.definition.home_of(id));
    let leading = view.graph.leading_to(homes);
    let passed = |id: &&StepId| {
        let mut around = std::iter::successors(Some(*id), |id| view.definition.home_of(id));
        around.any(|home| leading.contains(home))
    };
    view.definition.all_steps().map(|(id, _)| id).filter(passed).collect()
}

fn early(
    view: &View<'_>,
    step: &StepId,
    one: &ExpressionUse,
    written: &BTreeMap<String, Vec<&StepId>>,
    before: &BTreeSet<&StepId>,
) -> Option<Diagnostic> {
    one.expression.references().into_iter().find_map(|read| {
        let name = read.path.split('.').next()?;
        let writers = written.get(name)?;
        // A step has its own result when its flows are chosen.
        if writers.iter().any(|writer| *writer != step && before.contains(writer)) {
            return None;
        }
        let writer = writers.first()?;
        let message = format!(
            "`{name}` is read before it is written: `{writer}` does not come before `{step}`"
        );
        let span = view.reader.within(&one.node, read.start, read.end);
        let found = Diagnostic::new(&rules::READ_EARLY, span, message);
        Some(
            found
                .related(view.step(writer), "written here")
                .help("lead the case through that step first, or read something else"),
        )
    })
}
