//! Tokens move: along flows, into steps, together at joins, and out at ends.

use std::collections::VecDeque;

use super::Deciding;
use super::incident::Problem;
use crate::definition::{Element, Flow, Join, Step};
use crate::elements;
use crate::event::{CASE, Event, ScopeNo};
use crate::ids::StepId;
use crate::instance::Activation;
use crate::rejection::Rejection;

/// A step in one of the scopes in which it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) step: StepId,
    pub(crate) scope: ScopeNo,
}

/// A token on its way: where it goes, and the step it comes from.
pub(crate) struct Move {
    pub(super) to: Place,
    pub(super) from: Option<StepId>,
}

/// Tokens on their way.
pub(crate) type Moves = VecDeque<Move>;

impl From<&Activation> for Place {
    fn from(open: &Activation) -> Self {
        Self { step: open.step.clone(), scope: open.scope }
    }
}

impl Place {
    /// Another step of the same scope.
    pub(crate) fn beside(&self, step: &StepId) -> Self {
        Self { step: step.clone(), scope: self.scope }
    }
}

impl Deciding<'_> {
    /// A token goes to a step, and everything that follows without waiting happens.
    pub(super) fn flow_to(&mut self, to: Place, from: Option<&StepId>) {
        self.send(to, from);
        self.run();
    }

    /// A token is on its way to a step, until [`Self::run`] moves it.
    pub(super) fn send(&mut self, to: Place, from: Option<&StepId>) {
        self.under_way.push_back(Move { to, from: from.cloned() });
    }

    /// A token left a step that is no gateway: every flow of it is taken.
    pub(super) fn go_on(&mut self, place: &Place) {
        self.take_all(place);
        self.run();
    }

    /// Sends a token along every flow of a step, in the order of the map.
    pub(crate) fn take_all(&mut self, place: &Place) {
        let process = self.process;
        self.note_undo(place);
        for flow in process.definition.step(&place.step).into_iter().flat_map(|step| &step.next) {
            self.take(place, flow);
        }
    }

    /// Sends a token along one flow; it stays in its scope.
    pub(crate) fn take(&mut self, from: &Place, flow: &Flow) {
        self.send(from.beside(&flow.to), Some(&from.step));
    }

    /// Moves tokens until all wait; then scopes, and the case, may be at their end.
    pub(super) fn run(&mut self) {
        loop {
            let next = self.under_way.pop_front();
            if !self.instance.is_running() {
                self.under_way.clear();
                return;
            }
            match next {
                Some(Move { to, from }) => self.advance(&to, from.as_ref()),
                None if self.give_kept() || self.give_signals() || self.meet_conditions() => {}
                None if self.join_who_can() || self.end_scopes() => {}
                None => return self.end_if_done(),
            }
        }
    }

    fn advance(&mut self, to: &Place, from: Option<&StepId>) {
        // A scope that was taken away took the tokens in it along.
        if self.instance.local(to.scope).is_none() {
            return;
        }
        if self.moves.may_go(to.scope) {
            self.arrive(to, from);
        } else {
            let message = "the map loops without a step that waits; add one, or an end to the loop";
            self.raise(None, to, Problem::new("loop", message));
        }
    }

    fn arrive(&mut self, place: &Place, from: Option<&StepId>) {
        let process = self.process;
        let incoming = process.incoming(&place.step);
        let join = match process.definition.step(&place.step) {
            Some(Step {
                join: Join::Any,
                element: Element::ParallelGateway | Element::InclusiveGateway,
                ..
            }) => Join::All,
            Some(found) => found.join,
            None => Join::Any,
        };
        match (join, from) {
            (Join::All, Some(from)) if incoming.len() > 1 => self.join(place, from, incoming.len()),
            (Join::Count(n), Some(from)) if incoming.len() > 1 => {
                self.join(place, from, n as usize);
            }
            _ => self.enter(place),
        }
    }

    /// A token arrives at a join that needs this many, one of each flow.
    fn join(&mut self, place: &Place, from: &StepId, needed: usize) {
        let Place { step, scope } = place.clone();
        let Some(local) = self.instance.local(scope) else { return };
        if local.late.contains_key(&step) {
            self.emit(Event::TokenEnded { step, scope, from: from.clone() });
            return;
        }
        self.emit(Event::TokenWaits { step: step.clone(), scope, from: from.clone() });
        let process = self.process;
        let waiting = self.instance.local(scope).map(|local| local.waiting.as_slice());
        let waits = |flow: &&StepId| {
            waiting
                .unwrap_or_default()
                .iter()
                .any(|(join, source)| *join == step && source == *flow)
        };
        let arrived: Vec<_> = process.incoming(&step).iter().filter(waits).cloned().collect();
        if arrived.len() >= needed {
            let late = process.incoming(&step).len().saturating_sub(arrived.len());
            let late = u32::try_from(late).unwrap_or(u32::MAX);
            self.emit(Event::Joined { step, scope, from: arrived, late });
            self.enter(place);
        }
    }

    /// A step begins.
    pub(crate) fn enter(&mut self, place: &Place) {
        let process = self.process;
        let step = &place.step;
        let Some(found) = process.definition.step(step) else {
            let message = format!("the map has no step `{step}`");
            self.raise(None, place, Problem::new("no_such_step", message));
            return;
        };
        if let Some(status) = &found.status
            && self.instance.status.as_ref() != Some(status)
        {
            self.emit(Event::StatusChanged { status: status.clone() });
        }
        if let Err(problem) = elements::enter(self, place, found) {
            self.raise(None, place, problem);
        }
    }

    /// Nothing stands open and no token is under way: the case has ended, or a join waits in vain.
    fn end_if_done(&mut self) {
        let open = !self.instance.activations.is_empty() || !self.instance.is_running();
        if open {
            return;
        }
        if let Some((join, _)) = self.instance.local.waiting.first().cloned() {
            self.waits_in_vain(&Place { step: join, scope: CASE });
        } else if let Some(last) = self.last_end() {
            self.end(&last);
        }
    }

    /// A join waits, and nothing is left that could come.
    pub(super) fn waits_in_vain(&mut self, join: &Place) {
        let message = "the join waits for a token that can no longer come; correct the map";
        self.raise(None, join, Problem::new("join_waits_forever", message));
    }

    /// The end event of the map reached last: the last token may have ended at a join that had enough.
    fn last_end(&self) -> Option<StepId> {
        let steps = &self.process.definition.steps;
        let is_end = |id: &&StepId| {
            steps.get(*id).is_some_and(|step| matches!(step.element, Element::EndEvent(_)))
        };
        let path = &self.instance.path;
        path.iter().rev().find(is_end).or_else(|| path.last()).cloned()
    }

    /// The case ends at this step.
    pub(crate) fn end(&mut self, step: &StepId) {
        self.stop_clock();
        self.emit(Event::InstanceEnded { step: step.clone() });
    }

    /// An event took the whole process over: tokens at joins have nothing to wait for any more.
    pub(super) fn drop_waiting_tokens(&mut self) {
        self.under_way.clear();
        let waiting = &self.instance.local.waiting;
        let mut joins: Vec<_> = waiting.iter().map(|(join, _)| join.clone()).collect();
        joins.sort();
        joins.dedup();
        for step in joins {
            let from = self.instance.local.waiting.iter().filter(|(of, _)| *of == step);
            let from = from.map(|(_, source)| source.clone()).collect();
            self.emit(Event::TokensDropped { step, scope: CASE, from });
        }
    }
}

/// A term that cannot be counted is a problem of the step that wanted it.
pub(crate) fn problem(rejection: &Rejection) -> Problem {
    Problem::new(rejection.code.as_str(), rejection.message.clone())
}
