//! Models played in memory: the test is the workers, the people and the clock.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use crate::bpmn::{MESSAGE_WORKER, SCRIPT_WORKER, SIGNAL_WORKER, Start};
use crate::command::{Actor, Command, Completion, Request};
use crate::definition::{Element, Outcome, Unit, UserTask};
use crate::event::Recorded;
use crate::ids::{InstanceId, StepId};
use crate::instance::{ActivationState, Instance};
use crate::process::Process;
use crate::transition::{replay, transition};
use crate::value::Value;

/// Who runs the scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scripts {
    /// A worker, the oldest job first.
    Jobs,
    /// People, each script a task of theirs, in an order made of this seed.
    People(u64),
}

/// A process of a model, ready to be played.
pub(super) struct Part {
    pub(super) process: Arc<Process>,
    pub(super) starts: Vec<Start>,
    /// The labels of the scripts, by step.
    scripts: BTreeMap<StepId, String>,
}

/// A case.
struct Case {
    part: usize,
    id: InstanceId,
    events: Vec<Recorded>,
    instance: Instance,
}

/// The cases of a model under one clock.
pub(super) struct Town {
    parts: Vec<Part>,
    cases: Vec<Case>,
    now: Timestamp,
    seed: u64,
    pub(super) trace: Vec<String>,
}

/// What can happen next in a case.
enum Work {
    Job(String, String, Value),
    Task(String, StepId),
}

/// Whoever files, works and tells.
fn program() -> Actor {
    use crate::command::{Credential, Role};
    let roles = [Role::Filing, Role::Worker, Role::Supervisor].into();
    Actor::Program { program: "robot".to_owned(), roles, credential: Credential::default() }
}

impl Part {
    pub(super) fn new(process: Process, starts: Vec<Start>, scripts: Scripts) -> Self {
        let mut labels = BTreeMap::new();
        for (id, step) in process.definition.all_steps() {
            if let Element::ServiceTask(task) = &step.element
                && task.worker == SCRIPT_WORKER
            {
                let label = task.sends.get("script").map(|label| label.text().to_owned());
                labels.insert(id.clone(), label.unwrap_or_default().trim_matches('"').to_owned());
            }
        }
        let process = match scripts {
            Scripts::Jobs => process,
            Scripts::People(_) => by_people(process),
        };
        Self { process: Arc::new(process), starts, scripts: labels }
    }
}

/// The same process with each script a task of people.
fn by_people(process: Process) -> Process {
    let Process { mut definition, edition, calendar, reference, .. } = process;
    definition
        .units
        .insert("people".into(), Unit { title: definition.title.clone(), group: "people".into() });
    let form: Vec<String> = definition.data.keys().cloned().collect();
    let mut open = vec![&mut definition.steps];
    while let Some(steps) = open.pop() {
        for step in steps.values_mut() {
            if let Element::ServiceTask(task) = &step.element
                && task.worker == SCRIPT_WORKER
            {
                let outcomes = [("done".to_owned(), Outcome::default())].into_iter().collect();
                let task = UserTask { form: form.clone(), outcomes, ..UserTask::default() };
                step.element = Element::UserTask(task);
                step.unit = Some("people".into());
            }
            if let Element::Subprocess(block) = &mut step.element {
                open.push(&mut block.steps);
            }
        }
    }
    Process::new(definition, edition, calendar, reference)
}

impl Town {
    pub(super) fn new(parts: Vec<Part>, scripts: Scripts) -> Self {
        let seed = match scripts {
            Scripts::Jobs => 0,
            Scripts::People(seed) => seed,
        };
        let now = "2026-03-18T05:00:00Z".parse().unwrap();
        Self { parts, cases: Vec::new(), now, seed, trace: Vec::new() }
    }

    pub(super) fn part(&self, process: &str) -> Option<usize> {
        self.parts.iter().position(|part| part.process.definition.process.as_str() == process)
    }

