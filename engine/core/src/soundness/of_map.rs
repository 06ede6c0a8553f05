//! The workflows of a map: one for its own steps, and one for those of each subprocess.
//!
//! Runs of a subprocess share nothing with the steps around them: tokens, joins and ends stay in their
//! scope. So each block is decided by itself, and around it it is one step, which can be completed if
//! a run of it can. A branch that an event starts beside the work and that never comes back to it is
//! decided by itself as well, and so is what undoes a step.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use petgraph::visit::{Dfs, Walker};

use super::workflow::{Flows, Merge, Node, Way, Workflow, before};
use crate::definition::{
    AllSteps, Boundary, Definition, Element, Join, Outcome, Step, Subprocess, Trigger,
};
use crate::ids::StepId;

/// More conditions at one inclusive gateway are too many choices.
const CHOICES_MAX: usize = 10;

/// The steps of one scope as a workflow.
#[derive(Clone, Debug)]
pub struct Scope<'a> {
    /// The steps by their numbers.
    pub steps: Vec<&'a StepId>,
    /// The workflow; none when a gateway has too many choices.
    pub workflow: Option<Workflow>,
}

/// The scopes of a map, its own first.
pub fn scopes(map: &Definition) -> Vec<Scope<'_>> {
    let own = Reading { steps: &map.steps, on: &map.on, is_map: true };
    let blocks = map.all_steps().filter_map(|(_, step)| step.block());
    let blocks = blocks.map(|block| Reading { steps: &block.steps, on: &[], is_map: false });
    [own].into_iter().chain(blocks).map(|scope| scope.read()).collect()
}

/// A scope as it is read.
struct Reading<'a> {
    steps: &'a IndexMap<StepId, Step>,
    /// The events of the scope as a whole.
    on: &'a [Boundary],
    is_map: bool,
}

impl<'a> Reading<'a> {
    fn read(&self) -> Scope<'a> {
        Scope { steps: self.steps.keys().collect(), workflow: self.workflow() }
    }

    fn workflow(&self) -> Option<Workflow> {
        let mut starts = self.starts();
        let main = reached(&self.ways_on(), &starts);
        let all = self.all_ways();
        let apart = |event: &&Boundary| {
            let branch = self.number(&event.to).map(|to| reached(&all, &[to])).unwrap_or_default();
            branch.iter().all(|step| !main.contains(step) || self.only_ends(*step))
        };
        let beside = |on: &'a [Boundary]| on.iter().filter(|event| !event.interrupting);
        let mut nodes = Vec::with_capacity(self.steps.len());
        for step in self.steps.values() {
            let (own, joined): (Vec<_>, Vec<_>) = beside(&step.on).partition(apart);
            starts.extend(own.into_iter().filter_map(|event| self.number(&event.to)));
            nodes.push(self.node(step, &joined)?);
        }
        let (own, joined): (Vec<_>, Vec<_>) = beside(self.on).partition(apart);
        starts.extend(own.into_iter().filter_map(|event| self.number(&event.to)));
        let anytime = joined.into_iter().filter_map(|event| self.number(&event.to)).collect();
        starts.sort_unstable();
        starts.dedup();
        let mut workflow = Workflow { nodes, starts, anytime };
        self.merge(&mut workflow);
        Some(workflow)
    }

    fn number(&self, step: &StepId) -> Option<usize> {
        self.steps.get_index_of(step)
    }

    /// The first step, where events take everything over, and what undoes a step.
    fn starts(&self) -> Vec<usize> {
        let events = self.on.iter().filter(|event| event.interrupting).map(|event| &event.to);
        let undoes = self.steps.values().filter_map(|step| step.compensate.as_ref());
        let first = self.steps.keys().next();
        first.into_iter().chain(events).chain(undoes).filter_map(|id| self.number(id)).collect()
    }

    /// All flows, and what events start beside a step.
    fn all_ways(&self) -> Flows {
        let edges = self.steps.values().enumerate().flat_map(|(from, step)| {
            step.targets().filter_map(move |to| Some((from, self.number(to)?)))
        });
        Flows::from_edges(edges)
    }

    /// The flows by which the work itself goes on.
    fn ways_on(&self) -> Flows {
        let mut flows = self.all_ways();
        for (from, step) in self.steps.values().enumerate() {
            let events = step.on.iter();
            let (stay, leave): (Vec<_>, Vec<_>) = events.partition(|event| !event.interrupting);
            let kept = step.next.iter().map(|flow| &flow.to);
            let kept = kept.chain(outcomes(step).filter_map(|outcome| outcome.to.as_ref()));
            let kept: BTreeSet<_> = kept.chain(leave.into_iter().map(|event| &event.to)).collect();
            for event in stay.into_iter().filter(|event| !kept.contains(&event.to)) {
                let to = self.number(&event.to);
                to.and_then(|to| flows.remove_edge(from, to));
            }
        }
        flows
    }

    fn only_ends(&self, step: usize) -> bool {
        let step = self.steps.get_index(step).map(|(_, step)| step);
        step.is_some_and(|it| it.join == Join::Any && matches!(it.element, Element::EndEvent(_)))
    }

    fn node(&self, step: &Step, beside: &[&Boundary]) -> Option<Node> {
        let beside = beside.iter().filter_map(|event| self.number(&event.to)).collect();
        let mut ways = self.ways(step)?;
        let leaving = step.on.iter().filter(|event| event.interrupting);
        ways.extend(leaving.filter_map(|event| Some(Way::on(vec![self.number(&event.to)?]))));
        let result = match &step.element {
            Element::EndEvent(_) => self.is_map && step.status.is_some(),
            _ => false,
        };
        Some(Node { merge: Merge::Any, ways, beside, result })
    }

    fn ways(&self, step: &Step) -> Option<Vec<Way>> {
        let next: Vec<usize> = step.next.iter().filter_map(|flow| self.number(&flow.to)).collect();
        Some(match &step.element {
            Element::ExclusiveGateway | Element::EventGateway => {
                next.into_iter().map(|to| Way::on(vec![to])).collect()
            }
            Element::InclusiveGateway => self.inclusive(step)?,
            Element::UserTask(_) | Element::ManualTask(_) => {
                outcomes(step).filter_map(|outcome| self.outcome(outcome, &next)).collect()
            }
            Element::EndEvent(end) => {
                let ends_all = end.terminate || end.error.is_some();
                vec![Way { ends_all, ..Way::default() }]
            }
            Element::Subprocess(block) => block_ways(step, block, next),
            _ => vec![Way::on(next)],
        })
    }

    fn outcome(&self, outcome: &Outcome, next: &[usize]) -> Option<Way> {
        match &outcome.to {
            _ if outcome.extends_deadline => None, // it stays on the step
            Some(to) => Some(Way { back: outcome.returns, ..Way::on(vec![self.number(to)?]) }),
            None => Some(Way::on(next.to_vec())),
        }
    }

    /// Every choice of flows with a condition; without one, those that have none.
    fn inclusive(&self, step: &Step) -> Option<Vec<Way>> {
        let to = |with: bool| {
            let flows = step.next.iter().filter(move |flow| flow.when.is_some() == with);
            flows.filter_map(|flow| self.number(&flow.to)).collect::<Vec<usize>>()
        };
        let (chosen, otherwise) = (to(true), to(false));
        if chosen.len() > CHOICES_MAX {
            return None;
        }
        let choice = |bits: u32| {
            let taken = chosen.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1);
            Way::on(taken.map(|(_, to)| *to).collect())
        };
        let choices = (1..1_u32 << chosen.len()).map(choice);
        let otherwise = Some(Way::on(otherwise)).filter(|way| !way.to.is_empty());
        Some(choices.chain(otherwise).collect())
    }

    /// How flows meet, once it is known which there are: a join behind an inclusive gateway waits
    /// for what can still arrive, as the engine does.
    fn merge(&self, workflow: &mut Workflow) {
        let flows = workflow.flows();
        let inclusive = |step: usize| {
            let step = self.steps.get_index(step).map(|(_, step)| &step.element);
            matches!(step, Some(Element::InclusiveGateway))
        };
        for (n, step) in self.steps.values().enumerate() {
            workflow.nodes[n].merge = match (step.join, &step.element) {
                (Join::All, _) if before(&flows, n).into_iter().any(inclusive) => Merge::Possible,
                (Join::All, _)
                | (Join::Any, Element::ParallelGateway | Element::InclusiveGateway) => Merge::All,
                (Join::Any, _) => Merge::Any,
                (Join::Count(count), _) => Merge::Count(count as usize),
            };
        }
    }
}

