//! Gateways.

use super::Import;
use super::flows::conditional;
use super::own::drawn;
use super::scope::Scope;
use crate::bpmn::node::{entry, list, map, plain, text};
use crate::bpmn::xml::Element;
use crate::yaml::{Entry, Node};

impl<'x> Import<'x> {
    pub(super) fn gateway(&mut self, scope: &mut Scope<'x>, element: &'x Element) {
        if drawn(element).is_some() {
            return;
        }
        let at = element.head;
        let name = self.names.of(&scope.context, element.id());
        let (kind, next) = match element.name.as_str() {
            "exclusiveGateway" | "inclusiveGateway" => self.choice(scope, element, &name),
            "eventBasedGateway" => self.events(scope, element, &name),
            "complexGateway" => self.complex(scope, element, &name),
            _ => ("parallel_gateway", vec![self.all_ways(scope, element, &name)]),
        };
        let entries = self.step_of(element, kind, next);
        scope.steps.push(entry(at, name, map(element.span, entries)));
    }

    fn choice(
        &mut self,
        scope: &mut Scope<'x>,
        element: &'x Element,
        name: &str,
    ) -> (&'static str, Vec<Entry>) {
        let exclusive = element.name == "exclusiveGateway";
        let kind = if exclusive { "exclusive_gateway" } else { "inclusive_gateway" };
        let ways = self.ways(scope, element, name);
        if ways.iter().all(|way| way.when.is_none()) && ways.len() <= 1 {
            scope.seen.retain(|(from, _)| from != name);
            return (kind, vec![self.next(scope, element, name)]);
        }
        (kind, vec![entry(element.head, "next", conditional(element.head, ways))])
    }

    /// `next:` with every flow, whatever stands at it: a parallel gateway has no conditions.
    fn all_ways(&mut self, scope: &mut Scope<'x>, element: &'x Element, name: &str) -> Entry {
        let at = element.head;
        let ways = self.ways(scope, element, name);
        if ways.is_empty() {
            return self.next(scope, element, name);
        }
        let ways: Vec<Node> = ways.iter().map(|way| text(way.at, &way.to)).collect();
        match ways.as_slice() {
            [only] => entry(at, "next", only.clone()),
            _ => entry(at, "next", list(at, ways)),
        }
    }

    /// A complex gateway that waits for a number of flows.
    fn complex(
        &mut self,
        scope: &mut Scope<'x>,
        element: &'x Element,
        name: &str,
    ) -> (&'static str, Vec<Entry>) {
        let at = element.head;
        let condition = element.child("activationCondition").map(|it| it.text.as_str());
        let wanted = condition.map(activation_count);
        let mut entries = Vec::new();
        if let Some(Some(wanted)) = wanted {
            entries.push(entry(at, "join", plain(at, wanted.to_string())));
        } else if wanted.is_some() || scope.entering(element.id()) > 1 {
            self.refuse(element, "its condition is not `activationCount >= n`");
        }
        let ways = self.ways(scope, element, name);
        if ways.iter().any(|way| way.when.is_some()) {
            entries.push(entry(at, "next", conditional(at, ways)));
            return ("inclusive_gateway", entries);
        }
        scope.seen.retain(|(from, _)| from != name);
        entries.push(self.all_ways(scope, element, name));
        ("parallel_gateway", entries)
    }

    /// The flows of an event gateway: each waits for what the event at its end catches.
    fn events(
        &mut self,
        scope: &mut Scope<'x>,
        element: &'x Element,
        name: &str,
    ) -> (&'static str, Vec<Entry>) {
        let at = element.head;
        if element.flag("instantiate", false)
            || element.attribute("eventGatewayType") == Some("Parallel")
        {
            self.refuse(element, "it starts cases, or waits for all of its events");
        }
        let mut flows = Vec::new();
        for target in behind(scope, element) {
            let mut events = self.awaited(target);
            if events.is_empty() {
                self.refuse(
                    target,
                    "an event gateway waits for messages, times, signals and conditions",
                );
            }
            let to = self.landing(scope, target, "throw_event");
            scope.edges.push((name.to_owned(), to.clone()));
            for event in &mut events {
                event.push(entry(target.head, "to", text(target.head, &to)));
            }
            flows.extend(events.into_iter().map(|event| map(target.head, event)));
        }
        ("event_gateway", vec![entry(at, "next", list(at, flows))])
    }
}

/// `activationCount >= 2`: how many flows it waits for.
fn activation_count(condition: &str) -> Option<u32> {
    let rest = condition.trim().trim_start_matches("${").trim_end_matches('}').trim();
    let rest = rest.strip_prefix("activationCount")?.trim_start();
    let (more, number) =
        if let Some(number) = rest.strip_prefix(">=").or_else(|| rest.strip_prefix("==")) {
            (0, number)
        } else if let Some(number) = rest.strip_prefix('>') {
            (1, number)
        } else {
            (0, rest.strip_prefix('=')?)
        };
    let number: u32 = number.trim().parse().ok()?;
    number.checked_add(more).filter(|number| *number > 0)
}

/// The elements to which the flows of an element lead.
pub(super) fn behind<'x>(scope: &Scope<'x>, element: &Element) -> Vec<&'x Element> {
    let own = scope.flows.iter().filter(|it| it.attribute("sourceRef") == Some(element.id()));
    own.filter_map(|flow| scope.item(flow.attribute("targetRef")?)).collect()
}

/// Whether an event gateway leads to this event: it then is a flow of the gateway and no step.
pub(super) fn is_awaited(scope: &Scope<'_>, element: &Element) -> bool {
    let to = scope.flows.iter().filter(|it| it.attribute("targetRef") == Some(element.id()));
    let mut from = to.filter_map(|flow| scope.item(flow.attribute("sourceRef")?));
    from.any(|from| from.name == "eventBasedGateway")
}
