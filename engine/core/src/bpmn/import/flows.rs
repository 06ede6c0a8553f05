//! Flows: where a step goes on.

use super::Import;
use super::own::{leaving, through};
use super::scope::Scope;
use crate::bpmn::node::{entry, list, map, text};
use crate::bpmn::xml::Element;
use crate::source::Span;
use crate::yaml::{Entry, Node};

/// A flow of an element.
pub(super) struct Way {
    /// The step it leads to.
    pub(super) to: String,
    /// Its condition.
    pub(super) when: Option<Node>,
    /// Whether it is taken when no condition holds.
    pub(super) otherwise: bool,
    /// Its place.
    pub(super) at: Span,
}

impl<'x> Import<'x> {
    /// The step at which a token that goes to an element arrives.
    pub(super) fn entry_of(&mut self, scope: &Scope<'x>, item: &Element) -> String {
        if item.name == "intermediateThrowEvent"
            && let Some(catch) = linked(scope, item)
        {
            return self.names.of(&scope.context, catch.id());
        }
        if let Some(merged) = through(scope, item) {
            return self.names.of(&scope.context, merged.id());
        }
        let name = self.names.of(&scope.context, item.id());
        if tests_before(item) { self.first_test(scope, item) } else { name }
    }

    /// The gateway before a loop that may not run at all.
    pub(super) fn first_test(&mut self, scope: &Scope<'x>, item: &Element) -> String {
        self.names.of(&scope.context, &format!("{}_first", item.id()))
    }

    /// The flows of an element. `from` is the step that its token leaves.
    pub(super) fn ways(
        &mut self,
        scope: &mut Scope<'x>,
        element: &'x Element,
        from: &str,
    ) -> Vec<Way> {
        let flows = leaving(scope, element);
        let mut ways = Vec::new();
        for flow in flows {
            let target = scope.item(flow.attribute("targetRef").unwrap_or_default());
            let Some(target) = target else {
                self.refuse(flow, "it leads to nothing in its own process or subprocess");
                continue;
            };
            let when = flow.child("conditionExpression");
            let when = when.filter(|it| !it.text.trim().is_empty());
            let when = when.and_then(|when| self.expression(when));
            let otherwise = element.attribute("default") == Some(flow.id());
            let to = self.arrival(scope, target, from, flow);
            ways.push(Way { to, when: when.filter(|_| !otherwise), otherwise, at: flow.head });
        }
        let next = scope.chain.iter().find(|(of, _)| *of == element.id()).map(|(_, to)| *to);
        if let Some(next) = next.and_then(|next| scope.item(next)) {
            let to = self.arrival(scope, next, from, element);
            ways.push(Way { to, when: None, otherwise: false, at: element.head });
        }
        ways
    }

    /// The step where a flow arrives. Of two flows from one step to one join each counts, so that the
    /// second gets a step of its own on its way.
    fn arrival(
        &mut self,
        scope: &mut Scope<'x>,
        target: &Element,
        from: &str,
        flow: &Element,
    ) -> String {
        let to = self.entry_of(scope, target);
        let joins = matches!(
            target.name.as_str(),
            "parallelGateway" | "inclusiveGateway" | "complexGateway"
        );
        let first = scope.seen.insert((from.to_owned(), to.clone()));
        if first || !joins || self.own {
            scope.edges.push((from.to_owned(), to.clone()));
            return to;
        }
        let between = self.names.made(flow.id());
        let at = flow.head;
        let entries =
            vec![entry(at, "type", text(at, "throw_event")), entry(at, "next", text(at, &to))];
        scope.push(&between, flow, entries);
        scope.edges.push((from.to_owned(), between.clone()));
        scope.edges.push((between.clone(), to));
        between
    }

    /// `next:` of a step that is no gateway. Conditions at its flows get a gateway behind it.
    pub(super) fn next(
        &mut self,
        scope: &mut Scope<'x>,
        element: &'x Element,
        name: &str,
    ) -> Entry {
        let at = element.head;
        let ways = self.ways(scope, element, name);
        if ways.iter().any(|way| way.when.is_some()) {
            let split = self.names.made(&format!("{name}_split"));
            for way in &ways {
                scope.edges.push((split.clone(), way.to.clone()));
            }
            scope.edges.push((name.to_owned(), split.clone()));
            let entries = vec![
                entry(at, "type", text(at, "inclusive_gateway")),
                entry(at, "next", conditional(at, ways)),
            ];
            scope.push(&split, element, entries);
            return entry(at, "next", text(at, split));
        }
        let aside = element.flag("isForCompensation", false);
        match ways.as_slice() {
            [only] => entry(only.at, "next", text(only.at, &only.to)),
            [] if scope.map && !aside && !self.is_own(element) => {
                entry(at, "next", text(at, self.new_end(scope, element, name)))
            }
            ways => {
                entry(at, "next", list(at, ways.iter().map(|way| text(way.at, &way.to)).collect()))
            }
        }
    }

    /// What ends in a process ends there: a map says so.
    fn new_end(&mut self, scope: &mut Scope<'x>, element: &Element, name: &str) -> String {
        let end = self.names.made(&format!("{name}_end"));
        scope.edges.push((name.to_owned(), end.clone()));
        scope.push(
            &end,
            element,
            vec![entry(element.head, "type", text(element.head, "end_event"))],
        );
        end
    }

    /// The step behind an event that is no step itself; where it has not exactly one flow, one is made.
    pub(super) fn landing(
        &mut self,
        scope: &mut Scope<'x>,
        event: &'x Element,
        kind: &str,
    ) -> String {
        let flows = leaving(scope, event);
        if let [only] = flows.as_slice()
            && only.child("conditionExpression").is_none()
            && let Some(target) = scope.item(only.attribute("targetRef").unwrap_or_default())
        {
            return self.entry_of(scope, target);
        }
        let at = event.head;
        let name = self.names.of(&scope.context, event.id());
        let next = self.next(scope, event, &name);
        scope.push(&name, event, vec![entry(at, "type", text(at, kind)), next]);
        name
    }
}

/// Whether a loop looks at its condition before it runs.
pub(super) fn tests_before(item: &Element) -> bool {
    item.child("standardLoopCharacteristics").is_some_and(|it| it.flag("testBefore", false))
}

/// The flows of a gateway that chooses: conditions in their order, `otherwise` last.
pub(super) fn conditional(at: Span, ways: Vec<Way>) -> Node {
    let only = ways.len() == 1;
    let (otherwise, others): (Vec<Way>, Vec<Way>) = ways.into_iter().partition(|way| way.otherwise);
    let flow = |way: Way| {
        if way.otherwise || only && way.when.is_none() {
            return map(way.at, vec![entry(way.at, "otherwise", text(way.at, way.to))]);
        }
        let when = way.when.unwrap_or_else(|| text(way.at, "true"));
        map(way.at, vec![entry(way.at, "when", when), entry(way.at, "to", text(way.at, way.to))])
    };
    list(at, others.into_iter().chain(otherwise).map(flow).collect())
}

/// The other end of a link.
fn linked<'x>(scope: &Scope<'x>, throw: &Element) -> Option<&'x Element> {
    let link = throw.child("linkEventDefinition")?;
    let matches = |item: &&&Element| {
        item.name == "intermediateCatchEvent"
            && item
                .child("linkEventDefinition")
                .is_some_and(|other| other.attribute("name") == link.attribute("name"))
    };
    scope.items.iter().find(matches).copied()
}
