//! The picture: the layout of the product's own diagrams, in the words of BPMN DI.

use super::document::{association_id, flow_id};
use super::graph::{Drawn, Graph};
use super::tag::Tag;
use crate::definition::Definition;
use crate::diagram::{self, Boundary, Diagram, Icon, Picture, Shape, TooLarge};
use crate::words::{Label, Words};

/// The width of the name of the pool.
const POOL_HEAD: i32 = 30;
/// Half of a boundary event.
const EVENT: i32 = 17;

/// A lane: its name, and its unit if it is one.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) unit: Option<String>,
}

/// A graph with the places of everything.
#[derive(Debug)]
pub(super) struct Laid {
    pub(super) lanes: Vec<Lane>,
    pub(super) lane_of: Vec<usize>,
    picture: Picture,
    /// For each node, its number in the picture; boundary events have none.
    places: Vec<Option<usize>>,
    plane: Plane,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plane {
    Pool,
    Subprocess,
}

impl Laid {
    /// The map itself, with lanes.
    pub(super) fn whole(
        definition: &Definition,
        words: &dyn Words,
        graph: &Graph,
    ) -> Result<Self, TooLarge> {
        let unit = |(id, unit): (&crate::ids::UnitId, &crate::definition::Unit)| Lane {
            name: unit.title.get(words.lang()).to_owned(),
            unit: Some(id.to_string()),
        };
        let other = |label| Lane { name: words.label(label), unit: None };
        let mut all = vec![other(Label::Applicant)];
        all.extend(definition.units.iter().map(unit));
        all.push(other(Label::System));
        let lane_of = lanes_of(graph, &all);
        let used: Vec<usize> = (0..all.len()).filter(|lane| lane_of.contains(lane)).collect();
        let place = |lane: &usize| used.iter().position(|used| used == lane).unwrap_or_default();
        let lane_of: Vec<usize> = lane_of.iter().map(place).collect();
        let lanes = all.into_iter().enumerate().filter(|(n, _)| used.contains(n)).map(|it| it.1);
        Self::new(words, graph, lanes.collect(), lane_of, Plane::Pool)
    }

    fn within(graph: &Graph) -> Result<Self, TooLarge> {
        let lane = Lane { name: String::new(), unit: None };
        Self::new(&NoWords, graph, vec![lane], vec![0; graph.nodes.len()], Plane::Subprocess)
    }

    fn new(
        words: &dyn Words,
        graph: &Graph,
        lanes: Vec<Lane>,
        lane_of: Vec<usize>,
        plane: Plane,
    ) -> Result<Self, TooLarge> {
        let mut places = Vec::new();
        let mut nodes = Vec::new();
        for (node, lane) in graph.nodes.iter().zip(&lane_of) {
            places.push(node.host.is_none().then_some(nodes.len()));
            if node.host.is_none() {
                nodes.push(shape(node, *lane));
            }
        }
        let title = String::new();
        let names = lanes.iter().map(|lane| lane.name.clone()).collect();
        let flows = arrows(graph, &places);
        let diagram = Diagram {
            lang: words.lang(),
            title: title.clone(),
            term: title,
            lanes: names,
            nodes,
            flows,
        };
        Ok(Self { lanes, lane_of, picture: diagram.picture()?, places, plane })
    }

