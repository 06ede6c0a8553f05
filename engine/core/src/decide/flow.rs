//! Tokens move: along flows, into steps, together at joins, and out at ends.

use std::collections::VecDeque;

use super::incident::Problem;
use super::{Deciding, MOVES_PER_COMMAND_MAX};
use crate::definition::{Element, Flow, Join, Step};
use crate::elements;
use crate::event::Event;
use crate::ids::StepId;
use crate::rejection::Rejection;

/// Tokens on their way: where each goes, and where it comes from.
pub(crate) type Moves = VecDeque<(StepId, Option<StepId>)>;

impl Deciding<'_> {
    /// A token goes to a step, and everything that follows without waiting happens.
    pub(super) fn flow_to(&mut self, to: &StepId, from: Option<&StepId>) {
        self.send(to, from);
        self.run();
    }

    /// A token is on its way to a step, until [`Self::run`] moves it.
    pub(super) fn send(&mut self, to: &StepId, from: Option<&StepId>) {
        self.under_way.push_back((to.clone(), from.cloned()));
    }

    /// A token left a step that is no gateway: every flow of it is taken.
    pub(super) fn go_on(&mut self, step: &StepId) {
        self.take_all(step);
        self.run();
    }

    /// Sends a token along every flow of a step, in the order of the map.
    pub(crate) fn take_all(&mut self, step: &StepId) {
        let process = self.process;
        for flow in process.definition.step(step).into_iter().flat_map(|step| &step.next) {
            self.take(step, flow);
        }
    }

    /// Sends a token along one flow.
    pub(crate) fn take(&mut self, from: &StepId, flow: &Flow) {
        self.send(&flow.to, Some(from));
    }

    /// Moves tokens until all wait; then the case may be at its end.
    pub(super) fn run(&mut self) {
        loop {
            let next = self.under_way.pop_front();
            if !self.instance.is_running() {
                self.under_way.clear();
                return;
            }
            match next {
                Some((step, from)) => self.advance(&step, from.as_ref()),
                None if self.give_kept() => {}
                None => return self.end_if_done(),
            }
        }
    }

    fn advance(&mut self, step: &StepId, from: Option<&StepId>) {
        self.moves += 1;
        if self.moves > MOVES_PER_COMMAND_MAX {
            let message = "the map loops without a step that waits; add one, or an end to the loop";
            self.raise(None, step, Problem::new("loop", message));
        } else {
            self.arrive(step, from);
        }
    }

    fn arrive(&mut self, step: &StepId, from: Option<&StepId>) {
        let process = self.process;
        let incoming = process.incoming(step);
        let join = match process.definition.step(step) {
            Some(Step { join: Join::Any, element: Element::ParallelGateway, .. }) => Join::All,
            Some(found) => found.join,
            None => Join::Any,
        };
        match (join, from) {
            (Join::All, Some(from)) if incoming.len() > 1 => self.join(step, from, incoming.len()),
            (Join::Count(n), Some(from)) if incoming.len() > 1 => self.join(step, from, n as usize),
            _ => self.enter(step),
        }
    }

    /// A token arrives at a join that needs this many, one of each flow.
    fn join(&mut self, step: &StepId, from: &StepId, needed: usize) {
        if self.instance.late.contains_key(step) {
            self.emit(Event::TokenEnded { step: step.clone(), from: from.clone() });
            return;
        }
        self.emit(Event::TokenWaits { step: step.clone(), from: from.clone() });
        let process = self.process;
        let waits = |flow: &StepId| {
            self.instance.waiting.iter().any(|(join, source)| join == step && source == flow)
        };
        let arrived: Vec<_> =
            process.incoming(step).iter().filter(|flow| waits(flow)).cloned().collect();
        if arrived.len() >= needed {
            let late = process.incoming(step).len().saturating_sub(arrived.len());
            let late = u32::try_from(late).unwrap_or(u32::MAX);
            self.emit(Event::Joined { step: step.clone(), from: arrived, late });
            self.enter(step);
        }
    }

    /// A step begins.
    pub(crate) fn enter(&mut self, step: &StepId) {
        let process = self.process;
        let Some(found) = process.definition.step(step) else {
            self.raise(
                None,
                step,
                Problem::new("no_such_step", format!("the map has no step `{step}`")),
            );
            return;
        };
        if let Some(status) = &found.status
            && self.instance.status.as_ref() != Some(status)
        {
            self.emit(Event::StatusChanged { status: status.clone() });
        }
        if let Err(problem) = elements::enter(self, step, found) {
            self.raise(None, step, problem);
        }
    }

    /// Nothing stands open and no token is under way: the case has ended, or a join waits in vain.
    fn end_if_done(&mut self) {
        let open = !self.instance.activations.is_empty() || !self.instance.is_running();
        if open {
            return;
        }
        if let Some((join, _)) = self.instance.waiting.first().cloned() {
            let message = "the join waits for a token that can no longer come; correct the map";
            self.raise(None, &join, Problem::new("join_waits_forever", message));
        } else if let Some(last) = self.last_end() {
            self.end(&last);
        }
    }

    /// The end event reached last: the last token may have ended at a join that had enough.
    fn last_end(&self) -> Option<StepId> {
        let definition = &self.process.definition;
        let is_end = |id: &&StepId| {
            definition.step(id).is_some_and(|step| matches!(step.element, Element::EndEvent(_)))
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
        let mut joins: Vec<_> =
            self.instance.waiting.iter().map(|(join, _)| join.clone()).collect();
        joins.dedup();
        for join in joins {
            let from = self.instance.waiting.iter().filter(|(of, _)| *of == join);
            let from = from.map(|(_, source)| source.clone()).collect();
            self.emit(Event::TokensDropped { step: join, from });
        }
    }
}

/// A term that cannot be counted is a problem of the step that wanted it.
pub(crate) fn problem(rejection: &Rejection) -> Problem {
    Problem::new(rejection.code.as_str(), rejection.message.clone())
}
