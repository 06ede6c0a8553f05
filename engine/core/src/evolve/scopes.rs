//! Scopes come and go: with a scope goes everything that stands open in it, however deep.

use std::collections::BTreeSet;

use crate::event::{ActivationNo, ScopeNo};
use crate::ids::StepId;
use crate::instance::{ActivationState, Instance, Scope};

/// A run of a subprocess begins, or a step is undone.
pub(super) fn open(instance: &mut Instance, no: ScopeNo, scope: Scope, undoes: Option<&StepId>) {
    instance.next_no = instance.next_no.max(no + 1);
    match super::state_of(instance, scope.of) {
        Some(ActivationState::Runs(runs)) => runs.begun += 1,
        Some(ActivationState::Undoing { left }) => left.retain(|step| Some(step) != undoes),
        _ => {}
    }
    instance.scopes.insert(no, scope);
}

/// A run of a subprocess came to its end.
pub(super) fn end(instance: &mut Instance, no: ScopeNo) {
    let of = instance.scopes.remove(&no).map(|scope| scope.of);
    if let Some(ActivationState::Runs(runs)) = of.and_then(|of| super::state_of(instance, of)) {
        runs.ended += 1;
    }
}

/// Takes a scope away, with everything in it.
pub(super) fn remove(instance: &mut Instance, no: ScopeNo) {
    take(instance, &[no], true);
    forget_timers(instance);
}

/// Takes away what stands open in a scope; the scope itself stays, and is about to end.
pub(super) fn clear(instance: &mut Instance, no: ScopeNo) {
    take(instance, &[no], false);
    forget_timers(instance);
    if let Some(local) = instance.local_mut(no) {
        local.waiting.clear();
        local.late.clear();
    }
}

/// Takes the scopes of an activation away.
pub(super) fn remove_of(instance: &mut Instance, of: ActivationNo) {
    let scopes = instance.scopes.iter().filter(|(_, scope)| scope.of == of);
    let scopes: Vec<ScopeNo> = scopes.map(|(no, _)| *no).collect();
    if !scopes.is_empty() {
        take(instance, &scopes, true);
    }
}

/// Takes away what stands open in these scopes and in the scopes within them; the first themselves
/// as well, if `whole`.
fn take(instance: &mut Instance, scopes: &[ScopeNo], whole: bool) {
    let mut gone: BTreeSet<ScopeNo> = scopes.iter().copied().collect();
    let mut closed: BTreeSet<ActivationNo> = BTreeSet::new();
    // An activation is newer than its scope, and a scope than its activation: one pass upwards by
    // number meets every scope before what stands in it.
    let open: BTreeSet<u32> =
        instance.activations.keys().chain(instance.scopes.keys()).copied().collect();
    for no in open {
        if instance.activations.get(&no).is_some_and(|open| gone.contains(&open.scope)) {
            closed.insert(no);
        }
        if instance.scopes.get(&no).is_some_and(|scope| closed.contains(&scope.of)) {
            gone.insert(no);
        }
    }
    if !whole {
        gone.retain(|no| !scopes.contains(no));
    }
    instance.activations.retain(|no, _| !closed.contains(no));
    instance.scopes.retain(|no, _| !gone.contains(no));
}

/// Timers end with the activations that they belong to.
pub(super) fn forget_timers(instance: &mut Instance) {
    let open = &instance.activations;
    instance
        .timers
        .retain(|_, timer| timer.purpose.activation().is_none_or(|no| open.contains_key(&no)));
}