    /// The place of a node; a boundary event stands where its flow leaves its step.
    fn bounds(&self, graph: &Graph, n: usize) -> [i32; 4] {
        if let Some(place) = self.places[n] {
            return self.picture.shapes[place];
        }
        let flow = graph.flows.iter().position(|flow| flow.from == n);
        let points = flow.and_then(|flow| self.picture.flows.get(flow));
        let (x, y) = points.and_then(|points| points.first().copied()).unwrap_or_else(|| {
            let [x, y, width, height] =
                graph.nodes[n].host.map_or([0; 4], |host| self.bounds(graph, host));
            (x + width - EVENT, y + height)
        });
        [x - EVENT, y - EVENT, 2 * EVENT, 2 * EVENT]
    }
}

/// The lane of each node by its unit; what is nobody's stands where the work came from.
fn lanes_of(graph: &Graph, lanes: &[Lane]) -> Vec<usize> {
    let system = lanes.len() - 1;
    let own = |node: &Drawn| {
        let unit = node.unit.as_ref();
        let unit =
            unit.and_then(|unit| lanes.iter().position(|lane| lane.unit.as_ref() == Some(unit)));
        unit.or(match node.shape {
            Shape::Start | Shape::End { .. } => Some(0),
            Shape::Task(_) => Some(system),
            _ => None,
        })
    };
    let mut found: Vec<Option<usize>> = graph.nodes.iter().map(own).collect();
    for (n, node) in graph.nodes.iter().enumerate() {
        if let Some(host) = node.host {
            found[n] = found[host];
        }
    }
    for _ in 0..graph.nodes.len() {
        let open = graph.flows.iter().find(|it| found[it.to].is_none() && found[it.from].is_some());
        let Some(flow) = open else { break };
        found[flow.to] = found[flow.from];
    }
    found.into_iter().map(|lane| lane.unwrap_or(system)).collect()
}

fn shape(node: &Drawn, lane: usize) -> diagram::Node {
    diagram::Node {
        id: node.id.clone(),
        shape: node.shape,
        lane,
        title: node.title.clone(),
        term: String::new(),
        action: None,
        within: Vec::new(),
        runs: None,
    }
}

/// The arrows; those of boundary events leave the step on which these stand.
fn arrows(graph: &Graph, places: &[Option<usize>]) -> Vec<diagram::Flow> {
    let first = |n: usize| graph.flows.iter().position(|flow| flow.from == n);
    let arrow = |(at, flow): (usize, &super::graph::Flow)| {
        let from = &graph.nodes[flow.from];
        let host = from.host.unwrap_or(flow.from);
        let boundary = from.host.map(|_| Boundary { icon: Icon::Clock, interrupting: true });
        diagram::Flow {
            from: places[host].unwrap_or_default(),
            to: places[flow.to].unwrap_or_default(),
            label: flow.name.clone(),
            boundary,
            usual: from.host.is_none() && (flow.otherwise || first(flow.from) == Some(at)),
        }
    };
    graph.flows.iter().enumerate().map(arrow).collect()
}

/// The picture of the map, and one of each subprocess.
pub(super) fn pictures(laid: &Laid, graph: &Graph) -> Result<Vec<Tag>, TooLarge> {
    let mut all = vec![plane("collaboration", laid, graph)];
    let mut open: Vec<&Drawn> = graph.nodes.iter().filter(|node| node.within.is_some()).collect();
    while let Some(node) = open.pop() {
        let Some(within) = &node.within else { continue };
        all.push(plane(&node.id, &Laid::within(within)?, within));
        open.extend(within.nodes.iter().filter(|node| node.within.is_some()));
    }
    Ok(all)
}

fn plane(of: &str, laid: &Laid, graph: &Graph) -> Tag {
    let plane =
        Tag::new("bpmndi:BPMNPlane").with("id", format!("{of}_plane")).with("bpmnElement", of);
    let lanes = if laid.plane == Plane::Pool { pool(laid) } else { Vec::new() };
    let shapes = graph.nodes.iter().enumerate().map(|(n, node)| drawn(laid, graph, n, node));
    let edges = graph.flows.iter().enumerate().map(|(n, flow)| {
        let id = flow_id(graph, flow.from, flow.to, flow.outcome.as_deref());
        let points = laid.picture.flows.get(n).cloned().unwrap_or_default();
        let label = laid.picture.labels.get(n).copied().filter(|_| !flow.name.is_empty());
        edge(&id, &shortened(points, graph.nodes[flow.from].host.is_some()), label)
    });
    let associations = graph.associations.iter().map(|(from, to)| {
        let middle = |[x, y, width, height]: [i32; 4]| (x + width / 2, y + height / 2);
        let points = [middle(laid.bounds(graph, *from)), middle(laid.bounds(graph, *to))];
        edge(&association_id(graph, *from), &points, None)
    });
    let content = lanes.into_iter().chain(shapes).chain(edges).chain(associations);
    Tag::new("bpmndi:BPMNDiagram")
        .with("id", format!("{of}_diagram"))
        .child(plane.children(content))
}

/// A flow leaves a boundary event at its border.
fn shortened(mut points: Vec<(i32, i32)>, boundary: bool) -> Vec<(i32, i32)> {
    if let (true, [first, second, ..]) = (boundary, points.as_mut_slice()) {
        let step = |from: i32, to: i32| (to - from).clamp(-EVENT, EVENT);
        *first = (first.0 + step(first.0, second.0), first.1 + step(first.1, second.1));
    }
    points
}

fn pool(laid: &Laid) -> Vec<Tag> {
    let top = laid.picture.lanes.first().map_or(0, |lane| lane.0);
    let bottom = laid.picture.lanes.last().map_or(0, |lane| lane.0 + lane.1);
    let width = laid.picture.width;
    let lane = |(n, (y, height)): (usize, &(i32, i32))| {
        let tag = Tag::new("bpmndi:BPMNShape")
            .with("id", format!("lane_{}_di", n + 1))
            .with("bpmnElement", format!("lane_{}", n + 1))
            .with("isHorizontal", "true");
        tag.child(bounds([0, *y, width, *height]))
    };
    let whole = Tag::new("bpmndi:BPMNShape")
        .with("id", "pool_di")
        .with("bpmnElement", "pool")
        .with("isHorizontal", "true")
        .child(bounds([-POOL_HEAD, top, width + POOL_HEAD, bottom - top]));
    [whole].into_iter().chain(laid.picture.lanes.iter().enumerate().map(lane)).collect()
}

fn drawn(laid: &Laid, graph: &Graph, n: usize, node: &Drawn) -> Tag {
    let [x, y, width, height] = laid.bounds(graph, n);
    let mut tag = Tag::new("bpmndi:BPMNShape")
        .with("id", format!("{}_di", node.id))
        .with("bpmnElement", &node.id);
    if node.within.is_some() {
        tag = tag.with("isExpanded", "false");
    }
    if node.shape == Shape::Gateway(Icon::Exclusive) {
        tag = tag.with("isMarkerVisible", "true");
    }
    tag = tag.child(bounds([x, y, width, height]));
    if matches!(node.shape, Shape::Task(_)) || node.title.is_empty() {
        return tag;
    }
    let beside = [x + width, y + height, 90, 14];
    let label = laid.places[n].map_or(beside, |place| laid.picture.names[place]);
    tag.child(Tag::new("bpmndi:BPMNLabel").child(bounds(label)))
}

fn edge(of: &str, points: &[(i32, i32)], label: Option<[i32; 4]>) -> Tag {
    let point = |(x, y): &(i32, i32)| Tag::new("di:waypoint").with("x", x).with("y", y);
    let tag = Tag::new("bpmndi:BPMNEdge").with("id", format!("{of}_di")).with("bpmnElement", of);
    let tag = tag.children(points.iter().map(point));
    tag.children(label.map(|label| Tag::new("bpmndi:BPMNLabel").child(bounds(label))))
}

fn bounds([x, y, width, height]: [i32; 4]) -> Tag {
    Tag::new("dc:Bounds").with("x", x).with("y", y).with("width", width).with("height", height)
}

/// The picture of a subprocess needs no words of its own.
struct NoWords;

impl Words for NoWords {
    fn lang(&self) -> crate::text::Lang {
        crate::text::Lang::Ru
    }

    fn label(&self, _: Label) -> String {
        String::new()
    }

    fn term(&self, term: crate::term::Term) -> String {
        term.to_string()
    }
}
