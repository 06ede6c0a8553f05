//! What is asked of an instance: commands in the imperative, and who asks.

use std::collections::BTreeMap;

mod actor;
mod candidate;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::event::ActivationNo;
use crate::ids::{IncidentId, InstanceId, JobId, PersonId, StepId, TaskId, TimerId};
use crate::instance::{File, Priority, split_id};
use crate::migration::{CaseMove, MigrationPlan};
use crate::text::Texts;
use crate::value::Value;

pub use actor::{Actor, Credential, Offices, Role, Substituted};
pub use candidate::Candidate;

/// A command with everything `decide` may know about its sender and its moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What is asked.
    pub command: Command,
    /// Who asks.
    pub by: Actor,
    /// When: the moment by the server's clock.
    pub at: Timestamp,
}

/// What is asked of one instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// Begins the instance with the data of the application.
    Start {
        /// The case data that is known.
        data: Value,
        /// The step of another case that called it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caller: Option<Caller>,
    },
    /// Takes a task.
    ClaimTask {
        /// The task.
        task: TaskId,
    },
    /// Gives a task back.
    UnclaimTask {
        /// The task.
        task: TaskId,
    },
    /// Completes a task; an unclaimed one is claimed by it.
    CompleteTask {
        /// The task.
        task: TaskId,
        /// How.
        completion: Completion,
    },
    /// Gives a task to somebody.
    AssignTask {
        /// The task.
        task: TaskId,
        /// Who gets it.
        to: PersonId,
        /// What the organisation knows of them.
        candidate: Candidate,
    },
    /// Has somebody work on a task, and stays answerable for it: it comes back.
    DelegateTask {
        /// The task.
        task: TaskId,
        /// Who works on it.
        to: PersonId,
        /// What the organisation knows of them.
        candidate: Candidate,
        /// What they are to do.
        note: String,
    },
    /// Gives a task back to whoever delegated it, with what was done.
    ResolveDelegation {
        /// The task.
        task: TaskId,
        /// What was found or done.
        note: String,
    },
    /// Takes a decision back that is held and has not taken effect.
    RecallDecision {
        /// The task.
        task: TaskId,
        /// Why.
        reason: String,
    },
    /// Says how urgent a task is.
    SetPriority {
        /// The task.
        task: TaskId,
        /// How urgent.
        priority: Priority,
    },
    /// Notes something for colleagues; it never leaves the organisation.
    Comment {
        /// The words.
        text: String,
    },
    /// Attaches a file, whose bytes go with the commit.
    Attach {
        /// The file.
        file: File,
    },
    /// Strikes a file through: it stays listed, with the reason.
    RemoveAttachment {
        /// Its number in the case.
        no: u32,
        /// Why.
        reason: String,
    },
    /// A worker finished a job. The store has checked the lease token.
    CompleteJob {
        /// The job.
        job: JobId,
        /// What the worker gives back.
        output: Value,
    },
    /// A worker could not finish a job, or its lease ran out.
    FailJob {
        /// The job.
        job: JobId,
        /// What went wrong, for the person who will look at it.
        error: String,
        /// The error that a boundary event of the map may catch; `unavailable` when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
    /// What became of a case that a step called.
    CompleteCall {
        /// The activation that called it.
        no: ActivationNo,
        /// Its number; none when it never began.
        child: Option<InstanceId>,
        /// How it went.
        result: CallResult,
    },
    /// A timer is due.
    FireTimer {
        /// The timer.
        timer: TimerId,
    },
    /// A message for this instance arrived.
    ReceiveMessage {
        /// Its name.
        message: String,
        /// Its correlation key; without one it is for whatever waits for its name.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        key: Option<String>,
        /// Its content, stored in the case data under the name of the message.
        data: Value,
    },
    /// Extends the deadline.
    Extend {
        /// How far, and why.
        extension: ExtensionRequest,
    },
    /// Counts the due dates anew by the calendar as it is known now.
    Recount,
    /// Goes on in another edition of the map.
    Migrate {
        /// Which step continues which.
        plan: Box<MigrationPlan>,
        /// What was promised to change; refused when it would be something else.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promised: Option<Box<CaseMove>>,
    },
    /// Goes back to the edition that it ran before it was moved: nothing happened since.
    UndoMigration,
    /// The notice of an extension was handed over to an applicant without an e-mail address.
    GiveNotice,
    /// Tries again what an incident stopped.
    RetryIncident {
        /// The incident.
        incident: IncidentId,
    },
    /// Cancels the instance.
    Cancel {
        /// Why.
        reason: String,
    },
}

