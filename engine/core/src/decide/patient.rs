//! Joins behind an inclusive gateway: they wait for what can still arrive, and no longer.

use std::collections::BTreeSet;

use super::Deciding;
use super::flow::Place;
use crate::event::{CASE, Event, ScopeNo};
use crate::ids::StepId;

impl Deciding<'_> {
    /// Starts a join whose tokens have all arrived that can; whether there was one.
    pub(super) fn join_who_can(&mut self) -> bool {
        let scopes: Vec<ScopeNo> =
            [CASE].into_iter().chain(self.instance.scopes.keys().copied()).collect();
        let found = scopes.into_iter().find_map(|scope| {
            let step = self.ready_join(scope)?;
            Some(Place { step, scope })
        });
        let Some(place) = found else { return false };
        let local = self.instance.local(place.scope);
        let waiting = local.map(|local| local.waiting.as_slice()).unwrap_or_default();
        let arrived: BTreeSet<&StepId> =
            waiting.iter().filter(|(join, _)| *join == place.step).map(|(_, from)| from).collect();
        let from = arrived.into_iter().cloned().collect();
        let Place { step, scope } = place.clone();
        self.emit(Event::Joined { step, scope, from, late: 0 });
        self.enter(&place);
        true
    }

    /// A join of this scope that nothing else can reach any more.
    fn ready_join(&self, scope: ScopeNo) -> Option<StepId> {
        let process = self.process;
        let local = self.instance.local(scope)?;
        let joins: BTreeSet<&StepId> = local.waiting.iter().map(|(join, _)| join).collect();
        let open = self.instance.activations.values().filter(|open| open.scope == scope);
        let open: Vec<&StepId> = open.map(|open| &open.step).collect();
        let ready = |join: &&&StepId| {
            let Some(before) = process.patient(join) else { return false };
            // Of two joins that wait for each other, neither holds the other back.
            let held_by = |other: &StepId| {
                before.contains(other)
                    && !process.patient(other).is_some_and(|it| it.contains(**join))
            };
            !open.iter().any(|step| before.contains(*step))
                && !joins.iter().any(|other| other != *join && held_by(other))
        };
        joins.iter().find(ready).map(|join| (*join).clone())
    }
}