fn outcomes(step: &Step) -> impl Iterator<Item = &Outcome> {
    let task = match &step.element {
        Element::UserTask(task) | Element::ManualTask(task) => Some(task),
        _ => None,
    };
    task.into_iter().flat_map(|task| task.outcomes.values())
}

/// A subprocess is completed when a run of it can end; an error that nothing here catches takes its
/// surroundings away.
fn block_ways(step: &Step, block: &Subprocess, next: Vec<usize>) -> Vec<Way> {
    let own = Reading { steps: &block.steps, on: &[], is_map: false };
    let reached = reached(&own.all_ways(), &[0]);
    let ends = |n: usize| {
        let step = own.steps.get_index(n).map(|(_, step)| step);
        step.is_some_and(|step| match &step.element {
            Element::EndEvent(end) => end.error.is_none(),
            _ => step.next.is_empty(),
        })
    };
    let completed = block.for_each.is_some() || reached.into_iter().any(ends);
    let uncaught = |(_, inner): (&StepId, &Step)| match &inner.element {
        Element::EndEvent(end) => end.error.as_ref().is_some_and(|error| !catches(step, error)),
        _ => false,
    };
    let thrown = AllSteps::of(&block.steps).any(uncaught);
    let completed = completed.then(|| Way::on(next));
    completed.into_iter().chain(thrown.then(|| Way { ends_all: true, ..Way::default() })).collect()
}

fn catches(step: &Step, error: &str) -> bool {
    let catches = |event: &Boundary| match &event.trigger {
        Trigger::Error { error: caught, .. } => caught == error && event.interrupting,
        _ => false,
    };
    step.on.iter().any(catches)
}

fn reached(flows: &Flows, from: &[usize]) -> BTreeSet<usize> {
    let mut walk = Dfs::empty(flows);
    walk.stack = from.to_vec();
    walk.iter(flows).chain(from.iter().copied()).collect()
}
