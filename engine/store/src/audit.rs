//! The audit as it is read: rows with their places in their chains, heads, checkpoints.

use jiff::Timestamp;
use reglament_core::ids::InstanceId;
use serde::{Deserialize, Serialize};

use crate::model::AuditEntry;

/// A row with its place in its chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AuditRow {
    /// Its number among all rows.
    pub no: u64,
    /// Its chain: the number of a case, or a day.
    pub chain: String,
    /// Its place there; none for a row from before there were chains.
    pub place: Option<u64>,
    /// Its hash.
    pub hash: Option<String>,
    /// What it says of the events of its command.
    pub events: Option<String>,
    /// What it says.
    #[serde(flatten)]
    pub entry: AuditEntry,
}

/// The last row of a chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainHead {
    /// The chain.
    pub chain: String,
    /// The place of its last row.
    pub place: u64,
    /// The hash of its last row.
    pub hash: String,
}

/// How many rows the audit has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditCount {
    /// In chains.
    pub chained: u64,
    /// From before there were chains.
    pub from_before: u64,
    /// In no chain, although there were chains when they came.
    pub loose: u64,
}

/// An event as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventText {
    /// Its number.
    pub seq: i64,
    /// Its moment, in microseconds since 1970.
    pub at: i64,
    /// Who gave the command.
    pub actor: String,
    /// What happened, as JSON text.
    pub body: String,
}

/// What a checkpoint says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Checkpoint {
    /// The name of its file.
    pub name: String,
    /// When it was written.
    pub at: Timestamp,
    /// How many heads it has.
    pub heads: u64,
    /// How many rows the audit had.
    pub rows: u64,
    /// The hash that its last line carries.
    pub sha256: String,
}

/// Which rows of the audit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// Of this case.
    pub instance: Option<InstanceId>,
    /// By this person or program.
    pub actor: Option<String>,
    /// Of this kind: a command, `read`, `refused`, `sign-in` …
    pub action: Option<String>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
    /// With a number below this one (the next page).
    pub before: Option<u64>,
    /// At most this many.
    pub limit: u32,
}
