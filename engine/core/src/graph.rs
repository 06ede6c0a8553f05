//! The graph of a definition's steps. It answers questions about the whole (what enters a step,
//! what can be reached, which steps form a loop); the order of flows comes from the map, never
//! from here, because petgraph yields the newest edge first.

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::definition::Definition;
use crate::ids::StepId;

/// The steps by number, and the flows between them.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    steps: Vec<StepId>,
    flows: DiGraphMap<usize, ()>,
}

impl Graph {
    /// The graph of a definition: flows, outcomes and boundary events. Names of steps that do not
    /// exist are left out.
    pub fn new(definition: &Definition) -> Self {
        let steps: Vec<StepId> = definition.steps.keys().cloned().collect();
        let mut flows = DiGraphMap::with_capacity(steps.len(), steps.len() * 2);
        for (n, step) in definition.steps.values().enumerate() {
            flows.add_node(n);
            for target in step.targets() {
                if let Some(to) = definition.steps.get_index_of(target) {
                    flows.add_edge(n, to, ());
                }
            }
        }
        Self { steps, flows }
    }

    /// The steps from which a flow leads to this one, each once, in the order of the map.
    pub fn entering(&self, step: &StepId) -> Vec<&StepId> {
        let Some(n) = self.number(step) else { return Vec::new() };
        let from: BTreeSet<usize> = self.flows.neighbors_directed(n, Direction::Incoming).collect();
        from.into_iter().filter_map(|n| self.steps.get(n)).collect()
    }

    /// Everything that can be reached from these steps, they themselves included.
    pub fn reachable<'a>(&self, from: impl IntoIterator<Item = &'a StepId>) -> BTreeSet<&StepId> {
        self.walk(from, Direction::Outgoing)
    }

    /// Every step from which one of these can be reached, they themselves included.
    pub fn leading_to<'a>(&self, to: impl IntoIterator<Item = &'a StepId>) -> BTreeSet<&StepId> {
        self.walk(to, Direction::Incoming)
    }

    /// The loops: groups of steps each of which can be reached from each other.
    pub fn loops(&self) -> Vec<Vec<&StepId>> {
        let is_loop = |group: &Vec<usize>| {
            group.len() > 1 || group.first().is_some_and(|&n| self.flows.contains_edge(n, n))
        };
        let mut all: Vec<Vec<usize>> =
            tarjan_scc(&self.flows).into_iter().filter(is_loop).collect();
        all.iter_mut().for_each(|group| group.sort_unstable());
        all.sort_unstable();
        let named = |group: Vec<usize>| group.into_iter().filter_map(|n| self.steps.get(n));
        all.into_iter().map(|group| named(group).collect()).collect()
    }

    fn number(&self, step: &StepId) -> Option<usize> {
        self.steps.iter().position(|id| id == step)
    }

    fn walk<'a>(
        &self,
        from: impl IntoIterator<Item = &'a StepId>,
        direction: Direction,
    ) -> BTreeSet<&StepId> {
        let mut open: Vec<usize> = from.into_iter().filter_map(|id| self.number(id)).collect();
        let mut seen: BTreeSet<usize> = open.iter().copied().collect();
        while let Some(n) = open.pop() {
            for next in self.flows.neighbors_directed(n, direction) {
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        seen.into_iter().filter_map(|n| self.steps.get(n)).collect()
    }
}
