//! The order in which nodes are placed: none before those it follows, loops left aside.

use super::Diagram;

/// The order of the nodes, and which flows lead back.
#[derive(Debug)]
pub(super) struct Order {
    /// The nodes; each stands after those from which a flow leads forward to it.
    pub nodes: Vec<usize>,
    /// For each flow, whether it leads back to a node that it came from.
    pub back: Vec<bool>,
    /// For each node, whether it is on the usual way from the start.
    pub usual: Vec<bool>,
}

impl Order {
    pub(super) fn new(diagram: &Diagram) -> Self {
        let leaving = leaving(diagram);
        let (finished, back) = walk(diagram, &leaving);
        let usual = usual_way(diagram, &leaving);
        Self { nodes: finished.into_iter().rev().collect(), back, usual }
    }
}

/// The flows that leave each node, the usual one first, else in the order of the map.
fn leaving(diagram: &Diagram) -> Vec<Vec<usize>> {
    let mut leaving = vec![Vec::new(); diagram.nodes.len()];
    for (n, flow) in diagram.flows.iter().enumerate() {
        leaving[flow.from].push(n);
    }
    for flows in &mut leaving {
        flows.sort_by_key(|n| !diagram.flows[*n].usual);
    }
    leaving
}

/// A walk in depth from each node that was not met before: the nodes in the order in which they
/// were finished, whose reverse is a topological one, and the flows that lead back. Branches are
/// walked from the last to the first, so that the usual way stands first in the reverse.
fn walk(diagram: &Diagram, leaving: &[Vec<usize>]) -> (Vec<usize>, Vec<bool>) {
    let mut state = vec![State::New; diagram.nodes.len()];
    let (mut finished, mut back) = (Vec::new(), vec![false; diagram.flows.len()]);
    let roots = (0..diagram.nodes.len()).filter(|node| !has_entry(diagram, *node));
    // The start goes last, and thus first in the reverse.
    for first in roots.collect::<Vec<_>>().into_iter().rev() {
        let mut stack = vec![(first, leaving[first].clone())];
        state[first] = State::Open;
        while let Some((node, rest)) = stack.last_mut() {
            let Some(flow) = rest.pop() else {
                state[*node] = State::Done;
                finished.push(*node);
                stack.pop();
                continue;
            };
            let to = diagram.flows[flow].to;
            match state[to] {
                State::New => {
                    state[to] = State::Open;
                    stack.push((to, leaving[to].clone()));
                }
                State::Open => back[flow] = true,
                State::Done => {}
            }
        }
    }
    // What nothing leads to from outside (a loop on its own) is unreachable, and drawn last.
    let missing: Vec<usize> = (0..state.len()).filter(|n| state[*n] == State::New).collect();
    for (n, flow) in diagram.flows.iter().enumerate() {
        back[n] |= missing.contains(&flow.from);
    }
    finished.splice(0..0, missing);
    (finished, back)
}

fn has_entry(diagram: &Diagram, node: usize) -> bool {
    diagram.flows.iter().any(|flow| flow.to == node && flow.from != node)
}

/// Leaves the mark of the usual way to the flows that are on it.
pub(super) fn keep_usual(diagram: &mut Diagram) {
    let on_it = usual_way(diagram, &leaving(diagram));
    for flow in &mut diagram.flows {
        flow.usual &= on_it[flow.from];
    }
}

/// The nodes from the start along the usual flows.
fn usual_way(diagram: &Diagram, leaving: &[Vec<usize>]) -> Vec<bool> {
    let mut on_it = vec![false; diagram.nodes.len()];
    let mut next = (!on_it.is_empty()).then_some(0);
    while let Some(node) = next.filter(|node| !on_it[*node]) {
        on_it[node] = true;
        next = leaving[node].first().map(|flow| diagram.flows[*flow].to);
    }
    on_it
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}
