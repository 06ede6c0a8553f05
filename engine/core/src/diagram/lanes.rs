//! Lanes: the applicant above, the units in the order of the map, the engine below.

use super::{Diagram, Icon, Shape};
use crate::definition::Definition;
use crate::words::{Label, Words};

const APPLICANT: usize = 0;

/// Gives every node its lane, names the lanes, and leaves out those in which nothing stands.
pub(super) fn assign(diagram: &mut Diagram, definition: &Definition, words: &dyn Words) {
    let system = definition.units.len() + 1;
    let mut lanes: Vec<Option<usize>> =
        (0..diagram.nodes.len()).map(|n| own(diagram, definition, n, system)).collect();
    inherit(diagram, &mut lanes);
    let mut names = vec![words.label(Label::Applicant)];
    names.extend(definition.units.values().map(|unit| unit.title.get(words.lang()).to_owned()));
    names.push(words.label(Label::System));
    let lanes: Vec<usize> = lanes.into_iter().map(|lane| lane.unwrap_or(system)).collect();
    let used: Vec<usize> = (0..names.len()).filter(|lane| lanes.contains(lane)).collect();
    for (node, lane) in diagram.nodes.iter_mut().zip(lanes) {
        node.lane = used.iter().position(|used| *used == lane).unwrap_or_default();
    }
    diagram.lanes = used.into_iter().map(|lane| names[lane].clone()).collect();
}

/// The lane of a node by itself. What the applicant sees (ends, his own messages) is in his lane.
fn own(diagram: &Diagram, definition: &Definition, n: usize, system: usize) -> Option<usize> {
    let node = &diagram.nodes[n];
    let step = n.checked_sub(1).and_then(|at| definition.steps.get_index(at));
    let unit = step.and_then(|(_, step)| step.unit.as_ref());
    if let Some(unit) = unit.and_then(|unit| definition.units.get_index_of(unit)) {
        return Some(unit + 1);
    }
    match node.shape {
        Shape::Start | Shape::End { .. } | Shape::Event(Icon::Receive) => Some(APPLICANT),
        Shape::Event(_) | Shape::Task(_) => Some(system),
        Shape::Timer | Shape::Gateway(_) => None,
    }
}

/// Gateways and timers stand where the work came from.
fn inherit(diagram: &Diagram, lanes: &mut [Option<usize>]) {
    // Each round settles at least one node or is the last.
    for _ in 0..diagram.nodes.len() {
        let open = |flow: &&super::Flow| lanes[flow.to].is_none() && lanes[flow.from].is_some();
        let Some(flow) = diagram.flows.iter().find(open) else { return };
        lanes[flow.to] = lanes[flow.from];
    }
}
