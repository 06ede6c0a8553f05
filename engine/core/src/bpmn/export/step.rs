//! A step as an element of BPMN.

use indexmap::IndexMap;

use super::graph::{Builder, Drawn, Flow, Graph};
use super::tag::Tag;
use crate::definition::{Element, EndEvent, Step, Subprocess};
use crate::diagram::{Icon, Shape};
use crate::ids::StepId;
use crate::yaml::{self, Entry, Kind, Node};

/// The keys that the model says itself.
const DRAWN: [&str; 4] = ["next", "on", "steps", "compensate"];

impl Builder<'_> {
    pub(super) fn step(&mut self, id: &StepId, step: &Step, entry: Option<&Node>) -> Drawn {
        let title = step.title.get(self.words.lang());
        let shown = if title.is_empty() { id.as_str() } else { title };
        let (element, shape) = element_of(&step.element);
        let mut drawn = Drawn::new(id.as_str(), element, shape, shown);
        if title.is_empty() {
            drawn.tag = drawn.tag.with("reglament:untitled", "true");
        }
        if self.definition.undone_by(id).is_some() {
            drawn.tag = drawn.tag.with("isForCompensation", "true");
        }
        drawn.head = self.sources(&step.cites).into_iter().collect();
        drawn.head.push(extension(&fragment(entry, &DRAWN)));
        drawn.unit = step.unit.as_ref().map(ToString::to_string);
        drawn.ends = matches!(step.element, Element::EndEvent(_));
        Self::event_of(&mut drawn, step);
        match &step.element {
            Element::CallActivity(call) => {
                drawn.tag = drawn.tag.with("calledElement", call.process.as_str());
            }
            Element::Subprocess(block) => {
                let entries = entry.and_then(|entry| entry.at(&["steps"]));
                drawn.within = Some(self.scope(&block.steps, entries, &format!("{id}_start")));
                drawn.tail.extend(runs(block));
            }
            _ => {}
        }
        drawn
    }

    /// The sources of a step, in words.
    fn sources(&self, cites: &[String]) -> Option<Tag> {
        let line = |key: &String| {
            let source = self.definition.basis.get(key)?;
            let parts = [&source.act, &source.clause];
            let parts = parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str);
            Some(parts.collect::<Vec<_>>().join(", "))
        };
        let lines: Vec<String> = cites.iter().filter_map(line).collect();
        (!lines.is_empty()).then(|| Tag::new("documentation").text(lines.join("; ")))
    }

    /// The flows and boundary events of a step.
    pub(super) fn ways(
        &mut self,
        graph: &mut Graph,
        from: usize,
        step: &Step,
        entry: Option<&Node>,
        steps: &IndexMap<StepId, Step>,
    ) {
        let number = |to: &StepId| steps.get_index_of(to).map(|n| n + 1);
        let ways = step.next.iter().filter_map(|flow| Some((flow, number(&flow.to)?)));
        match &step.element {
            Element::UserTask(task) | Element::ManualTask(task) => {
                self.outcomes(graph, from, step, task, steps);
            }
            Element::ExclusiveGateway | Element::InclusiveGateway => {
                for (flow, to) in ways {
                    let condition = flow.when.as_ref().map(|when| when.text().to_owned());
                    let otherwise = condition.is_none() && step.next.len() > 1;
                    let label = self.words.label(crate::words::Label::Otherwise);
                    let name =
                        condition.clone().unwrap_or(if otherwise { label } else { String::new() });
                    graph.flows.push(Flow { from, to, name, condition, outcome: None, otherwise });
                }
            }
            Element::EventGateway => self.awaited(graph, from, step, entry, steps),
            Element::ParallelGateway => ways.for_each(|(_, to)| graph.flow(from, to)),
            _ => {
                let to: Vec<usize> = ways.map(|(_, to)| to).collect();
                self.parallel(graph, from, &to);
            }
        }
        self.boundaries(graph, from, step, entry, steps);
    }
}

/// The part of a map without these keys, as text.
pub(super) fn fragment(entry: Option<&Node>, without: &[&str]) -> String {
    let Some(entry) = entry else { return String::new() };
    let keep = |entry: &&Entry| !without.contains(&entry.key.text.as_str());
    let entries: Vec<Entry> =
        entry.entries().iter().filter(keep).cloned().map(without_targets).collect();
    yaml::print(&Node { span: entry.span, kind: Kind::Map(entries) })
}

/// Where outcomes lead is drawn.
fn without_targets(mut entry: Entry) -> Entry {
    if entry.key.text == "outcomes"
        && let Kind::Map(outcomes) = &mut entry.value.kind
    {
        for outcome in outcomes {
            if let Kind::Map(keys) = &mut outcome.value.kind {
                keys.retain(|key| key.key.text != "to");
            }
        }
    }
    entry
}

/// The extension elements with a part of the map.
pub(super) fn extension(fragment: &str) -> Tag {
    Tag::new("extensionElements").child(Tag::new("reglament:map").text(format!("\n{fragment}")))
}

fn runs(block: &Subprocess) -> Option<Tag> {
    let number = match (&block.for_each, &block.times) {
        (Some(list), _) => format!("count({list})"),
        (None, Some(times)) => times.text().to_owned(),
        (None, None) => return None,
    };
    let number = Tag::new("loopCardinality").with("xsi:type", "tFormalExpression").text(number);
    let loops = Tag::new("multiInstanceLoopCharacteristics");
    Some(loops.with("isSequential", block.sequential).child(number))
}

const fn element_of(element: &Element) -> (&'static str, Shape) {
    match element {
        Element::UserTask(_) => ("userTask", Shape::Task(Icon::User)),
        Element::ManualTask(_) => ("manualTask", Shape::Task(Icon::Manual)),
        Element::ServiceTask(_) => ("serviceTask", Shape::Task(Icon::Service)),
        Element::BusinessRuleTask(_) => ("businessRuleTask", Shape::Task(Icon::Rule)),
        Element::SendTask(_) => ("sendTask", Shape::Task(Icon::Send)),
        Element::ReceiveTask(_) => ("receiveTask", Shape::Task(Icon::Receive)),
        Element::CallActivity(_) => ("callActivity", Shape::Task(Icon::Inside)),
        Element::Subprocess(_) => ("subProcess", Shape::Task(Icon::Inside)),
        Element::Timer(_) => ("intermediateCatchEvent", Shape::Timer),
        Element::ThrowEvent(_) => ("intermediateThrowEvent", Shape::Event(Icon::Signal)),
        Element::ExclusiveGateway => ("exclusiveGateway", Shape::Gateway(Icon::Exclusive)),
        Element::InclusiveGateway => ("inclusiveGateway", Shape::Gateway(Icon::Inclusive)),
        Element::ParallelGateway => ("parallelGateway", Shape::Gateway(Icon::Parallel)),
        Element::EventGateway => ("eventBasedGateway", Shape::Gateway(Icon::EventBased)),
        Element::EndEvent(EndEvent { terminate, .. }) => {
            ("endEvent", Shape::End { terminate: *terminate })
        }
    }
}
