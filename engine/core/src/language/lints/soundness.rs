//! Whatever is chosen, a case comes to its end: no join waits for ever, nothing runs twice beside itself.

use super::{View, blocks, ends, events, loops, reachable};
use crate::definition::Join;
use crate::diagnostic::{Diagnostic, Rule};
use crate::ids::StepId;
use crate::language::reader::list;
use crate::language::rules;
use crate::soundness::{Fault, Kind, Scope, faults, scopes};

/// Longer examples are cut in the middle: where they begin and where they end says enough.
const PATH_SHOWN_MAX: usize = 16;

pub(super) fn check(view: &View<'_>) -> Vec<Diagnostic> {
    let counts: Vec<Diagnostic> =
        view.steps().filter_map(|(id, step)| waits_for_too_many(view, id, step.join)).collect();
    if !counts.is_empty() || !is_a_whole(view) {
        return counts; // what follows from that would be the same mistake again
    }
    scopes(view.definition).iter().flat_map(|scope| of_scope(view, scope)).collect()
}

/// Whether every step can be read, is led to and leads to an end: the graph itself is in order.
fn is_a_whole(view: &View<'_>) -> bool {
    let stays = |found: &Diagnostic| *found.rule != rules::LEAVES_ITS_SCOPE;
    let mut targets = view.definition.all_steps().flat_map(|(_, step)| step.targets());
    view.broken.is_empty()
        && view.same_name.is_empty()
        && targets.all(|to| view.entry(to).is_some())
        && view.definition.on.iter().all(|event| view.entry(&event.to).is_some())
        && blocks::check(view).iter().all(stays)
        && loops::check(view).is_empty()
        && events::check(view).is_empty()
        && reachable::check(view).is_empty()
        && ends::check(view).is_empty()
}

fn waits_for_too_many(view: &View<'_>, id: &StepId, join: Join) -> Option<Diagnostic> {
    let Join::Count(wanted) = join else { return None };
    let entering = view.graph.entering(id).len();
    if !view.complete || usize::try_from(wanted).is_ok_and(|wanted| wanted <= entering) {
        return None;
    }
    let message = format!("`{id}` waits for {wanted} flows, but {entering} lead to it");
    let found = Diagnostic::new(&rules::IMPOSSIBLE_JOIN, view.key(id, "join"), message);
    Some(found.help("lower the number, or lead more flows here"))
}

fn of_scope(view: &View<'_>, scope: &Scope<'_>) -> Vec<Diagnostic> {
    let Some(&first) = scope.steps.first() else { return Vec::new() };
    if let Some(Ok(found)) = scope.workflow.as_ref().map(faults) {
        return once(&found).filter_map(|fault| say(view, scope, fault)).collect();
    }
    let message = "there are too many ways through these steps to decide whether they are sound";
    let found = Diagnostic::new(&rules::TOO_LARGE, view.step(first), message);
    vec![found.help("put parts that stand by themselves into subprocesses")]
}

/// Each mistake once: of flows that meet unjoined the nearest meeting, for what is behind happens twice
/// because of it; and a result is too early only where nothing worse lets it come.
fn once(found: &[Fault]) -> impl Iterator<Item = &Fault> {
    let of = |kind: Kind| found.iter().filter(move |fault| fault.kind == kind);
    let nearest = of(Kind::Unsynchronised).min_by_key(|fault| fault.path.len());
    let worse = nearest.is_some() || of(Kind::Deadlock).next().is_some();
    found.iter().filter(move |fault| match fault.kind {
        Kind::Unsynchronised => nearest == Some(*fault),
        Kind::Improper => !worse,
        _ => true,
    })
}

fn say(view: &View<'_>, scope: &Scope<'_>, fault: &Fault) -> Option<Diagnostic> {
    let step = *scope.steps.get(fault.step)?;
    let names = |steps: &[usize]| {
        let names = steps.iter().filter_map(|n| scope.steps.get(*n));
        list(&names.map(|id| id.as_str()).collect::<Vec<_>>())
    };
    let (rule, message, help) = words(step, fault, &names);
    let key = if fault.kind == Kind::Deadlock { "join" } else { "" };
    let found = Diagnostic::new(rule, view.key(step, key), message);
    let example = example(scope, &fault.path);
    Some(found.help(if example.is_empty() {
        help
    } else {
        format!("{help}; this happens after {example}")
    }))
}

fn words(
    step: &StepId,
    fault: &Fault,
    names: &dyn Fn(&[usize]) -> String,
) -> (&'static Rule, String, String) {
    let others = names(&fault.others);
    match fault.kind {
        Kind::Deadlock => (
            &rules::IMPOSSIBLE_JOIN,
            format!("`{step}` can wait for ever for {others}"),
            "join only what always comes: leave `join` out, or split with a parallel or an inclusive gateway".to_owned(),
        ),
        Kind::Unsynchronised => (
            &rules::UNSYNCHRONISED,
            format!("`{step}` can happen twice at a time: flows that run in parallel meet in it"),
            "write `join: all` where they meet, or end all but one of them before".to_owned(),
        ),
        Kind::Improper => (
            &rules::EARLY_RESULT,
            format!("the case can have the result `{step}` while {others} still goes on"),
            "join the flows before the result, or write `terminate: true`".to_owned(),
        ),
        Kind::Endless => (
            &rules::NO_END,
            format!("no end can be reached from {}", names(&[&[fault.step], &*fault.others].concat())),
            "lead one of the flows to an end_event".to_owned(),
        ),
        Kind::Dead => (
            &rules::UNREACHABLE,
            format!("`{step}` never happens: what it waits for never comes together"),
            "lead a flow or an outcome here, or remove the step".to_owned(),
        ),
    }
}

/// The steps that lead there, in their order.
fn example(scope: &Scope<'_>, path: &[usize]) -> String {
    let name = |n: &usize| scope.steps.get(*n).map(|id| format!("`{id}`"));
    let mut names: Vec<String> = path.iter().filter_map(name).collect();
    if names.len() > PATH_SHOWN_MAX {
        let half = PATH_SHOWN_MAX / 2;
        names.splice(half..names.len() - half, ["…".to_owned()]);
    }
    names.join(" → ")
}
