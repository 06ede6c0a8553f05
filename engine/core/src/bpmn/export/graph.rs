//! What is drawn of a map: its steps as elements of BPMN, and the gateways and ends that BPMN wants
//! beside them.

use std::collections::BTreeSet;

use indexmap::IndexMap;

use super::tag::Tag;
use crate::definition::{Definition, Step};
use crate::diagram::Shape;
use crate::ids::StepId;
use crate::words::Words;
use crate::yaml::Node;

/// A process or a subprocess.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub(super) nodes: Vec<Drawn>,
    pub(super) flows: Vec<Flow>,
    /// From a boundary event to what undoes its step.
    pub(super) associations: Vec<(usize, usize)>,
}

/// An element of a flow.
#[derive(Debug)]
pub(super) struct Drawn {
    pub(super) id: String,
    /// The element without what it stands for: name and attributes.
    pub(super) tag: Tag,
    /// What stands in front of its flows: documentation, extensions.
    pub(super) head: Vec<Tag>,
    /// What stands behind them: definitions of events, loops.
    pub(super) tail: Vec<Tag>,
    pub(super) shape: Shape,
    pub(super) title: String,
    /// Its lane: the name of a unit, or none.
    pub(super) unit: Option<String>,
    /// The node on whose border it stands.
    pub(super) host: Option<usize>,
    /// What stands within.
    pub(super) within: Option<Graph>,
    /// Whether no flow may leave it.
    pub(super) ends: bool,
    /// Whether flows meet and part here as they like.
    pub(super) gateway: bool,
}

/// A sequence flow.
#[derive(Clone, Debug, Default)]
pub(super) struct Flow {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) name: String,
    pub(super) condition: Option<String>,
    /// The outcome of a task that leads here and nowhere else.
    pub(super) outcome: Option<String>,
    pub(super) otherwise: bool,
}

/// Puts graphs together.
pub(super) struct Builder<'d> {
    pub(super) definition: &'d Definition,
    pub(super) root: &'d Node,
    pub(super) words: &'d dyn Words,
    pub(super) taken: BTreeSet<String>,
}

impl<'d> Builder<'d> {
    pub(super) fn new(definition: &'d Definition, root: &'d Node, words: &'d dyn Words) -> Self {
        let taken = definition.all_steps().map(|(id, _)| id.to_string());
        let taken = taken.chain([definition.process.to_string()]).collect();
        Self { definition, root, words, taken }
    }

    /// The graph of the whole map.
    pub(super) fn process(mut self) -> Graph {
        let definition = self.definition;
        let aside = self.aside();
        let usual = |(id, step): (&StepId, &Step)| {
            let moved = aside.iter().any(|steps| steps.contains_key(id));
            (!moved).then(|| (id.clone(), step.clone()))
        };
        let usual: IndexMap<StepId, Step> = definition.steps.iter().filter_map(usual).collect();
        let mut graph = self.scope(&usual, self.root.at(&["steps"]), "start");
        self.whole_events(&mut graph, &aside);
        graph
    }

    /// For each event of the whole process, the steps to which only it leads: they are drawn within.
    fn aside(&self) -> Vec<IndexMap<StepId, Step>> {
        let definition = self.definition;
        let graph = crate::graph::Graph::new(definition);
        let mut drawn = graph.reachable(definition.first());
        let mut all = Vec::new();
        for event in &definition.on {
            let reached = graph.reachable([&event.to]);
            let own: BTreeSet<&StepId> = reached.difference(&drawn).copied().collect();
            // What leads back to where everything else is drawn cannot stand within.
            let alone = own.len() == reached.len();
            let mut steps = IndexMap::new();
            if alone {
                let first = definition.steps.get_key_value(&event.to);
                let rest = definition.steps.iter().filter(|(id, _)| own.contains(id));
                steps =
                    first.into_iter().chain(rest).map(|it| (it.0.clone(), it.1.clone())).collect();
                drawn.extend(reached);
            }
            all.push(steps);
        }
        all
    }

    /// The graph of the steps of a map or of a subprocess.
    pub(super) fn scope(
        &mut self,
        steps: &IndexMap<StepId, Step>,
        entries: Option<&Node>,
        start: &str,
    ) -> Graph {
        let mut graph = Graph::default();
        self.start(&mut graph, start);
        for (id, step) in steps {
            let entry = entries.and_then(|entries| entries.at(&[id.as_str()]));
            let drawn = self.step(id, step, entry);
            graph.nodes.push(drawn);
        }
        // The start stands before the steps, so that a step is one number further.
        if !steps.is_empty() {
            graph.flow(0, 1);
        }
        for (n, (id, step)) in steps.iter().enumerate() {
            let entry = entries.and_then(|entries| entries.at(&[id.as_str()]));
            self.ways(&mut graph, n + 1, step, entry, steps);
        }
        self.merges(&mut graph, steps.len());
        self.ends(&mut graph);
        graph
    }

    /// An identifier that nothing has.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        while !self.taken.insert(id.clone()) {
            id.push('_');
        }
        id
    }
}

impl Graph {
    /// Adds a flow without a condition.
    pub(super) fn flow(&mut self, from: usize, to: usize) {
        self.flows.push(Flow { from, to, ..Flow::default() });
    }

    /// Adds a node.
    pub(super) fn add(&mut self, node: Drawn) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }
}

impl Drawn {
    pub(super) fn new(id: &str, element: &str, shape: Shape, title: &str) -> Self {
        let mut tag = Tag::new(element).with("id", id);
        if !title.is_empty() {
            tag = tag.with("name", title);
        }
        Self {
            id: id.to_owned(),
            tag,
            head: Vec::new(),
            tail: Vec::new(),
            shape,
            title: title.to_owned(),
            unit: None,
            host: None,
            within: None,
            ends: false,
            gateway: matches!(shape, Shape::Gateway(_)),
        }
    }
}
