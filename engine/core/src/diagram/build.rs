//! From a definition to what is drawn.

use super::{Boundary, Diagram, Flow, Icon, Node, Runs, Shape, lanes, order};
use crate::definition::{
    self, Definition, Element, EndEvent, FlowEvent, Outcome, Step, Subprocess, Threshold,
    ThrowEvent, Trigger, UserTask, Wait,
};
use crate::ids::StepId;
use crate::term::Term;
use crate::words::{Label, Words};

/// The number of the start event; the steps follow in the order of the map.
const START: usize = 0;

impl Diagram {
    /// The picture of a map. A subprocess is a box that names its steps.
    pub fn new(definition: &Definition, words: &dyn Words) -> Self {
        let builder = Builder { definition, words };
        let mut diagram = Self {
            lang: words.lang(),
            title: definition.title.get(words.lang()).to_owned(),
            term: builder.deadline(),
            lanes: Vec::new(),
            nodes: builder.nodes(),
            flows: builder.flows(),
        };
        builder.process_events(&mut diagram);
        lanes::assign(&mut diagram, definition, words);
        order::keep_usual(&mut diagram);
        diagram
    }
}

struct Builder<'a> {
    definition: &'a Definition,
    words: &'a dyn Words,
}

impl Builder<'_> {
    fn deadline(&self) -> String {
        let Some(deadline) = &self.definition.deadline else { return String::new() };
        let wording = deadline.wording.only(self.words.lang());
        let term = if wording.is_empty() { &self.words.term(deadline.within) } else { wording };
        format!("{}: {term}", self.words.label(Label::TimeLimit))
    }

    fn nodes(&self) -> Vec<Node> {
        let title = self.words.label(Label::Application);
        let start = node("start", Shape::Start, title);
        let steps = self.definition.steps.iter().map(|(id, step)| self.step(id, step));
        std::iter::once(start).chain(steps).collect()
    }

    fn step(&self, id: &StepId, step: &Step) -> Node {
        let shown = self.title(id, step);
        let block = step.block();
        let mut within = Vec::new();
        if let Some(block) = block {
            self.within(block, 0, &mut within);
        }
        let waits = match &step.element {
            Element::Timer(timer) => self.wait(&timer.wait),
            _ => step.within.map(|term| self.words.term(term)).unwrap_or_default(),
        };
        Node {
            term: waits,
            action: step.action.as_ref().map(|action| action.number),
            within,
            runs: block.and_then(runs),
            ..node(id.as_str(), shape(&step.element), shown.to_owned())
        }
    }

    fn title<'t>(&self, id: &'t StepId, step: &'t Step) -> &'t str {
        let title = step.title.get(self.words.lang());
        if title.is_empty() && !is_gateway(&step.element) { id.as_str() } else { title }
    }

    /// The steps of a subprocess that have a name to show; gateways and ends without a title are
    /// left out.
    fn within(&self, block: &Subprocess, depth: usize, lines: &mut Vec<(usize, String)>) {
        for (id, step) in &block.steps {
            let untitled = step.title.is_empty() && matches!(step.element, Element::EndEvent(_));
            let title = self.title(id, step);
            if !untitled && !title.is_empty() {
                lines.push((depth, title.to_owned()));
            }
            if let Some(inner) = step.block() {
                self.within(inner, depth + 1, lines);
            }
        }
    }

    fn wait(&self, wait: &Wait) -> String {
        match wait {
            Wait::For(term) => self.words.term(*term),
            Wait::Until(moment) => moment.text().to_owned(),
            Wait::NextWorkingDayAt(time) => time.strftime("%H:%M").to_string(),
        }
    }

    fn number(&self, step: &StepId) -> Option<usize> {
        Some(self.definition.steps.get_index_of(step)? + START + 1)
    }

    fn flows(&self) -> Vec<Flow> {
        let mut flows = Vec::new();
        if !self.definition.steps.is_empty() {
            flows.push(flow(START, START + 1, String::new(), true));
        }
        for (at, step) in self.definition.steps.values().enumerate() {
            self.flows_of(START + 1 + at, step, &mut flows);
        }
        flows
    }

    fn flows_of(&self, from: usize, step: &Step, flows: &mut Vec<Flow>) {
        let first = flows.len();
        match &step.element {
            Element::UserTask(task) | Element::ManualTask(task) => {
                self.outcomes(from, step, task, flows);
            }
            element => {
                let usual = usual_of(element, step);
                for (at, next) in step.next.iter().enumerate() {
                    let label = self.condition(element, step, next);
                    let way = self.number(&next.to).map(|to| flow(from, to, label, at == usual));
                    flows.extend(way);
                }
            }
        }
        // Of a task whose outcomes all lead elsewhere, the first one is the usual way on.
        if let Some(flow) = flows.get_mut(first).filter(|flow| flow.from == from) {
            let choice = !is_gateway(&step.element);
            flow.usual |= choice;
        }
        for event in &step.on {
            let (icon, label) = self.trigger(&event.trigger);
            let boundary = Some(Boundary { icon, interrupting: event.interrupting });
            let way = self.number(&event.to).map(|to| flow(from, to, label, false));
            flows.extend(way.map(|way| Flow { boundary, ..way }));
        }
    }

    /// The flows of a task: the outcomes that go on share the step's own, the others have theirs.
    fn outcomes(&self, from: usize, step: &Step, task: &UserTask, flows: &mut Vec<Flow>) {
        let choice = task.outcomes.len() > 1;
        let stays = |outcome: &Outcome| outcome.extends_deadline && outcome.to.is_none();
        let goes_on: Vec<String> = task
            .outcomes
            .iter()
            .filter(|(_, outcome)| outcome.to.is_none() && !stays(outcome))
            .map(|(name, outcome)| self.outcome(name, outcome))
            .collect();
        if !goes_on.is_empty() {
            let label = if choice { goes_on.join(" / ") } else { String::new() };
            let ways = step.next.iter().filter_map(|next| self.number(&next.to));
            flows.extend(ways.map(|to| flow(from, to, label.clone(), true)));
        }
        for (name, outcome) in &task.outcomes {
            let to = outcome.to.as_ref().and_then(|to| self.number(to));
            let to = to.or_else(|| stays(outcome).then_some(from));
            flows.extend(to.map(|to| flow(from, to, self.outcome(name, outcome), false)));
        }
    }

    fn outcome(&self, name: &str, outcome: &Outcome) -> String {
        let title = outcome.title.get(self.words.lang());
        if title.is_empty() { name.to_owned() } else { title.to_owned() }
    }

    fn condition(&self, element: &Element, step: &Step, next: &definition::Flow) -> String {
        let chooses = matches!(element, Element::ExclusiveGateway | Element::InclusiveGateway);
        match (&next.event, &next.when) {
            (Some(FlowEvent::Message(awaited)), _) => awaited.message.clone(),
            (Some(FlowEvent::Timer(term)), _) => self.words.term(*term),
            (Some(FlowEvent::Signal(signal)), _) => signal.clone(),
            (Some(FlowEvent::Until(said) | FlowEvent::Condition(said)), _) => {
                said.text().to_owned()
            }
            (None, Some(condition)) => condition.text().to_owned(),
            (None, None) if chooses && step.next.len() > 1 => self.words.label(Label::Otherwise),
            (None, None) => String::new(),
        }
    }

    fn trigger(&self, trigger: &Trigger) -> (Icon, String) {
        match trigger {
            Trigger::Timer(term) => (Icon::Clock, self.words.term(*term)),
            Trigger::Until(moment) => (Icon::Clock, moment.text().to_owned()),
            Trigger::Signal(name) => (Icon::Signal, name.clone()),
            Trigger::Condition(condition) => (Icon::Condition, condition.text().to_owned()),
            Trigger::Message(name) => (Icon::Receive, name.clone()),
            Trigger::Error { error, after: None } => (Icon::Error, error.clone()),
            Trigger::Error { error, after: Some(term) } => {
                (Icon::Error, format!("{error}, {}", self.words.term(*term)))
            }
            Trigger::Escalation(name) => (Icon::Escalation, name.clone()),
            Trigger::Deadline(threshold) => (Icon::Clock, self.threshold(*threshold)),
        }
    }

    fn threshold(&self, threshold: Threshold) -> String {
        let deadline = self.words.label(Label::Deadline);
        let before = |term: Term| format!("{deadline} −{}", self.words.term(term));
        match threshold {
            Threshold::Percent(percent) => format!("{deadline} {percent} %"),
            Threshold::Before(term) => before(term),
            Threshold::Overdue(term) => format!("{deadline} +{}", self.words.term(term)),
        }
    }

    /// The boundary events of the whole process stand alone, each with its flow.
    fn process_events(&self, diagram: &mut Diagram) {
        for (at, event) in self.definition.on.iter().enumerate() {
            let Some(to) = self.number(&event.to) else { continue };
            let (icon, label) = self.trigger(&event.trigger);
            let from = diagram.nodes.len();
            diagram.nodes.push(node(&format!("on-{}", at + 1), Shape::Event(icon), label));
            diagram.flows.push(flow(from, to, String::new(), true));
        }
    }
}

