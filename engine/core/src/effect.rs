//! What must be told: effects leave through the outbox, each with an identifier that never changes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::command::CallResult;
use crate::definition::Duty;
use crate::event::ActivationNo;
use crate::ids::{EditionId, EffectId, GroupId, InstanceId, OfficeId, PersonId, ProcessId, TaskId};
use crate::value::Value;

/// Something to deliver, at least once, in the order of its instance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// `<instance>/<sequence>/<n>`: the idempotency key of the receiver.
    pub id: EffectId,
    /// The instance.
    pub instance: InstanceId,
    /// The event it follows from.
    pub seq: u64,
    /// What to deliver.
    pub kind: EffectKind,
}

/// What to deliver.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EffectKind {
    /// A message to the applicant or to the people of a unit, with everything its template may say.
    Notify {
        /// The message: a folder below `templates/messages`.
        message: String,
        /// Who gets it.
        to: Recipient,
        /// The variables of the template (`docs/guides/write-a-message.md`).
        variables: Value,
        /// The documents that go with it, made before by this case.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        attach: Vec<String>,
    },
    /// A document to make, number and keep, with everything its template may say.
    Document {
        /// The document: a folder below `templates/documents`.
        document: String,
        /// The variables of the template (`docs/guides/write-a-letter.md`).
        variables: Value,
    },
    /// A case to start, whose result comes back to this one.
    StartCalled {
        /// Its process.
        process: ProcessId,
        /// Its edition; the one in force when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        edition: Option<EditionId>,
        /// The data it begins with.
        data: Value,
        /// The activation that calls it.
        no: ActivationNo,
    },
    /// A case called by another is over: its caller is told.
    ReturnToCaller {
        /// The case that called.
        instance: InstanceId,
        /// The activation that called.
        no: ActivationNo,
        /// How it went.
        result: CallResult,
    },
    /// An open task to give to the head of its group in the office of the case.
    Reassign {
        /// The task.
        task: TaskId,
        /// Its group.
        group: GroupId,
        /// The office of its case; none when it belongs to all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        office: Option<OfficeId>,
    },
    /// Nobody waits for a called case any more: it is cancelled, if it still runs.
    CancelCalled {
        /// The activation that called it.
        no: ActivationNo,
    },
    /// A mail in its final words, which no case tells: a digest of a schedule.
    Mail(Mail),
}

/// A mail of a schedule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The schedule.
    pub schedule: String,
    /// The run that it belongs to.
    pub moment: Timestamp,
    /// Who gets it.
    pub person: PersonId,
    /// The name to address.
    pub name: String,
    /// The address.
    pub email: String,
    /// Its language.
    pub language: crate::text::Lang,
    /// The subject: one line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// The files of the run that go with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<String>,
}

/// Who gets a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "recipient", rename_all = "snake_case")]
pub enum Recipient {
    /// The applicant.
    Applicant {
        /// The name to address.
        name: String,
        /// The address; without one the message waits to be printed.
        email: Option<String>,
        /// `ru`, `kk` or `en`.
        language: crate::text::Lang,
    },
    /// Everybody in a group of the organisation, each in their language.
    Group {
        /// The group.
        group: crate::ids::GroupId,
    },
    /// Whoever has this duty towards the case; who that is, the organisation knows.
    Staff {
        /// The duty.
        duty: Duty,
        /// Who has the task, where the holder is meant and somebody has it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// The group of the task; none where it does not matter.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<GroupId>,
        /// The office of the case; none when it belongs to all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        office: Option<OfficeId>,
    },
}
