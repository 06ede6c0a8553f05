//! A scope: a process or a subprocess, with its steps in the order in which they are reached.

use std::collections::{BTreeMap, BTreeSet};

use super::Import;
use crate::bpmn::node::{entry, list, map, text};
use crate::bpmn::xml::{Element, Space};
use crate::yaml::{Entry, Node};

/// A scope while it is read.
pub(super) struct Scope<'x> {
    /// The process or subprocess.
    pub(super) element: &'x Element,
    /// The calls in whose place it is read.
    pub(super) context: String,
    /// The unit of whatever stands around it.
    pub(super) unit: Option<String>,
    /// Whether it is the process itself.
    pub(super) map: bool,
    /// Its elements.
    pub(super) items: Vec<&'x Element>,
    /// Its flows.
    pub(super) flows: Vec<&'x Element>,
    /// The order that the model leaves to whoever runs it: this one is the model's own.
    pub(super) chain: Vec<(&'x str, &'x str)>,
    /// Which step leads to which join already.
    pub(super) seen: BTreeSet<(String, String)>,
    /// The steps so far.
    pub(super) steps: Vec<Entry>,
    /// Which step leads to which.
    pub(super) edges: Vec<(String, String)>,
    /// What event subprocesses wait for.
    pub(super) on: Vec<Node>,
}

const NODES: [&str; 22] = [
    "startEvent",
    "endEvent",
    "intermediateCatchEvent",
    "intermediateThrowEvent",
    "boundaryEvent",
    "task",
    "userTask",
    "manualTask",
    "scriptTask",
    "serviceTask",
    "sendTask",
    "receiveTask",
    "businessRuleTask",
    "callActivity",
    "subProcess",
    "transaction",
    "adHocSubProcess",
    "exclusiveGateway",
    "inclusiveGateway",
    "parallelGateway",
    "eventBasedGateway",
    "complexGateway",
];

/// What stands in a scope beside its nodes and says nothing of how it runs.
const BESIDE: [&str; 17] = [
    "sequenceFlow",
    "laneSet",
    "association",
    "dataObject",
    "dataObjectReference",
    "property",
    "ioSpecification",
    "documentation",
    "extensionElements",
    "incoming",
    "outgoing",
    "dataInputAssociation",
    "dataOutputAssociation",
    "multiInstanceLoopCharacteristics",
    "standardLoopCharacteristics",
    "supportedInterfaceRef",
    "ioBinding",
];

/// What is drawn for the reader only.
const DRAWN: [&str; 5] =
    ["textAnnotation", "group", "dataStoreReference", "monitoring", "auditing"];

/// Whether elements of this name are nodes of a flow.
pub(super) fn is_node(name: &str) -> bool {
    NODES.contains(&name)
}

impl<'x> Scope<'x> {
    /// The element with this identifier.
    pub(super) fn item(&self, id: &str) -> Option<&'x Element> {
        self.items.iter().copied().find(|item| item.id() == id)
    }

    /// How many flows enter an element.
    pub(super) fn entering(&self, id: &str) -> usize {
        let to = |flow: &&&Element| flow.attribute("targetRef") == Some(id);
        self.flows.iter().filter(to).count() + self.chain.iter().filter(|(_, to)| *to == id).count()
    }

    /// Adds a step.
    pub(super) fn push(&mut self, name: &str, element: &Element, entries: Vec<Entry>) {
        self.steps.push(entry(element.head, name, map(element.span, entries)));
    }
}