impl Command {
    /// The instance that the identifier of a task, a job, a timer or an incident names.
    pub fn instance(&self) -> Option<InstanceId> {
        let id = match self {
            Self::ClaimTask { task }
            | Self::UnclaimTask { task }
            | Self::AssignTask { task, .. }
            | Self::DelegateTask { task, .. }
            | Self::ResolveDelegation { task, .. }
            | Self::RecallDecision { task, .. }
            | Self::SetPriority { task, .. }
            | Self::CompleteTask { task, .. } => task.as_str(),
            Self::CompleteJob { job, .. } | Self::FailJob { job, .. } => job.as_str(),
            Self::FireTimer { timer } => timer.as_str(),
            Self::RetryIncident { incident } => incident.as_str(),
            _ => return None,
        };
        split_id(id).map(|(instance, _)| instance)
    }

    /// Its name, as the audit and figures show it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Start { .. } => "start",
            Self::ClaimTask { .. } => "claim_task",
            Self::UnclaimTask { .. } => "unclaim_task",
            Self::CompleteTask { .. } => "complete_task",
            Self::AssignTask { .. } => "assign_task",
            Self::DelegateTask { .. } => "delegate_task",
            Self::ResolveDelegation { .. } => "resolve_delegation",
            Self::RecallDecision { .. } => "recall_decision",
            Self::SetPriority { .. } => "set_priority",
            Self::Comment { .. } => "comment",
            Self::Attach { .. } => "attach",
            Self::RemoveAttachment { .. } => "remove_attachment",
            Self::CompleteJob { .. } => "complete_job",
            Self::FailJob { .. } => "fail_job",
            Self::CompleteCall { .. } => "complete_call",
            Self::FireTimer { .. } => "fire_timer",
            Self::ReceiveMessage { .. } => "receive_message",
            Self::Extend { .. } => "extend",
            Self::GiveNotice => "give_notice",
            Self::Recount => "recount",
            Self::Migrate { .. } => "migrate",
            Self::UndoMigration => "undo_migration",
            Self::RetryIncident { .. } => "retry_incident",
            Self::Cancel { .. } => "cancel",
        }
    }
}

/// The step that called a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// Its case.
    pub instance: InstanceId,
    /// The activation, to which the result goes.
    pub no: ActivationNo,
}

/// What became of a called case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum CallResult {
    /// It reached an end.
    Ended {
        /// The end event.
        step: StepId,
        /// The status that it left.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<String>,
        /// Its case data.
        data: Value,
    },
    /// It was cancelled.
    Cancelled {
        /// Why.
        reason: String,
    },
    /// It never began.
    Refused {
        /// Why.
        reason: String,
    },
}

/// How a task is completed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Completion {
    /// The outcome; the first of the task when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<String>,
    /// The fields of the form, as a context of the case data.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub data: Value,
    /// The demanded documents, each ticked off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documents: Option<DocumentChecks>,
    /// The ground of a refusal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<RefusalGround>,
    /// The extension, when the outcome extends the deadline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<ExtensionRequest>,
    /// Why the work is sent back, when the outcome does that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// How the demanded documents were found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentChecks {
    /// Every demanded document is present and valid.
    All,
    /// Each one by name.
    Each(BTreeMap<String, DocumentState>),
}

/// How a demanded document was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentState {
    /// Present and valid.
    Present,
    /// Not there.
    Missing,
    /// There, and past its validity.
    Expired,
}

/// The ground of a refusal, and the facts in the officer's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalGround {
    /// The ground, by its name in the map.
    pub ground: String,
    /// The facts, in Russian and in Kazakh.
    pub facts: Texts,
    /// Until when, where the ground demands it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

/// How far a deadline is to be extended, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionRequest {
    /// How many units of the extension's term (calendar days in `up_to: 30 calendar days`).
    pub days: u32,
    /// Why.
    #[serde(default)]
    pub reason: Texts,
}
