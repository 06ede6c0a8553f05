//! The state of one case: a fold of its events, and nothing else.

mod attachment;
mod clock;
mod people;
mod priority;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::command::{Caller, Completion, DocumentChecks, ExtensionRequest, RefusalGround};
use crate::event::{ActivationNo, Awaited, CASE, DueDate, ScopeNo, TimerPurpose, is_case};
use crate::ids::{
    EditionId, GroupId, IncidentId, InstanceId, JobId, OfficeId, PersonId, ProcessId, StepId,
    TaskId, TimerId, UnitId,
};
use crate::value::Value;

pub use attachment::{ATTACHMENT_BYTES_MAX, ATTACHMENTS_MAX, Attachment, File, Removed};
pub use clock::{Clock, ClockFigures, SideClock, SideClockState};
pub use people::{Assignee, Performance};
pub use priority::Priority;

/// A process instance (a case).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Instance {
    /// Its number.
    pub id: InstanceId,
    /// Its process.
    pub process: ProcessId,
    /// The edition it runs.
    pub edition: EditionId,
    /// How many events made it: its version.
    pub version: u64,
    /// Running, or how it ended.
    pub state: InstanceState,
    /// The status that the applicant sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// When it started.
    pub started_at: Timestamp,
    /// Who started it: a filing program reads its own cases.
    pub started_by: String,
    /// The step of another case that called it; its result goes there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<Caller>,
    /// The applicant's name, once the case data tells it; the inbox shows it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub applicant: String,
    /// The number of the case that this one is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked_to: Option<String>,
    /// The office that it belongs to: an office's name or a territory's code, as the map's `office`
    /// gives it; none when it belongs to all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<OfficeId>,
    /// How urgent its tasks are, where nobody said otherwise of one.
    #[serde(default, skip_serializing_if = "Priority::is_normal")]
    pub priority: Priority,
    /// The case data.
    pub data: Value,
    /// The activations that stand open, by number.
    pub activations: BTreeMap<ActivationNo, Activation>,
    /// The scopes within the case that are open, by number: the runs of its subprocesses.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub scopes: BTreeMap<ScopeNo, Scope>,
    /// What counts within the case itself and none of its subprocesses.
    #[serde(flatten)]
    pub local: Local,
    /// Timers that run, by number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub timers: BTreeMap<u32, RunningTimer>,
    /// Messages that came before a step waited for them, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept: Vec<KeptMessage>,
    /// Boundary events whose condition came to hold: the activation, 0 for one of the whole process,
    /// and the place of the event in the map.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub conditions_met: BTreeSet<(ActivationNo, u32)>,
    /// The SLA clock.
    pub clock: Clock,
    /// The clocks beside it, by the name of their deadline.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub side_clocks: BTreeMap<String, SideClock>,
    /// How the demanded documents were found, the last time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<DocumentChecks>,
    /// The ground of the refusal, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<RefusalGround>,
    /// The last extension of the deadline: its notice quotes it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<ExtensionRequest>,
    /// The files of the case, by number.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attachments: BTreeMap<u32, Attachment>,
    /// Everybody who completed a step of a subprocess, in whichever run of it: the four-eyes rule
    /// asks for them once the runs are over.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub performers_within: BTreeMap<StepId, BTreeSet<PersonId>>,
    /// The steps completed, in order; at most [`PATH_MAX`] are kept here, the events keep all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<StepId>,
    /// The next number of an activation or a timer.
    pub next_no: u32,
}

/// Longer paths lose their beginning in the instance row: a row must not grow with the history.
pub const PATH_MAX: usize = 200;

/// Whether the instance runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum InstanceState {
    /// It runs.
    Running,
    /// It reached an end.
    Ended {
        /// The end event.
        step: StepId,
        /// When.
        at: Timestamp,
    },
    /// It was cancelled.
    Cancelled {
        /// Why.
        reason: String,
        /// When.
        at: Timestamp,
    },
}