impl<'x> Import<'x> {
    /// The steps of a scope.
    pub(super) fn scope(
        &mut self,
        element: &'x Element,
        context: &str,
        unit: Option<String>,
        map: bool,
    ) -> Vec<Entry> {
        let mut scope = self.open(element, context, unit, map);
        let first = self.first(&mut scope);
        for item in scope.items.clone() {
            self.item(&mut scope, item);
        }
        if scope.steps.is_empty() {
            // A subprocess with nothing in it is passed.
            let name = self.names.made(&format!("{}_nothing", element.id()));
            let ends = entry(element.head, "next", list(element.head, Vec::new()));
            scope.push(
                &name,
                element,
                vec![entry(element.head, "type", text(element.head, "throw_event")), ends],
            );
        }
        let steps =
            if self.own { scope.steps } else { in_order(scope.steps, &scope.edges, &first) };
        if map {
            self.on.append(&mut scope.on);
            let steps = self.with_aside(steps);
            return without_plain_next(steps);
        }
        if self.own && element.flag("triggeredByEvent", false) {
            return steps; // they go back to their places in the map
        }
        if scope.on.is_empty() {
            return without_plain_next(steps);
        }
        self.around_events(element, &first, steps, scope.on)
    }

    fn open(
        &mut self,
        element: &'x Element,
        context: &str,
        unit: Option<String>,
        map: bool,
    ) -> Scope<'x> {
        let model = element.children.iter().filter(|child| child.space == Space::Model);
        let (mut items, mut flows) = (Vec::new(), Vec::new());
        for child in model {
            match child.name.as_str() {
                "sequenceFlow" => flows.push(child),
                name if is_node(name) => items.push(child),
                name if BESIDE.contains(&name) => {}
                name if DRAWN.contains(&name) => {
                    self.leave_out(
                        child,
                        "it is drawn only",
                        "write what matters as documentation",
                    );
                }
                "completionCondition" if element.name == "adHocSubProcess" => {
                    self.refuse(child, "a map runs everything in an ad-hoc subprocess once");
                }
                _ => self.refuse(child, "it has no meaning in a map"),
            }
        }
        let mut scope = Scope {
            element,
            context: context.to_owned(),
            unit,
            map,
            items,
            flows,
            chain: Vec::new(),
            seen: BTreeSet::new(),
            steps: Vec::new(),
            edges: Vec::new(),
            on: Vec::new(),
        };
        self.put_in_a_row(&mut scope);
        scope
    }

    /// An ad-hoc subprocess that runs one step after the other runs them in the order of the model.
    fn put_in_a_row(&mut self, scope: &mut Scope<'x>) {
        let element = scope.element;
        if element.name != "adHocSubProcess" || element.attribute("ordering") != Some("Sequential")
        {
            return;
        }
        if !scope.flows.is_empty() {
            self.refuse(
                element,
                "flows within an ad-hoc subprocess that runs one step after the other",
            );
        }
        let items: Vec<&'x Element> =
            scope.items.iter().copied().filter(|item| item.name != "boundaryEvent").collect();
        scope.chain = items.windows(2).map(|pair| (pair[0].id(), pair[1].id())).collect();
    }

    /// The step where the scope begins.
    fn first(&mut self, scope: &mut Scope<'x>) -> String {
        let starts: Vec<&'x Element> =
            scope.items.iter().copied().filter(|item| item.name == "startEvent").collect();
        let none = starts.iter().position(|start| self.definitions(start).is_empty());
        let chosen = none.unwrap_or_default();
        for (n, other) in starts.iter().enumerate() {
            if n != chosen {
                self.refuse(other, "a second way to begin");
            }
        }
        if let Some(start) = starts.get(chosen) {
            return self.landing(scope, start, "parallel_gateway");
        }
        let free = |item: &&Element| {
            let aside =
                item.flag("isForCompensation", false) || item.flag("triggeredByEvent", false);
            item.name != "boundaryEvent"
                && !aside
                && scope.entering(item.id()) == 0
                && !is_link_catch(item)
        };
        let free: Vec<&Element> = scope.items.iter().copied().filter(free).collect();
        let names: Vec<String> = free.iter().map(|item| self.entry_of(scope, item)).collect();
        match names.as_slice() {
            [only] => only.clone(),
            [] => String::new(),
            _ => {
                let name = self.names.made(&format!("{}_all", scope.element.id()));
                let at = scope.element.head;
                let next = names.iter().map(|to| text(at, to)).collect();
                scope.edges.extend(names.iter().map(|to| (name.clone(), to.clone())));
                let kind = entry(at, "type", text(at, "parallel_gateway"));
                let steps = vec![kind, entry(at, "next", list(at, next))];
                scope.steps.push(entry(at, &name, map(at, steps)));
                name
            }
        }
    }

    fn item(&mut self, scope: &mut Scope<'x>, item: &'x Element) {
        match item.name.as_str() {
            "startEvent" | "boundaryEvent" => {}
            _ if super::own::is_implied(item) => {}
            "endEvent" => self.end(scope, item),
            "intermediateThrowEvent" => self.throw(scope, item),
            "intermediateCatchEvent" => self.catch(scope, item),
            name if name.ends_with("Gateway") => self.gateway(scope, item),
            _ if item.flag("triggeredByEvent", false) => self.event_subprocess(scope, item),
            _ => self.activity(scope, item),
        }
    }

    /// Event subprocesses of a subprocess: what they may take over stands in a block beside them.
    fn around_events(
        &mut self,
        element: &Element,
        first: &str,
        steps: Vec<Entry>,
        on: Vec<Node>,
    ) -> Vec<Entry> {
        let at = element.head;
        let targets: BTreeSet<String> = on
            .iter()
            .filter_map(|event| event.at(&["to"])?.text().map(ToOwned::to_owned))
            .collect();
        let (handlers, mut body): (Vec<Entry>, Vec<Entry>) =
            steps.into_iter().partition(|step| targets.contains(&step.key.text));
        body.sort_by_key(|step| step.key.text != first);
        let name = self.names.made(&format!("{}_body", element.id()));
        let entries = vec![
            entry(at, "type", text(at, "subprocess")),
            entry(at, "steps", map(element.span, without_plain_next(body))),
            entry(at, "on", list(at, on)),
            entry(at, "next", list(at, Vec::new())),
        ];
        [entry(at, name, map(element.span, entries))].into_iter().chain(handlers).collect()
    }
}

