//! Events that wait: intermediate events, boundary events, event subprocesses.

use super::Import;
use super::gateway::{behind, is_awaited};
use super::names::label;
use super::scope::Scope;
use crate::bpmn::node::{entry, list, map, plain, text};
use crate::bpmn::xml::Element;
use crate::yaml::{Entry, Node};

impl<'x> Import<'x> {
    /// An intermediate event that waits.
    pub(super) fn catch(&mut self, scope: &mut Scope<'x>, element: &'x Element) {
        if is_awaited(scope, element) {
            return;
        }
        let name = self.names.of(&scope.context, element.id());
        let definitions = self.definitions(element);
        if element.flag("parallelMultiple", false) && definitions.len() > 1 {
            self.refuse(element, "it waits for several events at once; draw them in parallel");
        }
        let mut entries = Vec::new();
        let kind = match definitions.as_slice() {
            [] => "throw_event",
            [only] if only.name == "linkEventDefinition" => "throw_event",
            [only] if only.name == "messageEventDefinition" => {
                let message = self.referred(only);
                entries.push(entry(only.head, "message", text(only.head, message)));
                "receive_task"
            }
            [only] if only.name == "timerEventDefinition" => {
                entries.extend(self.timer(only, true).map(|(key, value)| {
                    entry(only.head, if key == "timer" { "wait" } else { key }, value)
                }));
                "timer"
            }
            _ => return self.first_of(scope, element, &name),
        };
        entries.push(self.next(scope, element, &name));
        let entries = self.step_of(element, kind, entries);
        scope.steps.push(entry(element.head, name, map(element.span, entries)));
    }

    /// An event that waits for a signal, a condition, or the first of several events.
    fn first_of(&mut self, scope: &mut Scope<'x>, element: &'x Element, name: &str) {
        let at = element.head;
        let mut events = self.awaited(element);
        if events.is_empty() {
            self.refuse(element, "a map does not wait for this on its way");
        }
        let single = behind(scope, element).len() == 1;
        let to = if single {
            self.landing(scope, element, "throw_event")
        } else {
            let passed = self.names.made(&format!("{name}_came"));
            let next = self.next(scope, element, &passed);
            scope.push(&passed, element, vec![entry(at, "type", text(at, "throw_event")), next]);
            passed
        };
        scope.edges.push((name.to_owned(), to.clone()));
        for event in &mut events {
            event.push(entry(at, "to", text(at, &to)));
        }
        let flows = events.into_iter().map(|event| map(at, event)).collect();
        let entries =
            self.step_of(element, "event_gateway", vec![entry(at, "next", list(at, flows))]);
        scope.steps.push(entry(at, name, map(element.span, entries)));
    }

    /// What an event gateway would wait for in the place of this event: the keys of each flow.
    pub(super) fn awaited(&mut self, element: &'x Element) -> Vec<Vec<Entry>> {
        if let Some(fragment) = self.fragment(element) {
            return vec![fragment.entries().to_vec()];
        }
        if element.name == "receiveTask" {
            let message = self.name_of_message(element);
            return vec![vec![entry(element.head, "message", text(element.head, message))]];
        }
        let mut all = Vec::new();
        for definition in self.definitions(element) {
            let at = definition.head;
            let found = match definition.name.as_str() {
                "messageEventDefinition" => Some(("message", text(at, self.referred(definition)))),
                "signalEventDefinition" => Some(("signal", text(at, self.referred(definition)))),
                "timerEventDefinition" => self.timer(definition, true),
                "conditionalEventDefinition" => self.condition(definition),
                _ => return Vec::new(),
            };
            all.extend(found.map(|(key, value)| vec![entry(at, key, value)]));
        }
        all
    }

