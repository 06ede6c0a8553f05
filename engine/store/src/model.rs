//! What goes into a store and comes out of it.

use std::sync::Arc;

use jiff::Timestamp;
use reglament_core::effect::Effect;
use reglament_core::event::Recorded;
use reglament_core::ids::{EditionId, InstanceId, JobId, PersonId, ProcessId};
use reglament_core::rows::{InstanceRow, JobRow, RowChanges};
use serde::{Deserialize, Serialize};

/// Everything that one command changes: stored whole or not at all.
#[derive(Clone, Debug)]
pub struct Commit {
    /// The version the command was decided on; 0 for a new instance.
    pub expected_version: u64,
    /// What happened.
    pub events: Vec<Recorded>,
    /// The instance after it.
    pub instance: InstanceRow,
    /// The rows that change.
    pub rows: RowChanges,
    /// What must be told.
    pub outbox: Vec<Effect>,
    /// Who did it.
    pub audit: AuditEntry,
    /// The key of the caller, with the answer to give again.
    pub remember: Option<Remembered>,
    /// The lease that must be held.
    pub lease: Option<LeaseCheck>,
    /// The version of the organisation that the sender's rights were read from.
    pub organization: Option<u64>,
    /// The bytes of the file that it attaches.
    pub attachment: Option<Arc<AttachedFile>>,
}

/// The bytes of a file, by their checksum: the same file twice in one case is kept once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttachedFile {
    /// The SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
    /// The bytes.
    pub content: Vec<u8>,
}

/// The answer to a key that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// The key, made unique by its sender.
    pub key: String,
    /// SHA-256 of the request: the same key with another request is refused.
    pub request_hash: String,
    /// The answer, as JSON text.
    pub answer: String,
    /// When it was given.
    pub at: Timestamp,
}

/// The lease that must be held for a commit to count: the fence of a job.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeaseCheck {
    /// The job.
    pub job: JobId,
    /// The token that was given with the lease.
    pub token: String,
}

/// A row of the audit: who did or read what, when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// What: the name of the command, or `read`, `sign-in`, `sign-in-refused`.
    pub action: String,
    /// The instance, if it concerns one.
    pub instance: Option<InstanceId>,
    /// More, such as the version after the command; never personal data.
    pub detail: String,
}

/// An edition of a map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionRow {
    /// Its name: from its content.
    pub edition: EditionId,
    /// Its process.
    pub process: ProcessId,
    /// When it was first stored.
    pub stored_at: Timestamp,
    /// The canonical content: YAML of the definition.
    pub content: String,
}

/// Which instances.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InstanceFilter {
    /// Of this process.
    pub process: Option<ProcessId>,
    /// `running`, `ended` or `cancelled`.
    pub state: Option<String>,
    /// With a due date before this moment, still running: the overdue ones.
    pub due_before: Option<Timestamp>,
    /// About this case.
    pub linked_to: Option<InstanceId>,
    /// With a number below this one (the next page).
    pub before: Option<InstanceId>,
    /// At most this many.
    pub limit: u32,
}

/// A job and its lease.
#[derive(Clone, Debug, PartialEq)]
pub struct LeasedJob {
    /// The job.
    pub job: JobRow,
    /// The token to present with the result.
    pub token: String,
    /// Until when.
    pub until: Timestamp,
}

/// An effect and its lease.
#[derive(Clone, Debug, PartialEq)]
pub struct LeasedEffect {
    /// The effect.
    pub effect: Effect,
    /// The token to present with the result.
    pub token: String,
    /// How often it was tried before.
    pub attempts: u32,
}

/// What became of an effect.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxRow {
    /// The effect.
    pub effect: Effect,
    /// `waiting`, `delivered`, `to_print` or `failed`.
    pub state: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Why it was not delivered, the last time.
    pub error: Option<String>,
    /// When it was delivered.
    pub delivered_at: Option<Timestamp>,
}

/// A session of a browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the session token, hexadecimal: the token itself is nowhere stored.
    pub hash: String,
    /// Who.
    pub person: PersonId,
    /// The token that forms must carry.
    pub csrf: String,
    /// Since when.
    pub started_at: Timestamp,
    /// Until when.
    pub expires_at: Timestamp,
}

/// How much is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Running instances.
    pub running: u64,
    /// Of these, past their due date.
    pub overdue: u64,
    /// Open tasks.
    pub tasks: u64,
    /// Of these, held by nobody.
    pub unclaimed: u64,
    /// Instances with an incident.
    pub incidents: u64,
    /// Effects that wait or failed.
    pub undelivered: u64,
}
