//! Events that let something go off: intermediate events and ends.

use super::Import;
use super::scope::Scope;
use crate::bpmn::node::{entry, list, map, plain, text};
use crate::bpmn::xml::Element;
use crate::bpmn::{MESSAGE_WORKER, SIGNAL_WORKER};
use crate::yaml::Entry;

/// The error with which a transaction is left.
pub(super) const CANCELLED: &str = "transaction-cancelled";

/// A step that an event stands for, without what leads on.
type Made = (&'static str, Vec<Entry>);

impl<'x> Import<'x> {
    /// An intermediate event that throws; several things go off one after the other.
    pub(super) fn throw(&mut self, scope: &mut Scope<'x>, element: &'x Element) {
        if element.child("linkEventDefinition").is_some() {
            if self.entry_of(scope, element) == self.names.of(&scope.context, element.id()) {
                self.refuse(element, "no link event of this name catches it");
            }
            return;
        }
        let mut made = Vec::new();
        for definition in self.definitions(element) {
            made.extend(self.thrown(scope, element, definition));
        }
        if made.is_empty() {
            made.push(("throw_event", Vec::new()));
        }
        self.row(scope, element, made, None);
    }

    /// An end: what goes off first, then the end itself.
    pub(super) fn end(&mut self, scope: &mut Scope<'x>, element: &'x Element) {
        let at = element.head;
        let (mut made, mut last) = (Vec::new(), Vec::new());
        for definition in self.definitions(element) {
            let name = |name: String| text(definition.head, name);
            match definition.name.as_str() {
                "terminateEventDefinition" => last.push(entry(at, "terminate", plain(at, "true"))),
                "errorEventDefinition" => {
                    last.push(entry(at, "error", name(self.referred_or(definition, "unnamed"))));
                }
                "escalationEventDefinition" => {
                    let escalation = self.referred_or(definition, "unnamed");
                    last.push(entry(at, "escalation", name(escalation)));
                }
                "compensateEventDefinition" => {
                    self.only_all(element, definition);
                    last.push(entry(at, "compensates", plain(at, "true")));
                }
                "cancelEventDefinition" => {
                    if undoes(scope) {
                        last.push(entry(at, "compensates", plain(at, "true")));
                    }
                    last.push(entry(at, "error", text(at, CANCELLED)));
                }
                _ => made.extend(self.thrown(scope, element, definition)),
            }
        }
        self.row(scope, element, made, Some(last));
    }

    /// The steps for one thing that goes off.
    fn thrown(
        &mut self,
        scope: &Scope<'x>,
        element: &'x Element,
        definition: &'x Element,
    ) -> Vec<Made> {
        let at = definition.head;
        match definition.name.as_str() {
            "messageEventDefinition" => {
                let message = self.referred(definition);
                vec![(
                    "service_task",
                    self.job_for(element, MESSAGE_WORKER, &[("message", message)]),
                )]
            }
            "signalEventDefinition" => self.signal(element, definition),
            "escalationEventDefinition" => {
                let name = self.referred_or(definition, "unnamed");
                vec![("throw_event", vec![entry(at, "escalation", text(at, name))])]
            }
            "compensateEventDefinition" => {
                self.only_all(element, definition);
                let nothing = || ("throw_event", Vec::new());
                let undo = || ("send_task", vec![entry(at, "compensates", plain(at, "true"))]);
                vec![if undoes(scope) { undo() } else { nothing() }]
            }
            _ => {
                self.refuse(element, "a map lets no such thing go off");
                Vec::new()
            }
        }
    }

    /// A signal: the case itself hears it where something in its process waits for it; a worker tells
    /// it where something else does, or nothing that the model knows.
    fn signal(&mut self, element: &'x Element, definition: &'x Element) -> Vec<Made> {
        let at = definition.head;
        let name = self.referred(definition);
        let (within, beyond) = self.who_hears(&name);
        let mut made = Vec::new();
        if within {
            made.push(("throw_event", vec![entry(at, "signal", text(at, &name))]));
        }
        if beyond || !within {
            made.push(("service_task", self.job_for(element, SIGNAL_WORKER, &[("signal", name)])));
        }
        made
    }

    /// Whether something in this process, and whether something in another one, waits for a signal.
    pub(super) fn who_hears(&mut self, signal: &str) -> (bool, bool) {
        let mut hears = (false, false);
        let root = self.root;
        for process in root.all("process") {
            let own = self.calls.iter().any(|open| open == process.id());
            let waits = |it: &&Element| {
                matches!(
                    it.name.as_str(),
                    "intermediateCatchEvent" | "boundaryEvent" | "startEvent"
                )
            };
            for event in process.everything().filter(waits) {
                let starts_cases = event.name == "startEvent"
                    && process.children.iter().any(|it| std::ptr::eq(it, event));
                let definitions = self.definitions(event);
                let mut signals =
                    definitions.iter().filter(|it| it.name == "signalEventDefinition");
                if signals.any(|it| self.referred(it) == signal) {
                    let within = own && !starts_cases;
                    hears.0 |= within;
                    hears.1 |= !within;
                }
            }
        }
        hears
    }

    /// One after the other; the first has the name of the element, the last goes on or ends.
    fn row(
        &mut self,
        scope: &mut Scope<'x>,
        element: &'x Element,
        made: Vec<Made>,
        end: Option<Vec<Entry>>,
    ) {
        let at = element.head;
        let mut name = self.names.of(&scope.context, element.id());
        let ends = end.is_some();
        let rest: Vec<Made> = made.into_iter().chain(end.map(|end| ("end_event", end))).collect();
        let count = rest.len();
        for (n, (kind, mut entries)) in rest.into_iter().enumerate() {
            let last = n + 1 == count;
            let following =
                if last { String::new() } else { self.names.made(&format!("{name}_then")) };
            if !last {
                scope.edges.push((name.clone(), following.clone()));
                entries.push(entry(at, "next", text(at, &following)));
            } else if !ends {
                entries.push(self.next(scope, element, &name));
            }
            let entries = self.step_of(element, kind, entries);
            scope.steps.push(entry(at, &name, map(element.span, entries)));
            name = following;
        }
    }

    /// What each run of a multi-instance activity throws when it is done.
    pub(super) fn each_throws(&mut self, multiple: &'x Element, name: &str) -> Option<Entry> {
        if multiple.attribute("behavior") != Some("None") {
            return None;
        }
        let definition = self.global(multiple.attribute("noneBehaviorEventRef")?)?;
        if definition.name != "signalEventDefinition" {
            self.refuse(multiple, "its runs throw something else than a signal");
            return None;
        }
        let at = multiple.head;
        let step = self.names.made(&format!("{name}_done"));
        let signal = self.referred(definition);
        let entries = vec![
            entry(at, "type", text(at, "throw_event")),
            entry(at, "signal", text(at, signal)),
            entry(at, "next", list(at, Vec::new())),
        ];
        Some(entry(at, step, map(at, entries)))
    }

    fn only_all(&mut self, element: &Element, definition: &Element) {
        if definition.attribute("activityRef").is_some() {
            self.refuse(
                element,
                "everything that was completed beside it is undone, not one activity",
            );
        }
    }
}

/// Whether something in a scope can be undone.
fn undoes(scope: &Scope<'_>) -> bool {
    scope
        .items
        .iter()
        .any(|it| it.child("compensateEventDefinition").is_some() && it.name == "boundaryEvent")
}