fn node(id: &str, shape: Shape, title: String) -> Node {
    let (term, within) = (String::new(), Vec::new());
    Node { id: id.to_owned(), shape, lane: 0, title, term, action: None, within, runs: None }
}

const fn flow(from: usize, to: usize, label: String, usual: bool) -> Flow {
    Flow { from, to, label, boundary: None, usual }
}

/// Where a step usually goes on: a gateway by its `otherwise`, everything else by its first flow.
fn usual_of(element: &Element, step: &Step) -> usize {
    let otherwise = step.next.iter().position(|next| next.when.is_none());
    if is_gateway(element) { otherwise.unwrap_or_default() } else { 0 }
}

fn runs(block: &Subprocess) -> Option<Runs> {
    block.runs_often().then_some(())?;
    Some(if block.sequential { Runs::Sequential } else { Runs::Parallel })
}

const fn is_gateway(element: &Element) -> bool {
    matches!(
        element,
        Element::ExclusiveGateway
            | Element::InclusiveGateway
            | Element::ParallelGateway
            | Element::EventGateway
    )
}

const fn shape(element: &Element) -> Shape {
    match element {
        Element::UserTask(_) => Shape::Task(Icon::User),
        Element::ManualTask(_) => Shape::Task(Icon::Manual),
        Element::ServiceTask(_) => Shape::Task(Icon::Service),
        Element::BusinessRuleTask(_) => Shape::Task(Icon::Rule),
        Element::SendTask(_) => Shape::Task(Icon::Send),
        Element::ReceiveTask(_) => Shape::Task(Icon::Receive),
        Element::CallActivity(_) | Element::Subprocess(_) => Shape::Task(Icon::Inside),
        Element::Timer(_) => Shape::Timer,
        Element::ExclusiveGateway => Shape::Gateway(Icon::Exclusive),
        Element::InclusiveGateway => Shape::Gateway(Icon::Inclusive),
        Element::ParallelGateway => Shape::Gateway(Icon::Parallel),
        Element::EventGateway => Shape::Gateway(Icon::EventBased),
        Element::ThrowEvent(ThrowEvent { escalation: Some(_), .. }) => {
            Shape::Event(Icon::Escalation)
        }
        Element::ThrowEvent(_) => Shape::Event(Icon::Signal),
        Element::EndEvent(EndEvent { terminate, .. }) => Shape::End { terminate: *terminate },
    }
}
