//! The ways of cases over the picture of the map.

use reglament_core::diagram::{Diagram, Figures, Node, STEPS_MAX};
use reglament_core::ids::StepId;
use reglament_core::process::Process;
use reglament_store::StoreError;

use super::tally::Tally;
use super::{count, map};
use crate::mining::Arrow;
use crate::reports::model::Value;
use crate::reports::pick::Pick;
use crate::reports::viewer::Viewer;
use crate::texts::words::Catalogue;

/// Whether a map is drawn: large ones are not.
pub fn fits(process: &Process) -> bool {
    process.definition.steps.len() + process.definition.on.len() < STEPS_MAX
}

/// The picture as SVG; none when there is no map, or it is too large.
pub async fn picture(viewer: &Viewer, pick: &Pick) -> Result<Option<String>, StoreError> {
    let Some(process) = map(viewer, pick) else { return Ok(None) };
    let mut tally = count(viewer, pick).await?;
    let diagram = Diagram::new(&process.definition, &Catalogue(viewer.lang));
    let nodes = diagram.nodes.iter().map(|node| of_node(viewer, &mut tally, node)).collect();
    let figures = Figures { nodes, flows: flows(viewer, &diagram, &tally) };
    Ok(diagram.to_svg_with(&figures).ok())
}

/// How often a step was entered, and how long half of the passages took at most.
fn of_node(viewer: &Viewer, tally: &mut Tally, node: &Node) -> String {
    let number = |count: u64| Value::Count(count).words(viewer.lang);
    if node.id == "start" {
        return number(tally.cases);
    }
    let Some(passages) = tally.steps.get_mut(&StepId::from(node.id.as_str())) else {
        return String::new();
    };
    let median = passages.handling.percentile(50);
    let median = median.map(|minutes| Value::Minutes(minutes.into()).words(viewer.lang));
    let parts = [Some(number(passages.entered)), median];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// How often each arrow was taken, and how thick it is drawn for that.
fn flows(viewer: &Viewer, diagram: &Diagram, tally: &Tally) -> Vec<(String, u8)> {
    let most = tally.arrows.values().copied().max().unwrap_or(1);
    let id = |node: usize| diagram.nodes[node].id.clone();
    let flow = |flow: &reglament_core::diagram::Flow| {
        let (from, to) = (id(flow.from), id(flow.to));
        let taken = tally.arrows.get(&Arrow { from, to, boundary: flow.boundary.is_some() });
        let taken = taken.copied().unwrap_or(0);
        let weight = (taken * u64::from(Figures::WEIGHT_MAX)).div_ceil(most);
        let words = if taken == 0 { String::new() } else { Value::Count(taken).words(viewer.lang) };
        (words, u8::try_from(weight).unwrap_or(Figures::WEIGHT_MAX))
    };
    diagram.flows.iter().map(flow).collect()
}