    /// Starts a case with those of the variables that its process has.
    pub(super) fn start(&mut self, part: usize, variables: &serde_json::Value) {
        let process = Arc::clone(&self.parts[part].process);
        let known = |name: &str| process.definition.data.contains_key(name);
        let given = variables.as_object().into_iter().flatten().filter(|(name, _)| known(name));
        let data: serde_json::Map<_, _> = given.map(|(n, v)| (n.clone(), v.clone())).collect();
        let data: Value = serde_json::from_value(serde_json::Value::Object(data)).unwrap();
        let id = InstanceId::new(format!("{:014}", self.cases.len() + 1));
        let command = Command::Start { data, caller: None };
        let request = Request { command, by: program(), at: self.now };
        let done = transition(&process, &id, None, &request).unwrap();
        self.cases.push(Case { part, id, events: done.events, instance: done.after });
    }

    /// Whether the case that was started first stands on an incident.
    pub(super) fn stands_on_incident(&self) -> bool {
        let open = self.cases[0].instance.activations.values();
        let mut incidents = open.filter(|it| matches!(it.state, ActivationState::Incident(_)));
        incidents.next().is_some()
    }

    /// Plays until nothing happens any more, for this long at most.
    pub(super) fn play(&mut self, for_ms: i64) {
        let end = self.now + SignedDuration::from_millis(for_ms);
        for _ in 0..1_000 {
            if self.work() {
                continue;
            }
            let Some(next) = self.next_moment().filter(|at| *at <= end) else { return };
            self.now = self.now.max(next);
            self.fire();
        }
        panic!("it never comes to rest");
    }

    fn work(&mut self) -> bool {
        let mut all = Vec::new();
        for (n, case) in self.cases.iter().enumerate() {
            for (no, open) in &case.instance.activations {
                match &open.state {
                    ActivationState::Job(job) => {
                        let id = case.instance.job_id(*no).to_string();
                        let waits = job.input.at("script") == &Value::text("WAIT_TEN_SECONDS");
                        if !waits || open.since + SignedDuration::from_secs(10) <= self.now {
                            all.push((n, Work::Job(id, job.worker.clone(), job.input.clone())));
                        }
                    }
                    ActivationState::Task(_) => {
                        let id = case.instance.task_id(*no).to_string();
                        let label = self.parts[case.part].scripts.get(&open.step);
                        let waits = label.is_some_and(|it| it == "WAIT_TEN_SECONDS");
                        if !waits || open.since + SignedDuration::from_secs(10) <= self.now {
                            all.push((n, Work::Task(id, open.step.clone())));
                        }
                    }
                    _ => {}
                }
            }
        }
        if all.is_empty() {
            return false;
        }
        let n = self.random(all.len());
        let (case, work) = all.swap_remove(n);
        self.carry_out(case, work);
        true
    }

