//! What is broken, and where.

use std::fmt;

use serde::Serialize;

/// Something that is broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The chain: the number of a case, or a day; empty for what is in none.
    pub chain: String,
    /// The row of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// How it is broken.
    #[serde(flatten)]
    pub kind: Break,
}

/// How something is broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "break", rename_all = "snake_case")]
pub enum Break {
    /// The row, or the one before it, is not the one that was written.
    RowAltered,
    /// Rows before this one are gone.
    RowsMissing,
    /// The chain ends before its head.
    TailMissing {
        /// The place of the head.
        head: u64,
    },
    /// The head is not the last row.
    HeadAltered,
    /// A case without a chain.
    NoChain,
    /// Rows that are in no chain, or in one without a head.
    LooseRows {
        /// How many.
        rows: u64,
    },
    /// The events of a command are not those that were written.
    EventsAltered {
        /// The first.
        first: u64,
        /// The last.
        last: u64,
    },
    /// An event is gone.
    EventMissing {
        /// Its number.
        event: u64,
    },
    /// An event belongs to no command of the audit.
    EventLoose {
        /// Its number.
        event: u64,
    },
    /// The case is not what its events make.
    CaseAltered,
    /// A checkpoint has another hash for this row, or the row is gone.
    AgainstCheckpoint {
        /// Its file.
        file: String,
    },
    /// A file of a checkpoint is not the one that was written.
    CheckpointAltered {
        /// The file.
        file: String,
    },
    /// A checkpoint is gone.
    CheckpointMissing {
        /// Its file, or the file that names it.
        file: String,
    },
}

impl fmt::Display for Finding {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.chain.is_empty(), self.row) {
            (true, _) => {}
            (false, None) => write!(to, "{}: ", self.chain)?,
            (false, Some(row)) => write!(to, "{}, row {row}: ", self.chain)?,
        }
        self.kind.fmt(to)
    }
}

impl fmt::Display for Break {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RowAltered => write!(to, "the row or the one before it was altered"),
            Self::RowsMissing => write!(to, "rows before it are gone"),
            Self::TailMissing { head } => write!(to, "the rows after it up to {head} are gone"),
            Self::HeadAltered => write!(to, "the head of the chain is not its last row"),
            Self::NoChain => write!(to, "there is no chain"),
            Self::LooseRows { rows } => write!(to, "{rows} rows of the audit are in no chain"),
            Self::EventsAltered { first, last } => {
                write!(to, "the events {first} to {last} were altered")
            }
            Self::EventMissing { event } => write!(to, "event {event} is gone"),
            Self::EventLoose { event } => write!(to, "event {event} belongs to no command"),
            Self::CaseAltered => write!(to, "the case is not what its events make"),
            Self::AgainstCheckpoint { file } => {
                write!(to, "the checkpoint {file} has another row here")
            }
            Self::CheckpointAltered { file } => write!(to, "the checkpoint {file} was altered"),
            Self::CheckpointMissing { file } => write!(to, "the checkpoint {file} is gone"),
        }
    }
}