/// One passage of a token through one step that has not left it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Activation {
    /// The step.
    pub step: StepId,
    /// The scope it runs in.
    #[serde(default, skip_serializing_if = "is_case")]
    pub scope: ScopeNo,
    /// Since when.
    pub since: Timestamp,
    /// What it waits for.
    pub state: ActivationState,
}

/// What an activation waits for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "waits", rename_all = "snake_case")]
pub enum ActivationState {
    /// Nothing: it is being decided, or its incident was just resolved.
    Entered,
    /// A person.
    Task(Task),
    /// A worker.
    Job(Job),
    /// A case of this process that it called.
    Call {
        /// The process.
        process: ProcessId,
    },
    /// A timer of its own.
    Timer,
    /// One of these messages.
    Messages {
        /// The messages.
        awaited: Vec<Awaited>,
    },
    /// The scopes of a subprocess.
    Runs(Runs),
    /// These steps are still to be undone, one after the other, beside the one that is undone now.
    Undoing {
        /// The steps.
        left: Vec<StepId>,
    },
    /// Somebody to look at an incident.
    Incident(Incident),
}

/// How far the runs of a subprocess are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Runs {
    /// How many items it runs for; none when it runs once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<u32>,
    /// How many runs have begun.
    #[serde(default)]
    pub begun: u32,
    /// How many of them came to their end.
    #[serde(default)]
    pub ended: u32,
}

/// A scope within a case: one run of a subprocess.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// The activation that it belongs to.
    pub of: ActivationNo,
    /// The item it is for, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// Where its results are stored, such as `guests[2]`; the case data when empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
    /// What people read of the item.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What counts within it.
    #[serde(flatten)]
    pub local: Local,
}

/// What counts within one scope.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Local {
    /// Tokens that wait at a join, one entry each: the join, and where the token came from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waiting: Vec<(StepId, StepId)>,
    /// How many late tokens will end at a join that started without them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub late: BTreeMap<StepId, u32>,
    /// Why work was sent back to a step, until it is completed again.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub returned: BTreeMap<StepId, String>,
    /// Who last completed each step: the four-eyes rule asks.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub performers: BTreeMap<StepId, Performance>,
    /// The completed steps that another step can undo, in the order of their completion.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub undoable: Vec<StepId>,
}

/// A task of a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// The unit that carries it out.
    pub unit: UnitId,
    /// The people who may take it.
    pub group: GroupId,
    /// Who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<Assignee>,
    /// Who delegated it, and answers for it: it comes back to them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Assignee>,
    /// To whom work on it was delegated and from whom it came back.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub with: BTreeSet<PersonId>,
    /// The decision that completes it, while it may be recalled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<Box<HeldDecision>>,
    /// How urgent somebody said it is; as its case when nobody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    /// The due date of the step itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DueDate>,
    /// Whether nobody has taken it yet and that due date is the one of its queue.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub queue: bool,
    /// When somebody took it for the first time: its waiting ends there, whoever has it later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken: Option<Taken>,
}

/// A decision that is made and takes effect at a moment; until then it may be recalled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeldDecision {
    /// Who made it.
    pub person: PersonId,
    /// In whose name, when they stand in for somebody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf_of: Option<PersonId>,
    /// How the task is completed, checked when it was made.
    pub completion: Completion,
    /// When it takes effect.
    pub until: Timestamp,
}

impl HeldDecision {
    /// Everybody who counts for the four-eyes rule.
    pub fn people(&self) -> impl Iterator<Item = &PersonId> {
        [&self.person].into_iter().chain(self.on_behalf_of.as_ref())
    }
}

/// That a task was taken for the first time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// When.
    pub at: Timestamp,
    /// By when it should have been, where the map says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DueDate>,
}

/// A job of a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The worker.
    pub worker: String,
    /// What it gets.
    pub input: Value,
    /// Attempts left.
    pub attempts: u32,
    /// Not to be tried before this moment.
    pub available_at: Timestamp,
}

/// Something a person must look at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incident {
    /// A stable code.
    pub code: String,
    /// What is wrong and what to do.
    pub message: String,
    /// Since when.
    pub since: Timestamp,
}