    fn random(&mut self, below: usize) -> usize {
        if self.seed == 0 {
            return 0;
        }
        self.seed = self
            .seed
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.seed >> 33).unwrap() % below
    }

    fn carry_out(&mut self, case: usize, work: Work) {
        match work {
            Work::Job(job, worker, input) => {
                let output = match worker.as_str() {
                    SCRIPT_WORKER => self.script(case, &input.at("script").to_string()),
                    _ => Value::Null,
                };
                self.tell(
                    case,
                    Command::CompleteJob { job: job.as_str().into(), output },
                    program(),
                );
                let name = |key: &str| input.at(key).to_string();
                match worker.as_str() {
                    MESSAGE_WORKER => self.deliver(case, &name("message")),
                    SIGNAL_WORKER => self.signal(&name("signal")),
                    _ => {}
                }
            }
            Work::Task(task, step) => {
                let label = self.parts[self.cases[case].part].scripts.get(&step).cloned();
                let data = self.script(case, &label.unwrap_or_default());
                let completion = Completion { data, ..Completion::default() };
                let person = Actor::Person {
                    person: "aliya".into(),
                    groups: ["people".into()].into(),
                    roles: [crate::command::Role::Officer].into(),
                    offices: std::collections::BTreeSet::default(),
                    leads: std::collections::BTreeSet::default(),
                    acting_for: Vec::new(),
                    credential: crate::command::Credential::default(),
                };
                self.tell(
                    case,
                    Command::CompleteTask { task: task.as_str().into(), completion },
                    person,
                );
            }
        }
    }

    /// What a script of the cases does: its body is a label.
    fn script(&mut self, case: usize, label: &str) -> Value {
        let data = &self.cases[case].instance.data;
        let as_json = |value: serde_json::Value| serde_json::from_value(value).unwrap();
        match label {
            "CREATE_MARKER_FILE" => self.trace.push("MARKER_exists".to_owned()),
            label if label.starts_with("INCREMENT_INTEGER_VARIABLE") => {
                let now: i64 = data.at("integerVariable").to_string().parse().unwrap_or_default();
                return as_json(json!({ "integerVariable": now + 1 }));
            }
            "SET_STRING_DATA" => return as_json(json!({ "data": "String" })),
            "LOG_DATA" if *data.at("data") == Value::text("String") => {
                self.trace.push("DATA_correct".to_owned());
            }
            label if label.starts_with("SCRIPT_") => self.trace.push(label.to_owned()),
            _ => {}
        }
        Value::Null
    }

    fn deliver(&mut self, from: usize, message: &str) {
        for case in 0..self.cases.len() {
            let process = Arc::clone(&self.parts[self.cases[case].part].process);
            let knows = process.definition.messages().any(|(name, _)| name == message);
            if case != from && knows && self.cases[case].instance.is_running() {
                let message = message.to_owned();
                let command = Command::ReceiveMessage { message, key: None, data: Value::Null };
                return self.tell(case, command, program());
            }
        }
        self.begin(&Start::Message(message.to_owned()));
    }

    fn signal(&mut self, signal: &str) {
        self.begin(&Start::Signal(signal.to_owned()));
    }

    fn begin(&mut self, start: &Start) {
        let parts = (0..self.parts.len()).filter(|n| self.parts[*n].starts.contains(start));
        for part in parts.collect::<Vec<_>>() {
            self.start(part, &json!({}));
        }
    }

    fn next_moment(&self) -> Option<Timestamp> {
        let instances = self.cases.iter().map(|case| (case, &case.instance));
        let moments = instances.flat_map(|(case, instance)| {
            let timers = instance.timers.values().map(|timer| timer.due);
            let labels = &self.parts[case.part].scripts;
            let waits = instance.activations.values().filter(|open| {
                labels.get(&open.step).is_some_and(|label| label == "WAIT_TEN_SECONDS")
            });
            timers.chain(waits.map(|open| open.since + SignedDuration::from_secs(10)))
        });
        moments.min()
    }

    fn fire(&mut self) {
        for case in 0..self.cases.len() {
            let instance = &self.cases[case].instance;
            let due = instance.timers.iter().filter(|(_, timer)| timer.due <= self.now);
            let first = due.min_by_key(|(no, timer)| (timer.due, **no)).map(|(no, _)| *no);
            if let Some(no) = first {
                let timer = instance.timer_id(no);
                self.tell(case, Command::FireTimer { timer }, Actor::Engine);
            }
        }
    }

    /// Gives a command, and then begins anew from what a store would have kept.
    fn tell(&mut self, case: usize, command: Command, by: Actor) {
        let part = &self.parts[self.cases[case].part];
        let case = &mut self.cases[case];
        let request = Request { command, by, at: self.now };
        let done = transition(&part.process, &case.id, Some(&case.instance), &request);
        let done = done.unwrap_or_else(|no| panic!("{:?}: {no}", request.command));
        case.events.extend(done.events);
        let stored = serde_json::to_string(&case.events).unwrap();
        let events: Vec<Recorded> = serde_json::from_str(&stored).unwrap();
        let replayed = replay(&case.id, &events).unwrap();
        assert_eq!(replayed, done.after, "the events do not make the instance");
        let stored = serde_json::to_string(&replayed).unwrap();
        case.instance = serde_json::from_str(&stored).unwrap();
        assert_eq!(case.instance, replayed, "the instance is not what was stored");
        case.events = events;
    }
}
