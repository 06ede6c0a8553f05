//! The graph of a definition's steps. It answers questions about the whole (what enters a step,
//! what can be reached, which steps form a loop); the order of flows comes from the map, never
//! from here, because petgraph yields the newest edge first.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::Direction;
use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::definition::Definition;
use crate::ids::StepId;

/// The steps by number, and the flows between them.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    steps: Vec<StepId>,
    numbers: BTreeMap<StepId, usize>,
    flows: DiGraphMap<usize, Way>,
}

/// How one step leads to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// A flow, an outcome or a boundary event.
    Flow,
    /// A subprocess begins with its first step, or a step is undone by another.
    Within,
}

impl Graph {
    /// The graph of a definition: flows, outcomes and boundary events. Names of steps that do not
    /// exist are left out.
    pub fn new(definition: &Definition) -> Self {
        let numbers = numbers(definition);
        Self::with(definition, |name| numbers.get(name).copied())
    }

    /// The same, with another reading of the names: the number of the step that each means.
    pub fn with(definition: &Definition, meant: impl Fn(&StepId) -> Option<usize>) -> Self {
        let steps: Vec<StepId> = definition.all_steps().map(|(id, _)| id.clone()).collect();
        let numbers = numbers(definition);
        let mut flows = DiGraphMap::with_capacity(steps.len(), steps.len() * 2);
        for (n, (_, step)) in definition.all_steps().enumerate() {
            flows.add_node(n);
            let first = step.block().and_then(|block| block.steps.keys().next());
            if let Some(to) = first.and_then(|first| numbers.get(first)) {
                flows.add_edge(n, *to, Way::Within);
            }
            if let Some(undo) = step.compensate.as_ref().and_then(|undo| numbers.get(undo)) {
                flows.add_edge(n, *undo, Way::Within);
            }
            for to in step.targets().filter_map(&meant) {
                flows.add_edge(n, to, Way::Flow);
            }
        }
        Self { steps, numbers, flows }
    }

    /// The part of the graph that has these steps only.
    #[must_use]
    pub fn only(&self, keep: impl Fn(&StepId) -> bool) -> Self {
        let kept = |n: usize| self.steps.get(n).is_some_and(&keep);
        let edges = self.flows.all_edges().filter(|(from, to, _)| kept(*from) && kept(*to));
        let flows = DiGraphMap::from_edges(edges.map(|(from, to, way)| (from, to, *way)));
        Self { steps: self.steps.clone(), numbers: self.numbers.clone(), flows }
    }

    /// The steps from which a flow leads to this one, each once, in the order of the map.
    pub fn entering(&self, step: &StepId) -> Vec<&StepId> {
        let Some(n) = self.number(step) else { return Vec::new() };
        let from = self.flows.edges_directed(n, Direction::Incoming);
        let from = from.filter(|(_, _, way)| **way == Way::Flow);
        let from: BTreeSet<usize> = from.map(|(from, _, _)| from).collect();
        from.into_iter().filter_map(|n| self.steps.get(n)).collect()
    }

    /// What flows lead to from this step, it itself included.
    pub fn behind(&self, step: &StepId) -> BTreeSet<&StepId> {
        let mut open: Vec<usize> = self.number(step).into_iter().collect();
        let mut seen: BTreeSet<usize> = open.iter().copied().collect();
        while let Some(n) = open.pop() {
            let edges = self.flows.edges(n).filter(|(_, _, way)| **way == Way::Flow);
            open.extend(edges.map(|(_, to, _)| to).filter(|to| seen.insert(*to)));
        }
        seen.into_iter().filter_map(|n| self.steps.get(n)).collect()
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
        for group in &mut all {
            group.sort_unstable();
        }
        all.sort_unstable();
        let named = |group: Vec<usize>| group.into_iter().filter_map(|n| self.steps.get(n));
        all.into_iter().map(|group| named(group).collect()).collect()
    }

    fn number(&self, step: &StepId) -> Option<usize> {
        self.numbers.get(step).copied()
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

/// The steps of a map and of its subprocesses, numbered in their order; of two with one name, the
/// first is meant.
pub(crate) fn numbers(definition: &Definition) -> BTreeMap<StepId, usize> {
    let mut numbers = BTreeMap::new();
    for (n, (id, _)) in definition.all_steps().enumerate() {
        numbers.entry(id.clone()).or_insert(n);
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A map of steps that each lead to the named ones.
    fn graph(steps: &[(&str, &[&str])]) -> Graph {
        let line = |(name, next): &(&str, &[&str])| {
            format!("  {name}: {{ type: parallel_gateway, next: [{}] }}\n", next.join(", "))
        };
        let steps: String = steps.iter().map(line).collect();
        Graph::new(&crate::language::definition_of(&format!("steps:\n{steps}")))
    }

    fn names(steps: impl IntoIterator<Item = impl AsRef<StepId>>) -> String {
        let names: Vec<String> = steps.into_iter().map(|id| id.as_ref().to_string()).collect();
        names.join(" ")
    }

    impl AsRef<StepId> for StepId {
        fn as_ref(&self) -> &StepId {
            self
        }
    }

    #[test]
    fn questions_about_the_whole_are_answered_in_the_order_of_the_map() {
        let graph =
            graph(&[("d", &["c", "b"]), ("c", &["a"]), ("b", &["a"]), ("a", &[]), ("x", &["a"])]);
        assert_eq!(names(graph.entering(&"a".into())), "c b x");
        assert_eq!(names(graph.reachable([&"c".into()])), "a c");
        assert_eq!(names(graph.leading_to([&"c".into()])), "c d");
        assert_eq!(graph.loops(), Vec::<Vec<&StepId>>::new());
    }

    #[test]
    fn loops_are_found_and_vanish_with_a_step_of_theirs() {
        let graph = graph(&[("a", &["b"]), ("b", &["c"]), ("c", &["a", "c"])]);
        assert_eq!(graph.loops().into_iter().map(names).collect::<Vec<_>>(), ["a b c"]);
        let rest = graph.only(|id| *id != "b");
        assert_eq!(rest.loops().into_iter().map(names).collect::<Vec<_>>(), ["c"]);
    }
}
