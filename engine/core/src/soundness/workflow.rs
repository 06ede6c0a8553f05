//! A workflow: steps by number, how tokens meet at each and where they may go on from it. It knows
//! nothing of maps.

use std::collections::BTreeSet;

use petgraph::Direction;
use petgraph::graphmap::DiGraphMap;

/// A workflow.
#[derive(Clone, Debug, Default)]
pub struct Workflow {
    /// Its steps.
    pub nodes: Vec<Node>,
    /// Where a run can begin, each by itself.
    pub starts: Vec<usize>,
    /// Steps that an event starts, once, beside whatever runs.
    pub anytime: Vec<usize>,
}

/// A step.
#[derive(Clone, Debug, Default)]
pub struct Node {
    /// How the flows that enter it meet.
    pub merge: Merge,
    /// The ways to leave it; exactly one is taken.
    pub ways: Vec<Way>,
    /// Where its events lead that leave it open; each goes off once at most.
    pub beside: Vec<usize>,
    /// Whether it is a result: nothing should be left running when it is reached.
    pub result: bool,
}

/// How the flows that enter a step meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Merge {
    /// Each token starts the step.
    #[default]
    Any,
    /// One token of each flow is needed.
    All,
    /// One token of each flow that can still bring one.
    Possible,
    /// This many; the others end there.
    Count(usize),
}

/// A way to leave a step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// A token goes to each of these.
    pub to: Vec<usize>,
    /// Whether the work is sent back: no join waits for such a token.
    pub back: bool,
    /// Whether everything else that runs ends with it.
    pub ends_all: bool,
}

impl Way {
    /// A token to each of these.
    pub const fn on(to: Vec<usize>) -> Self {
        Self { to, back: false, ends_all: false }
    }
}

/// The flows of a workflow, and whether a join counts them.
pub(super) type Flows = DiGraphMap<usize, ()>;

impl Workflow {
    /// The flows that joins count: all but those that send work back.
    pub(super) fn flows(&self) -> Flows {
        let mut flows = Flows::new();
        for (n, node) in self.nodes.iter().enumerate() {
            flows.add_node(n);
            let forward = node.ways.iter().filter(|way| !way.back).flat_map(|way| &way.to);
            for to in forward.chain(&node.beside) {
                flows.add_edge(n, *to, ());
            }
        }
        flows
    }
}

/// The step where tokens on the flow from this step first met: back along single flows.
pub(super) fn meeting(flows: &Flows, from: usize) -> usize {
    let mut at = from;
    for _ in 0..flows.node_count() {
        let mut before = flows.neighbors_directed(at, Direction::Incoming);
        match (before.next(), before.next()) {
            (Some(one), None) => at = one,
            (None, _) => return from,
            _ => return at,
        }
    }
    from
}

/// All steps from which a token can come to this one.
pub(super) fn before(flows: &Flows, step: usize) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open = vec![step];
    while let Some(step) = open.pop() {
        let from = flows.neighbors_directed(step, Direction::Incoming);
        open.extend(from.filter(|from| found.insert(*from)));
    }
    found
}
