//! What this product wrote into a model: the keys of a map for which BPMN has no word.

use super::Import;
use super::activity::text_of;
use super::gateway::behind;
use super::scope::Scope;
use crate::bpmn::node::entry;
use crate::bpmn::xml::{Element, Space};
use crate::source::Span;
use crate::yaml::{self, Entry, Kind, Node};

impl<'x> Import<'x> {
    /// The part of a map in the extension elements of an element.
    pub(super) fn fragment(&mut self, element: &Element) -> Option<Node> {
        let mut all = element.child("extensionElements")?.children.iter();
        let own = all.find(|it| it.space == Space::Own && it.name == "map")?;
        let (node, found) = yaml::parse(own.span.file, &own.text);
        let shift = |span: Span| Span {
            start: span.start.saturating_add(own.text_at),
            end: span.end.saturating_add(own.text_at).min(own.span.end),
            ..span
        };
        self.found.extend(found.into_iter().map(|mut one| {
            one.primary.span = shift(one.primary.span);
            one
        }));
        let mut node = node.filter(|node| matches!(node.kind, Kind::Map(_)))?;
        moved(&mut node, &shift);
        Some(node)
    }

    /// Whether an element has keys of a map with it.
    pub(super) fn is_own(&self, element: &Element) -> bool {
        let extensions = element.child("extensionElements");
        self.own && extensions.is_some_and(|it| it.children.iter().any(|it| it.space == Space::Own))
    }

    /// The outcomes of a task, each to where its flow leads.
    pub(super) fn outcomes(
        &mut self,
        scope: &mut Scope<'x>,
        element: &'x Element,
        entries: &mut [Entry],
    ) {
        let outcomes = entries.iter_mut().find(|entry| entry.key.text == "outcomes");
        let Some(Kind::Map(outcomes)) = outcomes.map(|entry| &mut entry.value.kind) else { return };
        let gateways =
            behind(scope, element).into_iter().filter(|it| drawn(it) == Some("outcomes"));
        let gateways: Vec<&str> = gateways.map(Element::id).chain([element.id()]).collect();
        for flow in scope.flows.clone() {
            let from = flow.attribute("sourceRef").unwrap_or_default();
            let Some(name) = flow.attribute("own:outcome").filter(|_| gateways.contains(&from))
            else {
                continue;
            };
            let target = scope.item(flow.attribute("targetRef").unwrap_or_default());
            let outcome = outcomes.iter_mut().find(|entry| entry.key.text == name);
            if let (Some(target), Some(outcome)) = (target, outcome)
                && let Kind::Map(keys) = &mut outcome.value.kind
            {
                let to = self.entry_of(scope, target);
                keys.push(entry(flow.head, "to", crate::bpmn::node::text(flow.head, to)));
            }
        }
    }

    /// An event of the whole process, written as an event subprocess.
    pub(super) fn whole_event(&mut self, scope: &Scope<'x>, element: &'x Element) -> bool {
        let Some(fragment) = self.fragment(element) else { return false };
        self.on.push(fragment);
        if element.children.iter().any(|item| self.is_own(item)) {
            let place = |step: &Entry| {
                let of = |item: &&Element| item.id() == step.key.text;
                let at = element.children.iter().find(of).and_then(|item| item.attribute("own:at"));
                at.and_then(|at| at.parse().ok()).unwrap_or(usize::MAX)
            };
            let steps = self.scope(element, &scope.context, None, false);
            self.aside.extend(steps.into_iter().map(|step| (place(&step), step)));
        }
        true
    }

    /// The steps that were drawn within events of the whole process, put back in their places.
    pub(super) fn with_aside(&mut self, mut steps: Vec<Entry>) -> Vec<Entry> {
        let mut aside = std::mem::take(&mut self.aside);
        aside.sort_by_key(|(place, _)| *place);
        for (place, step) in aside {
            steps.insert(place.min(steps.len()), step);
        }
        steps
    }

