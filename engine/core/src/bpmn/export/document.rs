//! The document: what the model declares, its pool with lanes, its process, its pictures.

use std::collections::BTreeSet;

use super::graph::{Drawn, Graph};
use super::picture::{self, Laid};
use super::step::{extension, fragment};
use super::tag::Tag;
use crate::bpmn::{MODEL_NAMESPACE, OWN_NAMESPACE};
use crate::definition::{Definition, Element, FlowEvent, Trigger};
use crate::diagram::TooLarge;
use crate::words::Words;
use crate::yaml::Node;

/// The keys of a map that the process itself draws, and the files that it was put together from.
const DRAWN: [&str; 3] = ["steps", "on", "parts"];

pub(super) fn document(
    definition: &Definition,
    root: &Node,
    words: &dyn Words,
    graph: &Graph,
) -> Result<String, TooLarge> {
    let title = definition.title.get(words.lang());
    let laid = Laid::whole(definition, words, graph)?;
    let pool = Tag::new("collaboration").with("id", "collaboration").child(
        Tag::new("participant")
            .with("id", "pool")
            .with("name", title)
            .with("processRef", definition.process.as_str()),
    );
    let process = Tag::new("process")
        .with("id", definition.process.as_str())
        .with("name", title)
        .with("isExecutable", "true")
        .child(extension(&fragment(Some(root), &DRAWN)))
        .child(lanes(definition, &laid, graph))
        .children(elements(graph));
    let document = Tag::new("definitions")
        .with("xmlns", MODEL_NAMESPACE)
        .with("xmlns:bpmndi", "http://www.omg.org/spec/BPMN/20100524/DI")
        .with("xmlns:dc", "http://www.omg.org/spec/DD/20100524/DC")
        .with("xmlns:di", "http://www.omg.org/spec/DD/20100524/DI")
        .with("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
        .with("xmlns:reglament", OWN_NAMESPACE)
        .with("id", "definitions")
        .with("targetNamespace", format!("urn:reglament:process:{}", definition.process))
        .with("exporter", "reglament")
        .children(declared(definition))
        .child(pool)
        .child(process)
        .children(picture::pictures(&laid, graph)?);
    Ok(document.document())
}

/// Messages, signals, errors and escalations, each once.
fn declared(definition: &Definition) -> Vec<Tag> {
    let mut names: BTreeSet<(&str, String)> = BTreeSet::new();
    names.extend(definition.messages().map(|(name, _)| ("message", name.to_owned())));
    let mut of_trigger = |trigger: &Trigger| match trigger {
        Trigger::Signal(name) => drop(names.insert(("signal", name.clone()))),
        Trigger::Error { error, .. } => drop(names.insert(("error", error.clone()))),
        Trigger::Escalation(name) => drop(names.insert(("escalation", name.clone()))),
        _ => {}
    };
    definition.on.iter().for_each(|event| of_trigger(&event.trigger));
    for (_, step) in definition.all_steps() {
        step.on.iter().for_each(|event| of_trigger(&event.trigger));
        for flow in &step.next {
            if let Some(FlowEvent::Signal(name)) = &flow.event {
                of_trigger(&Trigger::Signal(name.clone()));
            }
        }
        let (error, escalation, signal) = match &step.element {
            Element::EndEvent(end) => (&end.error, &end.escalation, &end.signal),
            Element::ThrowEvent(thrown) => (&None, &thrown.escalation, &thrown.signal),
            _ => continue,
        };
        let error = error.clone().map(|error| Trigger::Error { error, after: None });
        error.iter().for_each(&mut of_trigger);
        escalation.clone().map(Trigger::Escalation).iter().for_each(&mut of_trigger);
        signal.clone().map(Trigger::Signal).iter().for_each(&mut of_trigger);
    }
    let tag = |(kind, name): (&str, String)| {
        let tag = Tag::new(kind).with("id", format!("{kind}_{name}")).with("name", &name);
        match kind {
            "error" | "escalation" => tag.with(&format!("{kind}Code"), name),
            _ => tag,
        }
    };
    names.into_iter().map(tag).collect()
}

fn lanes(definition: &Definition, laid: &Laid, graph: &Graph) -> Tag {
    let lane = |(n, lane): (usize, &picture::Lane)| {
        let mut tag =
            Tag::new("lane").with("id", format!("lane_{}", n + 1)).with("name", &lane.name);
        if let Some(unit) = &lane.unit {
            tag = tag.with("reglament:unit", unit);
        }
        let within = graph.nodes.iter().zip(&laid.lane_of).filter(|(_, of)| **of == n);
        tag.children(within.map(|(node, _)| Tag::new("flowNodeRef").text(&node.id)))
    };
    let set = Tag::new("laneSet").with("id", format!("{}_lanes", definition.process));
    set.children(laid.lanes.iter().enumerate().map(lane))
}

/// The elements of a process or subprocess.
fn elements(graph: &Graph) -> Vec<Tag> {
    let nodes = graph.nodes.iter().enumerate().map(|(n, node)| element(graph, n, node));
    let flows = graph.flows.iter().map(|flow| {
        let mut tag = Tag::new("sequenceFlow")
            .with("id", flow_id(graph, flow.from, flow.to, flow.outcome.as_deref()))
            .with("sourceRef", &graph.nodes[flow.from].id)
            .with("targetRef", &graph.nodes[flow.to].id);
        if !flow.name.is_empty() {
            tag = tag.with("name", &flow.name);
        }
        if let Some(outcome) = &flow.outcome {
            tag = tag.with("reglament:outcome", outcome);
        }
        tag.children(flow.condition.iter().map(|condition| {
            Tag::new("conditionExpression").with("xsi:type", "tFormalExpression").text(condition)
        }))
    });
    let associations = graph.associations.iter().map(|(from, to)| {
        Tag::new("association")
            .with("id", association_id(graph, *from))
            .with("associationDirection", "One")
            .with("sourceRef", &graph.nodes[*from].id)
            .with("targetRef", &graph.nodes[*to].id)
    });
    nodes.chain(flows).chain(associations).collect()
}

fn element(graph: &Graph, n: usize, node: &Drawn) -> Tag {
    let id =
        |flow: &super::graph::Flow| flow_id(graph, flow.from, flow.to, flow.outcome.as_deref());
    let incoming = graph.flows.iter().filter(|flow| flow.to == n);
    let outgoing = graph.flows.iter().filter(|flow| flow.from == n);
    let mut tag = node.tag.clone();
    if let Some(default) = graph.flows.iter().find(|flow| flow.from == n && flow.otherwise) {
        tag = tag.with("default", id(default));
    }
    tag.children(node.head.iter().cloned())
        .children(incoming.map(|flow| Tag::new("incoming").text(id(flow))))
        .children(outgoing.map(|flow| Tag::new("outgoing").text(id(flow))))
        .children(node.tail.iter().cloned())
        .children(node.within.iter().flat_map(elements))
}

/// The identifier of a flow: it stays the same when others come and go.
pub(super) fn flow_id(graph: &Graph, from: usize, to: usize, outcome: Option<&str>) -> String {
    let (from_id, to_id) = (&graph.nodes[from].id, &graph.nodes[to].id);
    let same = |flow: &&super::graph::Flow| flow.from == from && flow.to == to;
    let outcome = outcome.filter(|_| graph.flows.iter().filter(same).count() > 1);
    match outcome {
        Some(outcome) => format!("flow_{from_id}_{to_id}_{outcome}"),
        None => format!("flow_{from_id}_{to_id}"),
    }
}

pub(super) fn association_id(graph: &Graph, from: usize) -> String {
    format!("{}_association", graph.nodes[from].id)
}
