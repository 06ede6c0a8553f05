//! What the markings say: the faults, each with the way that leads to it.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::{Reversed, Walker};

use super::explore::Space;
use super::net::{Net, PlaceKind};
use super::workflow::{Flows, Workflow, meeting};
use super::{Fault, Kind};

/// Everything that is wrong, in the order of kinds and steps. What follows from another fault is left out:
/// steps behind a join that waits for ever never happen either.
pub(super) fn faults(workflow: &Workflow, net: &Net, space: &Space) -> Vec<Fault> {
    let verdict = Verdict { workflow, flows: workflow.flows(), net, space };
    let mut found = Found::default();
    verdict.deadlocks(&mut found);
    verdict.doubled(&mut found);
    verdict.early(&mut found);
    if found.0.is_empty() {
        verdict.endless(&mut found);
    }
    if found.0.is_empty() {
        verdict.dead(&mut found);
    }
    found.0.into_values().collect()
}

/// The first fault of each kind at each step.
#[derive(Default)]
struct Found(BTreeMap<(Kind, usize), Fault>);

impl Found {
    fn add(&mut self, kind: Kind, step: usize, fault: impl FnOnce() -> (Vec<usize>, Vec<usize>)) {
        self.0.entry((kind, step)).or_insert_with(|| {
            let (others, path) = fault();
            Fault { kind, step, others, path }
        });
    }
}

struct Verdict<'a> {
    workflow: &'a Workflow,
    flows: Flows,
    net: &'a Net,
    space: &'a Space,
}

impl Verdict<'_> {
    /// The steps by which a marking was reached first.
    fn path(&self, marking: usize) -> Vec<usize> {
        let mut passed = Vec::new();
        let mut at = marking;
        while let Some((from, by)) = self.space.came[at] {
            passed.push(by);
            at = from;
        }
        let steps = passed.into_iter().rev().flat_map(|by| &self.net.transitions[by].steps);
        steps.copied().collect()
    }

    /// The places of a marking that hold work.
    fn busy(&self, marking: usize) -> Vec<PlaceKind> {
        let places = self.space.markings.get_index(marking).into_iter().flatten();
        let kinds = places.map(|place| self.net.places[*place as usize]);
        kinds.filter(|kind| kind.is_busy()).collect()
    }

    fn deadlocks(&self, found: &mut Found) {
        for &marking in &self.space.stuck {
            let waits = self.busy(marking);
            let Some(step) = waits.iter().map(|kind| kind.at()).min() else { continue };
            found.add(Kind::Deadlock, step, || (self.missing(step, &waits), self.path(marking)));
        }
    }

    /// The steps from which a join still waits for a token.
    fn missing(&self, join: usize, waits: &[PlaceKind]) -> Vec<usize> {
        let arrived = |from: &usize| waits.contains(&PlaceKind::Flow { from: *from, to: join });
        let all = self.flows.neighbors_directed(join, petgraph::Direction::Incoming);
        let missing: BTreeSet<usize> = all.filter(|from| !arrived(from)).collect();
        missing.into_iter().collect()
    }

    fn doubled(&self, found: &mut Found) {
        let mut places = BTreeSet::new();
        let first = self.space.doubled.iter().filter(|(_, place)| places.insert(*place));
        for &(marking, place) in first {
            let kind = self.net.places[place as usize];
            let step = match kind {
                PlaceKind::Flow { from, .. } => meeting(&self.flows, from),
                _ => kind.at(),
            };
            let others = vec![kind.from().unwrap_or(step), kind.at()];
            found.add(Kind::Unsynchronised, step, || (others, self.path(marking)));
        }
    }

    fn early(&self, found: &mut Found) {
        for &number in &self.space.early {
            let (from, to, by) = self.space.moves[number];
            let steps = &self.net.transitions[by].steps;
            let result = steps.iter().find(|step| self.workflow.nodes[**step].result);
            let Some(&step) = result else { continue };
            found.add(Kind::Improper, step, || {
                let left: BTreeSet<usize> = self.busy(to).iter().map(|kind| kind.at()).collect();
                let path = self.path(from).into_iter().chain(steps.iter().copied()).collect();
                (left.into_iter().collect(), path)
            });
        }
    }

    /// A group of markings that lead to each other and to nothing else.
    fn endless(&self, found: &mut Found) {
        let ways = self.space.moves.iter().map(|(from, to, _)| (index(*from), index(*to)));
        let mut graph = DiGraph::<(), ()>::from_edges(ways);
        while graph.node_count() < self.space.markings.len() {
            graph.add_node(());
        }
        let mut ending = vec![false; graph.node_count()];
        let done = self.space.done.iter().map(|marking| index(*marking)).collect();
        let mut walk = petgraph::visit::Dfs::empty(&graph);
        walk.stack = done;
        for marking in walk.iter(Reversed(&graph)) {
            ending[marking.index()] = true;
        }
        let Some(lost) = ending.iter().position(|ends| !ends) else { return };
        // The groups come the last ones first: a group of the lost ones that leads nowhere else.
        let groups = tarjan_scc(&graph);
        let Some(group) = groups.iter().find(|group| group.iter().any(|at| !ending[at.index()]))
        else {
            return;
        };
        let steps = self.steps_within(group);
        let Some(&first) = steps.first() else { return };
        found.add(Kind::Endless, first, || (steps[1..].to_vec(), self.path(lost)));
    }

    fn steps_within(&self, group: &[NodeIndex]) -> Vec<usize> {
        let group: BTreeSet<usize> = group.iter().map(|at| at.index()).collect();
        let within =
            |(from, to, _): &&(usize, usize, usize)| group.contains(from) && group.contains(to);
        let by = self.space.moves.iter().filter(within).map(|(_, _, by)| *by);
        let steps = by.flat_map(|by| &self.net.transitions[by].steps).copied();
        steps.collect::<BTreeSet<usize>>().into_iter().collect()
    }

    fn dead(&self, found: &mut Found) {
        let passed = self.space.moves.iter().map(|(_, _, by)| *by).collect::<BTreeSet<usize>>();
        let passed = passed.into_iter().flat_map(|by| &self.net.transitions[by].steps);
        let alive: BTreeSet<usize> = passed.copied().collect();
        for step in (0..self.workflow.nodes.len()).filter(|step| !alive.contains(step)) {
            found.add(Kind::Dead, step, || (Vec::new(), Vec::new()));
        }
    }
}

fn index(marking: usize) -> NodeIndex {
    NodeIndex::new(marking)
}