fn is_link_catch(item: &Element) -> bool {
    item.name == "intermediateCatchEvent" && item.child("linkEventDefinition").is_some()
}

/// The steps in the order in which flows reach them from the first; then the others.
fn in_order(steps: Vec<Entry>, edges: &[(String, String)], first: &str) -> Vec<Entry> {
    let mut leads: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in edges {
        leads.entry(from).or_default().push(to);
    }
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    let mut open = vec![first];
    while let Some(step) = open.pop() {
        if !place.contains_key(step) {
            place.insert(step, place.len());
            open.extend(leads.get(step).into_iter().flatten().rev());
        }
    }
    let mut numbered: Vec<(usize, Entry)> = steps
        .into_iter()
        .map(|step| (place.get(step.key.text.as_str()).copied().unwrap_or(usize::MAX), step))
        .collect();
    numbered.sort_by_key(|(place, _)| *place);
    numbered.into_iter().map(|(_, step)| step).collect()
}

/// A step that goes on to the one below it does not say so.
fn without_plain_next(mut steps: Vec<Entry>) -> Vec<Entry> {
    let undo: BTreeSet<String> = steps
        .iter()
        .filter_map(|step| Some(step.value.at(&["compensate"])?.text()?.to_owned()))
        .collect();
    let names: Vec<String> = steps.iter().map(|step| step.key.text.clone()).collect();
    for (n, step) in steps.iter_mut().enumerate() {
        let below = names.iter().skip(n + 1).find(|name| !undo.contains(*name));
        let aside = undo.contains(&step.key.text);
        let plain = step.value.at(&["next"]).and_then(Node::text).map(ToOwned::to_owned);
        if let crate::yaml::Kind::Map(entries) = &mut step.value.kind
            && !aside
            && plain.is_some()
            && plain.as_ref() == below
            && !entries.iter().any(|entry| entry.key.text == "outcomes")
        {
            entries.retain(|entry| entry.key.text != "next");
        }
    }
    steps
}
