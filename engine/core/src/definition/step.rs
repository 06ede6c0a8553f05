//! The steps of a definition: one element each, with its flows and boundary events.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Boundary, Fields, Flow, Join};
use crate::feel::Expression;
use crate::ids::{EditionId, ProcessId, StepId, UnitId};
use crate::term::Term;
use crate::text::Texts;

/// A step of a map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// What it does.
    pub element: Element,
    /// What it is called: the action of the СФЕ table.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub title: Texts,
    /// Who carries it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    /// Its column in the СФЕ table of the regulation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<SfeAction>,
    /// The form of completion: row 4 of the СФЕ table.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub completion: Texts,
    /// Its own time limit; without one it shares the deadline of the case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Term>,
    /// The status that the applicant sees from here on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Where it goes on, in the order of the map; never empty but for an end event.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<Flow>,
    /// How several flows that enter it meet.
    #[serde(default, skip_serializing_if = "Join::is_any")]
    pub join: Join,
    /// Boundary events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub on: Vec<Boundary>,
    /// The step that undoes this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compensate: Option<StepId>,
    /// Its sources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
}

impl Step {
    /// The block of steps, if it is a subprocess.
    pub const fn block(&self) -> Option<&Subprocess> {
        match &self.element {
            Element::Subprocess(block) => Some(block),
            _ => None,
        }
    }

    /// Every step a token may go to from here: by its flows, outcomes and boundary events.
    pub fn targets(&self) -> impl Iterator<Item = &StepId> {
        self.ways(|_| true)
    }

    /// The same without the earlier steps to which work is sent back: a join waits for no mistake.
    pub fn targets_forward(&self) -> impl Iterator<Item = &StepId> {
        self.ways(|outcome| !outcome.returns)
    }

    fn ways(&self, of: impl Fn(&Outcome) -> bool) -> impl Iterator<Item = &StepId> {
        let outcomes = match &self.element {
            Element::UserTask(task) | Element::ManualTask(task) => Some(&task.outcomes),
            _ => None,
        };
        let flows = self.next.iter().map(|flow| &flow.to);
        let outcomes = outcomes.into_iter().flat_map(IndexMap::values);
        let outcomes = outcomes.filter(move |outcome| of(outcome));
        let outcomes = outcomes.filter_map(|outcome| outcome.to.as_ref());
        flows.chain(outcomes).chain(self.on.iter().map(|boundary| &boundary.to))
    }
}

/// A column of the СФЕ table, with the regulation's own words where they differ from the map's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SfeAction {
    /// Row 1: the number of the action.
    pub number: u32,
    /// Row 2 as printed; the unit's title when empty.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub unit: Texts,
    /// Row 3 as printed; the step's title when empty.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub title: Texts,
    /// Row 5 as printed; the step's term, or the deadline's, when empty.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub within: Texts,
}

/// What a step does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Element {
    /// A person of the unit claims it and completes it with an outcome.
    UserTask(UserTask),
    /// Work outside the system that somebody ticks off.
    ManualTask(UserTask),
    /// A connector or an external worker does it.
    ServiceTask(ServiceTask),
    /// Evaluates a decision table and stores the result.
    BusinessRuleTask(BusinessRuleTask),
    /// Renders a message or a document and hands it to the outbox.
    SendTask(SendTask),
    /// Waits for a message.
    ReceiveTask(ReceiveTask),
    /// Waits for a term or a moment.
    Timer(Timer),
    /// Takes the first flow whose condition holds.
    ExclusiveGateway,
    /// Takes every flow whose condition holds.
    InclusiveGateway,
    /// Takes every flow.
    ParallelGateway,
    /// Takes the flow whose event comes first.
    EventGateway,
    /// Lets a signal or an escalation go off, and goes on.
    ThrowEvent(ThrowEvent),
    /// Runs another map as a child.
    CallActivity(CallActivity),
    /// A block of steps with its own scope.
    Subprocess(Subprocess),
    /// Ends this path.
    EndEvent(EndEvent),
}

impl Element {
    /// Its word in a map.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::UserTask(_) => "user_task",
            Self::ManualTask(_) => "manual_task",
            Self::ServiceTask(_) => "service_task",
            Self::BusinessRuleTask(_) => "business_rule_task",
            Self::SendTask(_) => "send_task",
            Self::ReceiveTask(_) => "receive_task",
            Self::Timer(_) => "timer",
            Self::ExclusiveGateway => "exclusive_gateway",
            Self::InclusiveGateway => "inclusive_gateway",
            Self::ParallelGateway => "parallel_gateway",
            Self::EventGateway => "event_gateway",
            Self::ThrowEvent(_) => "throw_event",
            Self::CallActivity(_) => "call_activity",
            Self::Subprocess(_) => "subprocess",
            Self::EndEvent(_) => "end_event",
        }
    }
}