/// A message that came early.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptMessage {
    /// The number of the event that kept it.
    pub no: u64,
    /// Its name.
    pub message: String,
    /// Its correlation key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Its content.
    pub data: Value,
}

/// A timer that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunningTimer {
    /// What it is for.
    pub purpose: TimerPurpose,
    /// When it fires.
    pub due: Timestamp,
}

impl Task {
    /// A task that nobody has yet.
    pub fn new(unit: UnitId, group: GroupId, due: Option<DueDate>, queue: bool) -> Self {
        Self {
            unit,
            group,
            assignee: None,
            owner: None,
            with: BTreeSet::new(),
            held: None,
            priority: None,
            due,
            queue,
            taken: None,
        }
    }
}

impl Instance {
    /// Whether it runs.
    pub const fn is_running(&self) -> bool {
        matches!(self.state, InstanceState::Running)
    }

    /// What counts within a scope; none when it is over.
    pub fn local(&self, scope: ScopeNo) -> Option<&Local> {
        if scope == CASE {
            return Some(&self.local);
        }
        self.scopes.get(&scope).map(|scope| &scope.local)
    }

    /// The same, to be changed.
    pub(crate) fn local_mut(&mut self, scope: ScopeNo) -> Option<&mut Local> {
        if scope == CASE {
            return Some(&mut self.local);
        }
        self.scopes.get_mut(&scope).map(|scope| &mut scope.local)
    }

    /// Everybody who already had a hand in the open tasks of a step, within a scope or in all of them:
    /// to whom work was delegated and from whom it came back, and who decided what is still held.
    pub(crate) fn delegates(
        &self,
        step: &StepId,
        scope: Option<ScopeNo>,
    ) -> impl Iterator<Item = &PersonId> {
        let open = self.activations.values().filter(move |open| {
            open.step == *step && scope.is_none_or(|scope| open.scope == scope)
        });
        let tasks = open.filter_map(|open| match &open.state {
            ActivationState::Task(task) => Some(task),
            _ => None,
        });
        tasks.flat_map(|task| {
            let held = task.held.as_deref().map(HeldDecision::people);
            task.with.iter().chain(held.into_iter().flatten())
        })
    }

    /// A scope and those around it, the innermost first, without the case itself.
    pub fn around(&self, scope: ScopeNo) -> impl Iterator<Item = (ScopeNo, &Scope)> {
        let found = move |no: ScopeNo| self.scopes.get(&no).map(|scope| (no, scope));
        // A scope belongs to an activation that is older than it, so this comes to an end.
        std::iter::successors(found(scope), move |(_, scope)| {
            found(self.activations.get(&scope.of)?.scope)
        })
    }

    /// What people read of the items that a scope is for, the outermost first; empty without one.
    pub fn label(&self, scope: ScopeNo) -> String {
        let labels = self.around(scope).map(|(_, scope)| scope.label.as_str());
        let mut labels: Vec<&str> = labels.filter(|label| !label.is_empty()).collect();
        labels.reverse();
        labels.join(", ")
    }

    /// The identifier of the task of an activation.
    pub fn task_id(&self, no: ActivationNo) -> TaskId {
        TaskId::new(format!("{}.{no}", self.id))
    }

    /// The identifier of the job of an activation.
    pub fn job_id(&self, no: ActivationNo) -> JobId {
        JobId::new(format!("{}.{no}", self.id))
    }

    /// The identifier of the incident of an activation.
    pub fn incident_id(&self, no: ActivationNo) -> IncidentId {
        IncidentId::new(format!("{}.{no}", self.id))
    }

    /// The identifier of a timer.
    pub fn timer_id(&self, no: u32) -> TimerId {
        TimerId::new(format!("{}.{no}", self.id))
    }
}

/// The instance and the number in an identifier such as `26112200000001.7`.
pub fn split_id(id: &str) -> Option<(InstanceId, u32)> {
    let (instance, no) = id.rsplit_once('.')?;
    Some((InstanceId::from(instance), no.parse().ok()?))
}