    /// The boundary events of an activity.
    pub(super) fn boundaries(
        &mut self,
        scope: &mut Scope<'x>,
        element: &'x Element,
        name: &str,
    ) -> Vec<Node> {
        let attached = |event: &&'x Element| {
            event.name == "boundaryEvent" && event.attribute("attachedToRef") == Some(element.id())
        };
        let events: Vec<&'x Element> = scope.items.iter().copied().filter(attached).collect();
        let mut on = Vec::new();
        for event in events {
            if self.definitions(event).iter().any(|it| it.name == "compensateEventDefinition") {
                continue;
            }
            let interrupting = event.flag("cancelActivity", true);
            let triggers = self.triggers(event, interrupting);
            let kind = if scope.map { "end_event" } else { "throw_event" };
            let leads = !behind(scope, event).is_empty();
            let to = if leads {
                self.landing_from(scope, event)
            } else {
                self.end_of(scope, event, kind)
            };
            scope.edges.push((name.to_owned(), to.clone()));
            on.extend(
                triggers.into_iter().map(|trigger| boundary(event, trigger, interrupting, &to)),
            );
        }
        on
    }

    /// The step behind a boundary event. Beside a flow of the activity to the same join it is a flow
    /// of its own.
    fn landing_from(&mut self, scope: &mut Scope<'x>, event: &'x Element) -> String {
        let joins = behind(scope, event).iter().any(|it| {
            matches!(it.name.as_str(), "parallelGateway" | "inclusiveGateway" | "complexGateway")
        });
        if !joins || self.own {
            return self.landing(scope, event, "throw_event");
        }
        let passed = self.names.of(&scope.context, event.id());
        let at = event.head;
        let next = self.next(scope, event, &passed);
        scope.push(&passed, event, vec![entry(at, "type", text(at, "throw_event")), next]);
        passed
    }

    fn end_of(&mut self, scope: &mut Scope<'x>, event: &'x Element, kind: &str) -> String {
        let at = event.head;
        let name = self.names.of(&scope.context, event.id());
        let mut entries = vec![entry(at, "type", text(at, kind))];
        if kind == "throw_event" {
            entries.push(entry(at, "next", list(at, Vec::new())));
        }
        scope.push(&name, event, entries);
        name
    }

    /// What sets a boundary event or an event subprocess off.
    fn triggers(&mut self, event: &'x Element, interrupting: bool) -> Vec<Vec<Entry>> {
        if let Some(fragment) = self.fragment(event) {
            return vec![fragment.entries().to_vec()];
        }
        let definitions = self.definitions(event);
        if definitions.is_empty() {
            self.refuse(event, "it does not say what sets it off");
        }
        if event.flag("parallelMultiple", false) && definitions.len() > 1 {
            self.refuse(event, "it waits for several events at once");
        }
        let triggers =
            definitions.into_iter().filter_map(|it| self.trigger(event, it, interrupting));
        triggers.collect::<Vec<_>>()
    }

    fn trigger(
        &mut self,
        event: &Element,
        definition: &'x Element,
        interrupting: bool,
    ) -> Option<Vec<Entry>> {
        let at = definition.head;
        let name = |name: String| text(at, name);
        let (key, value) = match definition.name.as_str() {
            "timerEventDefinition" => self.timer(definition, interrupting)?,
            "messageEventDefinition" => ("message", name(self.referred(definition))),
            "signalEventDefinition" => ("signal", name(self.referred(definition))),
            "errorEventDefinition" => ("error", name(self.referred_or(definition, "any"))),
            "escalationEventDefinition" => {
                ("escalation", name(self.referred_or(definition, "any")))
            }
            "conditionalEventDefinition" => self.condition(definition)?,
            "cancelEventDefinition" => ("error", text(at, super::throw::CANCELLED)),
            _ => {
                self.refuse(event, "a map has no such event here");
                return None;
            }
        };
        Some(vec![entry(at, key, value)])
    }

    /// An event subprocess: what it waits for, and the steps that then run.
    pub(super) fn event_subprocess(&mut self, scope: &mut Scope<'x>, element: &'x Element) {
        if self.own && scope.map && self.whole_event(scope, element) {
            return;
        }
        let starts = element.all("startEvent").find(|start| !self.definitions(start).is_empty());
        let Some(start) = starts else {
            return self.refuse(element, "it does not say what sets it off");
        };
        let name = self.names.of(&scope.context, element.id());
        let interrupting = start.flag("isInterrupting", true);
        for trigger in self.triggers(start, interrupting) {
            scope.on.push(boundary(start, trigger, interrupting, &name));
        }
        let context = scope.context.clone();
        let steps = self.block(scope, element, element, &context);
        let next = self.next(scope, element, &name);
        let entries = self.step_of(element, "subprocess", vec![steps, next]);
        scope.steps.push(entry(element.head, name, map(element.span, entries)));
    }

    fn condition(&mut self, definition: &Element) -> Option<(&'static str, Node)> {
        let condition = definition.child("condition");
        let Some(condition) = condition else {
            self.refuse(definition, "it has no condition");
            return None;
        };
        Some(("condition", self.expression(condition)?))
    }

    /// The name of the message that a task sends or receives.
    pub(super) fn name_of_message(&mut self, task: &Element) -> String {
        match task.attribute("messageRef").map(ToOwned::to_owned) {
            Some(reference) => self.global_name(&reference),
            None => label(task.id()),
        }
    }

    /// `compensate:` of an activity: the step at the other end of the association.
    pub(super) fn undone_by(&mut self, scope: &Scope<'x>, element: &Element) -> Option<Entry> {
        let event = scope.items.iter().find(|event| {
            event.name == "boundaryEvent"
                && event.attribute("attachedToRef") == Some(element.id())
                && event.child("compensateEventDefinition").is_some()
        })?;
        let mut associations = scope.element.all("association");
        let to = associations.find(|it| it.attribute("sourceRef") == Some(event.id()));
        let to = to.and_then(|it| scope.item(it.attribute("targetRef")?));
        let Some(to) = to else {
            self.refuse(event, "no association leads to what undoes it");
            return None;
        };
        let undo = self.names.of(&scope.context, to.id());
        Some(entry(event.head, "compensate", text(event.head, undo)))
    }
}

fn boundary(event: &Element, mut trigger: Vec<Entry>, interrupting: bool, to: &str) -> Node {
    let at = event.head;
    if !interrupting && !trigger.iter().any(|it| it.key.text == "interrupting") {
        trigger.push(entry(at, "interrupting", plain(at, "false")));
    }
    trigger.push(entry(at, "to", text(at, to)));
    map(at, trigger)
}