/// A task of a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct UserTask {
    /// The fields of the form: paths into the case data.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub form: Vec<String>,
    /// What must be ticked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checks: Option<Checks>,
    /// The ways to complete it, at least one; the first goes on, and is the one that demands all `checks`.
    pub outcomes: IndexMap<String, Outcome>,
    /// Steps whose performer may not perform this one (four eyes).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_same_person_as: Vec<StepId>,
    /// How long the decision may be recalled: nothing follows from it before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recall: Option<Term>,
    /// How long it may wait until somebody takes it; its own term then counts from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waits: Option<Term>,
}

/// What a task ticks off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Checks {
    /// Every demanded document is present and valid, or named as missing or expired.
    Documents,
}

/// A way to complete a task.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The button.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub title: Texts,
    /// Where it leads; the flows of the step when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StepId>,
    /// Demands a ground of refusal, with the facts in Russian and Kazakh.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub demands_ground: bool,
    /// Extends the deadline and stays on the step.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub extends_deadline: bool,
    /// Sends the work back to an earlier step, with a comment that says why.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub returns: bool,
}

/// Work of a connector or an external worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ServiceTask {
    /// Who does it: the type of the job.
    pub worker: String,
    /// What it gets.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub sends: IndexMap<String, Expression>,
    /// What it gives back, stored under the name of the step.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub receives: Fields,
    /// Fields of the case data that it fills in itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub writes: Vec<String>,
    /// How often it is tried.
    #[serde(default)]
    pub retry: Retry,
}

/// How often a job is tried, and how long it rests in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retry {
    /// Attempts in all; after the last one an incident stands.
    pub attempts: u32,
    /// The rest after a failure.
    pub backoff: Term,
}

impl Default for Retry {
    fn default() -> Self {
        Self { attempts: 3, backoff: Term { count: 1, unit: crate::term::TermUnit::Minutes } }
    }
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BusinessRuleTask {
    /// The table, among the definition's `decisions`; its result is stored under the name of the step.
    pub decision: String,
}

/// A message or a document to send.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SendTask {
    /// A document to make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// A message to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Notify>,
    /// Has what was completed in its scope undone first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub compensates: bool,
}

/// A message and who gets it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notify {
    /// `applicant`, or a unit of the map.
    pub to: String,
    /// The message: a folder below `templates/messages`.
    pub message: String,
    /// Documents that go with it, made before by the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attach: Vec<String>,
}

/// Waits for a message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReceiveTask {
    /// The name of the message.
    pub message: String,
    /// The correlation key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Expression>,
    /// What it brings; anything when empty.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub receives: Fields,
}

/// Waits for time to pass.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timer {
    /// Until when.
    pub wait: Wait,
}

/// What a timer waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wait {
    /// A term, by the calendar of the map.
    For(Term),
    /// A date or a moment: an expression.
    Until(Expression),
    /// The next working day at this time: `next working day at 09:00`.
    NextWorkingDayAt(jiff::civil::Time),
}

/// Runs another map as a case of its own, and waits for its end.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CallActivity {
    /// The process.
    pub process: ProcessId,
    /// The edition; the one in force when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edition: Option<EditionId>,
    /// What it gets.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub sends: IndexMap<String, Expression>,
    /// What the called case gives back at its end.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub receives: Fields,
}

impl CallActivity {
    /// The end event that the called case reached, beside what it gives back.
    pub const ENDED: &'static str = "ended";
    /// The status that it left.
    pub const STATUS: &'static str = "status";
}

/// A block of steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subprocess {
    /// The steps.
    pub steps: IndexMap<StepId, Step>,
    /// One run for each item of the list at this path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub for_each: Option<String>,
    /// What the item is called within.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<String>,
    /// What people read of the item: in the inbox, on the case, in the history.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Expression>,
    /// One run after the other.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub sequential: bool,
    /// Done once this many runs are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<u32>,
    /// This many runs, without a list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<Expression>,
    /// Done once this holds after a run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_when: Option<Expression>,
}

impl Subprocess {
    /// Whether it runs more than once by itself.
    pub const fn runs_often(&self) -> bool {
        self.for_each.is_some() || self.times.is_some()
    }
}

/// Lets something go off on its way; without either, a milestone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThrowEvent {
    /// Everything in the case that waits for this signal hears it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    /// The nearest boundary event around catches this escalation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalation: Option<String>,
}

/// Ends a path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EndEvent {
    /// Ends everything in its scope at once; in the map itself, the whole case.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub terminate: bool,
    /// Has what was completed in its scope undone first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub compensates: bool,
    /// Throws this error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Throws this escalation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalation: Option<String>,
    /// Lets this signal go off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    /// A document to make.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// A message to send.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Notify>,
}
