//! Editions and when they are in force.

pub mod decide;
pub mod list;
pub mod plan;
pub mod propose;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::ids::{EditionId, ProcessId};
use reglament_core::rejection::RejectionCode;
use reglament_store::{Publication, PublicationState};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::{Code, Problem};
use crate::editions::{EditionError, MapFiles};

/// Files of one map have at most so many bytes together.
const FILES_BYTES_MAX: usize = 512 * 1024;
/// And there are at most so many.
const FILES_MAX: usize = 64;

/// That an edition comes into force.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PublicationInShort {
    /// Its number.
    pub no: u64,
    /// The process.
    #[schema(value_type = String)]
    pub process: ProcessId,
    /// The edition.
    #[schema(value_type = String)]
    pub edition: EditionId,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day, when it is repealed without a successor.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// `proposed`, `approved`, `rejected` or `withdrawn`.
    #[schema(value_type = String)]
    pub state: PublicationState,
    /// Who proposed it; `files` for the maps that the server was started with.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Why.
    pub note: String,
    /// The publication whose edition comes back with it.
    pub rolls_back: Option<u64>,
    /// Who decided about it.
    pub decided_by: Option<String>,
    /// In which words.
    pub decision: Option<String>,
}

impl From<Publication> for PublicationInShort {
    fn from(it: Publication) -> Self {
        let (decided_by, decision) = it.decided.map(|it| (it.by, it.note)).unzip();
        Self {
            no: it.no,
            process: it.process,
            edition: it.edition,
            from: it.from,
            until: it.until,
            state: it.state,
            by: it.by,
            at: it.at,
            note: it.note,
            rolls_back: it.rolls_back,
            decided_by,
            decision,
        }
    }
}

/// The files of a map.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Files {
    /// The folder below the processes: `town/library-card`.
    pub folder: String,
    /// Their texts, by their paths below the folder: `process.yaml`, `tables/fees.yaml`.
    pub files: BTreeMap<String, String>,
}

impl Files {
    /// The files, if they are few and small enough and stay in their folder.
    pub fn map(self) -> Result<MapFiles, Problem> {
        let bytes: usize = self.files.values().map(String::len).sum();
        let wrong = |said: &str| Err(Problem::new(Code::InvalidParameter, said));
        if self.files.len() > FILES_MAX || bytes > FILES_BYTES_MAX {
            return wrong("a map has at most 64 files of 512 KiB together; send those of one map");
        }
        let is_within = |path: &str| {
            !path.is_empty() && path.split('/').all(|part| !part.is_empty() && part != "..")
        };
        if !is_within(&self.folder) || !self.files.keys().all(|path| is_within(path)) {
            return wrong(
                "`folder` and the paths of files are relative, such as `town/pass` and `process.yaml`",
            );
        }
        Ok(MapFiles { folder: self.folder, files: self.files })
    }
}

impl From<EditionError> for Problem {
    fn from(error: EditionError) -> Self {
        let detail = error.to_string();
        match error {
            EditionError::Rejected(rejection) => rejection.into(),
            EditionError::NoSuch(_) => Self::new(Code::NotFound, detail),
            EditionError::Moved => Self::new(Code::VersionMismatch, detail),
            EditionError::Mistakes(checked) => {
                let found = checked.diagnostics.iter().map(|it| {
                    let (at, file) = (&it.start, &it.file);
                    format!("{file}:{}:{}: {} ({})", at.line, at.column, it.message, it.code)
                });
                let messages = checked.messages.iter().map(ToString::to_string);
                let said: Vec<String> = found.chain(messages).collect();
                Self::new(
                    Code::Rejected(RejectionCode::NotPublished),
                    format!("{detail}:\n{}", said.join("\n")),
                )
            }
            EditionError::Store(error) => error.into(),
            EditionError::Unwritable(_) => Self::new(Code::Internal, detail),
        }
    }
}
