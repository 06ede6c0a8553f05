//! Events: what they are about, in the words of BPMN as far as it has them.

use indexmap::IndexMap;

use super::graph::{Builder, Drawn, Graph};
use super::step::{extension, fragment};
use super::tag::Tag;
use crate::definition::{Boundary, Element, FlowEvent, Step, Threshold, Trigger, Wait};
use crate::diagram::{Icon, Shape};
use crate::ids::StepId;
use crate::term::{Term, TermUnit};
use crate::yaml::Node;

impl Builder<'_> {
    /// What an event step is about.
    pub(super) fn event_of(drawn: &mut Drawn, step: &Step) {
        match &step.element {
            Element::Timer(timer) => drawn.tail.push(match &timer.wait {
                Wait::For(term) => duration(*term),
                Wait::Until(moment) => date(moment.text()),
                Wait::NextWorkingDayAt(time) => date(&format!("next working day at {time}")),
            }),
            Element::ReceiveTask(task) => {
                let message = format!("message_{}", task.message);
                drawn.tag = drawn.tag.clone().with("messageRef", message);
            }
            Element::ThrowEvent(thrown) => {
                drawn.tail.extend(thrown.signal.iter().map(|name| referring("signal", name)));
                let escalation = thrown.escalation.iter();
                drawn.tail.extend(escalation.map(|name| referring("escalation", name)));
            }
            Element::EndEvent(end) => {
                drawn.tail.extend(end.error.iter().map(|name| referring("error", name)));
                drawn.tail.extend(end.escalation.iter().map(|name| referring("escalation", name)));
                drawn.tail.extend(end.signal.iter().map(|name| referring("signal", name)));
                if end.terminate {
                    drawn.tail.push(Tag::new("terminateEventDefinition"));
                }
            }
            _ => {}
        }
    }

    /// The events that an event gateway waits for.
    pub(super) fn awaited(
        &mut self,
        graph: &mut Graph,
        from: usize,
        step: &Step,
        entry: Option<&Node>,
        steps: &IndexMap<StepId, Step>,
    ) {
        let items =
            entry.and_then(|entry| entry.at(&["next"])).map(Node::items).unwrap_or_default();
        for (n, flow) in step.next.iter().enumerate() {
            let (Some(event), Some(to)) = (&flow.event, steps.get_index_of(&flow.to)) else {
                continue;
            };
            let (icon, title, definition) = self.of_flow(event);
            let id = self.free(&format!("{}_event_{}", graph.nodes[from].id, n + 1));
            let shape = Shape::Event(icon);
            let mut drawn = Drawn::new(&id, "intermediateCatchEvent", shape, &title);
            drawn.unit.clone_from(&graph.nodes[from].unit);
            drawn.head.push(extension(&fragment(items.get(n), &["to"])));
            drawn.tail.push(definition);
            let event = graph.add(drawn);
            graph.flow(from, event);
            graph.flow(event, to + 1);
        }
    }

    fn of_flow(&self, event: &FlowEvent) -> (Icon, String, Tag) {
        match event {
            FlowEvent::Message(awaited) => {
                (Icon::Receive, awaited.message.clone(), referring("message", &awaited.message))
            }
            FlowEvent::Timer(term) => (Icon::Clock, self.words.term(*term), duration(*term)),
            FlowEvent::Until(moment) => {
                (Icon::Clock, moment.text().to_owned(), date(moment.text()))
            }
            FlowEvent::Signal(name) => (Icon::Signal, name.clone(), referring("signal", name)),
            FlowEvent::Condition(it) => {
                (Icon::Condition, it.text().to_owned(), condition(it.text()))
            }
        }
    }

    /// The boundary events of a step, and the way to what undoes it.
    pub(super) fn boundaries(
        &mut self,
        graph: &mut Graph,
        host: usize,
        step: &Step,
        entry: Option<&Node>,
        steps: &IndexMap<StepId, Step>,
    ) {
        let items = entry.and_then(|entry| entry.at(&["on"])).map(Node::items).unwrap_or_default();
        for (n, event) in step.on.iter().enumerate() {
            let Some(to) = steps.get_index_of(&event.to) else { continue };
            let mut drawn = self.boundary(graph, host, n + 1, event);
            drawn.head.push(extension(&fragment(items.get(n), &["to"])));
            let event = graph.add(drawn);
            graph.flow(event, to + 1);
        }
        let undo = step.compensate.as_ref().and_then(|undo| steps.get_index_of(undo));
        if let Some(undo) = undo {
            let id = self.free(&format!("{}_undo", graph.nodes[host].id));
            let mut drawn = Drawn::new(&id, "boundaryEvent", Shape::Event(Icon::Inside), "");
            drawn.tag = drawn.tag.with("attachedToRef", &graph.nodes[host].id);
            drawn.tail.push(Tag::new("compensateEventDefinition"));
            (drawn.host, drawn.ends) = (Some(host), true);
            let event = graph.add(drawn);
            graph.associations.push((event, undo + 1));
        }
    }

    fn boundary(&mut self, graph: &Graph, host: usize, n: usize, event: &Boundary) -> Drawn {
        let (icon, title, definition) = self.of_trigger(&event.trigger);
        let id = self.free(&format!("{}_on_{n}", graph.nodes[host].id));
        let mut drawn = Drawn::new(&id, "boundaryEvent", Shape::Event(icon), &title);
        let attached = drawn.tag.with("attachedToRef", &graph.nodes[host].id);
        drawn.tag = attached.with("cancelActivity", event.interrupting);
        drawn.unit.clone_from(&graph.nodes[host].unit);
        drawn.host = Some(host);
        drawn.tail.push(definition);
        drawn
    }

    fn of_trigger(&self, trigger: &Trigger) -> (Icon, String, Tag) {
        match trigger {
            Trigger::Timer(term) => (Icon::Clock, self.words.term(*term), duration(*term)),
            Trigger::Until(moment) => (Icon::Clock, moment.text().to_owned(), date(moment.text())),
            Trigger::Message(name) => (Icon::Receive, name.clone(), referring("message", name)),
            Trigger::Signal(name) => (Icon::Signal, name.clone(), referring("signal", name)),
            Trigger::Condition(it) => (Icon::Condition, it.text().to_owned(), condition(it.text())),
            Trigger::Error { error, .. } => (Icon::Error, error.clone(), referring("error", error)),
            Trigger::Escalation(name) => {
                (Icon::Escalation, name.clone(), referring("escalation", name))
            }
            Trigger::Deadline(threshold) => {
                let words = self.threshold(*threshold);
                let definition = date(&words);
                (Icon::Clock, words, definition)
            }
        }
    }

    fn threshold(&self, threshold: Threshold) -> String {
        let deadline = self.words.label(crate::words::Label::Deadline);
        match threshold {
            Threshold::Percent(percent) => format!("{deadline} {percent} %"),
            Threshold::Before(term) => format!("{deadline} −{}", self.words.term(term)),
            Threshold::Overdue(term) => format!("{deadline} +{}", self.words.term(term)),
        }
    }

    /// Events of the whole process are event subprocesses: BPMN has no other word for them.
    pub(super) fn whole_events(&mut self, graph: &mut Graph, aside: &[IndexMap<StepId, Step>]) {
        let (definition, root) = (self.definition, self.root);
        let items = root.at(&["on"]).map(Node::items).unwrap_or_default();
        for (n, (event, steps)) in definition.on.iter().zip(aside).enumerate() {
            let id = self.free(&format!("on_{}", n + 1));
            let mut within = if steps.is_empty() {
                self.elsewhere(&id, event)
            } else {
                let mut within = self.scope(steps, root.at(&["steps"]), &format!("{id}_start"));
                self.numbered(&mut within, steps);
                within
            };
            let (icon, title, of_event) = self.of_trigger(&event.trigger);
            let start = Drawn::new(&within.nodes[0].id, "startEvent", Shape::Event(icon), &title);
            within.nodes[0] = start;
            within.nodes[0].tag =
                within.nodes[0].tag.clone().with("isInterrupting", event.interrupting);
            within.nodes[0].tail.push(of_event);
            let mut drawn = Drawn::new(&id, "subProcess", Shape::Task(Icon::Inside), &title);
            drawn.tag = drawn.tag.with("triggeredByEvent", "true");
            drawn.head.push(extension(&fragment(items.get(n), &[])));
            (drawn.within, drawn.ends) = (Some(within), true);
            graph.add(drawn);
        }
    }

    /// An event that leads to a step which is drawn elsewhere: its end has the name of this step.
    fn elsewhere(&mut self, id: &str, event: &Boundary) -> Graph {
        let to = self.definition.step(&event.to).map(|step| step.title.get(self.words.lang()));
        let to = to.filter(|title| !title.is_empty()).unwrap_or(event.to.as_str());
        let shape = Shape::End { terminate: false };
        let start = Drawn::new(&self.free(&format!("{id}_start")), "startEvent", shape, "");
        let mut end = Drawn::new(&self.free(&format!("{id}_end")), "endEvent", shape, to);
        end.ends = true;
        let mut within = Graph::default();
        within.nodes.extend([start, end]);
        within.flow(0, 1);
        within
    }

    /// The order of steps is part of a map: those that are drawn within say their place.
    fn numbered(&self, within: &mut Graph, steps: &IndexMap<StepId, Step>) {
        for (n, id) in steps.keys().enumerate() {
            let at = self.definition.steps.get_index_of(id).unwrap_or_default();
            within.nodes[n + 1].tag = within.nodes[n + 1].tag.clone().with("reglament:at", at);
        }
    }
}

fn expression(name: &str, text: &str) -> Tag {
    Tag::new(name).with("xsi:type", "tFormalExpression").text(text)
}

/// A term as ISO 8601 has it: which days count, only the map says.
fn duration(term: Term) -> Tag {
    let count = term.count;
    let iso = match term.unit {
        TermUnit::WorkingDays | TermUnit::CalendarDays => format!("P{count}D"),
        TermUnit::WorkingHours | TermUnit::Hours => format!("PT{count}H"),
        TermUnit::Minutes => format!("PT{count}M"),
    };
    Tag::new("timerEventDefinition").child(expression("timeDuration", &iso))
}

fn date(text: &str) -> Tag {
    Tag::new("timerEventDefinition").child(expression("timeDate", text))
}

fn condition(text: &str) -> Tag {
    Tag::new("conditionalEventDefinition").child(expression("condition", text))
}

/// A definition that refers to something of the whole model.
fn referring(kind: &str, name: &str) -> Tag {
    let reference = format!("{kind}_{name}");
    Tag::new(&format!("{kind}EventDefinition")).with(&format!("{kind}Ref"), reference)
}