    /// A step of a map: its own keys, and what the model says of its way, name and lane.
    pub(super) fn merged(
        &mut self,
        element: &Element,
        fragment: &Node,
        own: Vec<Entry>,
    ) -> Vec<Entry> {
        const DRAWN: [&str; 5] = ["next", "on", "steps", "compensate", "outcomes"];
        let mut entries = fragment.entries().to_vec();
        for one in own {
            let known = entries.iter().any(|entry| entry.key.text == one.key.text);
            if DRAWN.contains(&one.key.text.as_str()) && !known {
                entries.push(one);
            }
        }
        self.renamed(element, &mut entries);
        self.moved_to_lane(element, &mut entries);
        entries
    }

    /// A name that was changed in a modeller is the name in Russian.
    fn renamed(&self, element: &Element, entries: &mut Vec<Entry>) {
        let name = element.attribute("name").map(str::trim).filter(|name| !name.is_empty());
        let Some(name) = name else { return };
        let title = entries.iter_mut().find(|entry| entry.key.text == "title");
        match title {
            Some(title) => {
                let Kind::Map(words) = &mut title.value.kind else { return };
                let known = words.iter().any(|word| same(text_of(&word.value), name));
                let ru = words.iter_mut().find(|word| word.key.text == "ru").filter(|_| !known);
                if let Some(ru) = ru {
                    ru.value = crate::bpmn::node::text(element.head, name);
                }
            }
            None if element.attribute("own:untitled").is_none() => {
                entries.push(entry(element.head, "title", self.texts(element.head, name)));
            }
            None => {}
        }
    }

    fn moved_to_lane(&self, element: &Element, entries: &mut [Entry]) {
        let Some(lane) = self.lane_of(element) else { return };
        if let Some(unit) = entries.iter_mut().find(|entry| entry.key.text == "unit") {
            unit.value = crate::bpmn::node::text(element.head, lane);
        }
    }
}

/// Whether two names differ in blanks only: pictures break lines.
fn same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// Moves the places of a part to where it stands in the file.
fn moved(node: &mut Node, shift: &impl Fn(Span) -> Span) {
    node.span = shift(node.span);
    match &mut node.kind {
        Kind::Map(entries) => {
            for entry in entries {
                entry.key.span = shift(entry.key.span);
                moved(&mut entry.value, shift);
            }
        }
        Kind::List(items) => items.iter_mut().for_each(|item| moved(item, shift)),
        Kind::Scalar { .. } | Kind::Reported => {}
    }
}

/// Why a gateway is drawn that the map does not have: `merge`, `split` or `outcomes`.
pub(super) fn drawn(element: &Element) -> Option<&str> {
    element.attribute("own:drawn")
}

/// Whether an end is drawn that the map does not have.
pub(super) fn is_implied(element: &Element) -> bool {
    drawn(element) == Some("end")
}

/// The flows of an element; those of gateways that are drawn only count as its own. Flows of single
/// outcomes are no part of `next`, and what ends of itself needs none.
pub(super) fn leaving<'x>(scope: &Scope<'x>, element: &Element) -> Vec<&'x Element> {
    let from = |id: &str| {
        let of = |flow: &&&'x Element| flow.attribute("sourceRef") == Some(id);
        scope.flows.iter().filter(of).copied().collect::<Vec<_>>()
    };
    let mut flows = from(element.id());
    for _ in 0..3 {
        let behind = |flow: &'x Element| -> Vec<&'x Element> {
            let target = scope.item(flow.attribute("targetRef").unwrap_or_default());
            match target.filter(|it| matches!(drawn(it), Some("split" | "outcomes"))) {
                Some(gateway) => from(gateway.id()),
                None => vec![flow],
            }
        };
        flows = flows.into_iter().flat_map(behind).collect();
    }
    let implied = |flow: &&'x Element| {
        scope.item(flow.attribute("targetRef").unwrap_or_default()).is_some_and(is_implied)
    };
    flows.retain(|flow| flow.attribute("own:outcome").is_none() && !implied(flow));
    flows
}

/// The element behind a gateway that is drawn only because several flows lead to it.
pub(super) fn through<'x>(scope: &Scope<'x>, item: &Element) -> Option<&'x Element> {
    if drawn(item) != Some("merge") {
        return None;
    }
    behind(scope, item).into_iter().next()
}
