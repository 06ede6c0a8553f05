//! What is kept of maps beside their editions: which edition is in force from when, drafts, and the moves of
//! running cases from one edition to another.

pub(crate) mod words;

use std::collections::BTreeMap;

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::ids::{EditionId, InstanceId, ProcessId};
use reglament_core::migration::{CaseMove, MigrationPlan, Obstacle};
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::model::AuditEntry;

/// That an edition comes into force: proposed by one person, approved by another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// Its number; 0 before it is stored.
    #[serde(default)]
    pub no: u64,
    /// How often it was changed: a change names the version that it is made on.
    #[serde(default)]
    pub version: u64,
    /// The process.
    pub process: ProcessId,
    /// The edition.
    pub edition: EditionId,
    /// The first day on which new cases start on it.
    pub from: Date,
    /// The last one, when it is repealed without a successor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Why, in the words of whoever proposed it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The publication whose edition comes back with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rolls_back: Option<u64>,
    /// Who proposed it; [`FILES`] for the maps that the server was started with.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// How it stands.
    pub state: PublicationState,
    /// Who decided about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// The files it was made of, by their paths below the folder of the map.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub files: BTreeMap<String, String>,
}

/// Who publishes the maps that lie in files.
pub const FILES: &str = "files";

/// How a publication stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicationState {
    /// It waits for a second person.
    Proposed,
    /// It is in force from its day.
    Approved,
    /// The second person refused it.
    Rejected,
    /// Whoever proposed it took it back.
    Withdrawn,
}

impl PublicationState {
    /// Its name, as pages and the API write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A decision about a publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// In which words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A map that somebody edits: its files as they stand, with or without mistakes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MapDraft {
    /// The folder of the map below the processes: `town/library-card`.
    pub folder: String,
    /// How often it was saved: whoever saves names the version that they edited.
    #[serde(default)]
    pub version: u64,
    /// Who saved it last.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// The texts of its files, by their paths below the folder.
    pub files: BTreeMap<String, String>,
}

/// That running cases go from one edition to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationRow {
    /// Its identifier.
    pub id: String,
    /// How often it was changed.
    #[serde(default)]
    pub version: u64,
    /// The process.
    pub process: ProcessId,
    /// Which step continues which.
    pub plan: MigrationPlan,
    /// Who planned it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// How far it is.
    pub state: MigrationState,
}

/// How far a migration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MigrationState {
    /// Its cases are listed, and nothing has moved.
    Previewed,
    /// Its cases are being moved; it goes on after a restart.
    Running,
    /// Every case was moved or says why not.
    Done,
    /// Its cases are being moved back.
    Undoing,
    /// Every case that nothing happened to since was moved back.
    Undone,
}

impl MigrationState {
    /// Its name, as pages and the API write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Previewed => "previewed",
            Self::Running => "running",
            Self::Done => "done",
            Self::Undoing => "undoing",
            Self::Undone => "undone",
        }
    }
}

/// A case of a migration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MigrationCase {
    /// The case.
    pub instance: InstanceId,
    /// What became of it.
    pub state: CaseState,
    /// What moving it changes; none when it cannot be moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<CaseMove>,
    /// Why it cannot be moved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obstacles: Vec<Obstacle>,
    /// What was said when it was moved, or moved back, and could not be.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub said: String,
}

/// What became of a case of a migration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseState {
    /// It is to be moved.
    Planned,
    /// It cannot be moved: nothing is done to it.
    Barred,
    /// It runs the other edition.
    Moved,
    /// It was refused when its turn came: it has changed since the preview, or has ended.
    Refused,
    /// It runs its first edition again.
    Undone,
    /// It stays on the other edition: something has happened in it since.
    Stays,
}

impl CaseState {
    /// Its name, as tables, pages and the API write it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Barred => "barred",
            Self::Moved => "moved",
            Self::Refused => "refused",
            Self::Undone => "undone",
            Self::Stays => "stays",
        }
    }
}

/// The part of the store that is about maps. Every method is one transaction.
#[async_trait]
pub trait MapStore: Send + Sync {
    /// Stores a publication under the next number, and what the audit says of it. Gives the number.
    async fn add_publication(
        &self,
        publication: &Publication,
        audit: &AuditEntry,
    ) -> Result<u64, StoreError>;
    /// Replaces a publication of this number and version; the version rises. False when it is another one
    /// by now.
    async fn change_publication(
        &self,
        publication: &Publication,
        audit: &AuditEntry,
    ) -> Result<bool, StoreError>;
    /// The publications of a process, or of all, by number.
    async fn publications(
        &self,
        process: Option<&ProcessId>,
    ) -> Result<Vec<Publication>, StoreError>;
    /// A number that rises with every publication and every change of one.
    async fn publications_version(&self) -> Result<u64, StoreError>;

    /// Saves a draft that was edited from its version; 0 for a new one. False when somebody saved it since.
    async fn put_map_draft(&self, draft: &MapDraft) -> Result<bool, StoreError>;
    /// The draft of a folder.
    async fn map_draft(&self, folder: &str) -> Result<Option<MapDraft>, StoreError>;
    /// All drafts, by folder.
    async fn map_drafts(&self) -> Result<Vec<MapDraft>, StoreError>;
    /// Forgets the draft of a folder. False when there is none.
    async fn forget_map_draft(&self, folder: &str) -> Result<bool, StoreError>;

    /// Stores a migration with its cases, and what the audit says of it.
    async fn add_migration(
        &self,
        migration: &MigrationRow,
        cases: &[MigrationCase],
        audit: &AuditEntry,
    ) -> Result<(), StoreError>;
    /// Replaces a migration of this version; the version rises. False when it is another one by now.
    async fn change_migration(
        &self,
        migration: &MigrationRow,
        audit: &AuditEntry,
    ) -> Result<bool, StoreError>;
    /// A migration.
    async fn migration(&self, id: &str) -> Result<Option<MigrationRow>, StoreError>;
    /// The migrations of a process, or of all, the newest first.
    async fn migrations(
        &self,
        process: Option<&ProcessId>,
    ) -> Result<Vec<MigrationRow>, StoreError>;
    /// Notes what became of a case of a migration.
    async fn put_migration_case(&self, id: &str, case: &MigrationCase) -> Result<(), StoreError>;
    /// The cases of a migration after this one, by number; in one state, or in all.
    async fn migration_cases(
        &self,
        id: &str,
        state: Option<CaseState>,
        after: Option<&InstanceId>,
        limit: u32,
    ) -> Result<Vec<MigrationCase>, StoreError>;
    /// How many cases of a migration are in each state.
    async fn migration_counts(&self, id: &str) -> Result<Vec<(String, u64)>, StoreError>;
}
