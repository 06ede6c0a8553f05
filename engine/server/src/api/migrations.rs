//! Running cases go to another edition.

pub mod execute;
pub mod list;
pub mod preview;
pub mod show;
pub mod undo;

use std::collections::BTreeMap;

use reglament_store::MigrationRow;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::{Code, Problem};
use crate::app::App;
use crate::migrations::MigrationError;

/// A migration and how far it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MigrationInShort {
    /// Its identifier.
    pub id: String,
    /// The process.
    pub process: String,
    /// The edition that the cases ran.
    pub from: String,
    /// The edition that they go to.
    pub to: String,
    /// `previewed`, `running`, `done`, `undoing` or `undone`.
    pub state: String,
    /// Who planned it.
    pub by: String,
    /// When, by RFC 3339.
    pub at: String,
    /// The plan.
    #[schema(value_type = Value)]
    pub plan: reglament_core::migration::MigrationPlan,
    /// How many cases are `planned`, `barred`, `moved`, `refused`, `undone` or `stays`.
    pub cases: BTreeMap<String, u64>,
}

impl MigrationInShort {
    /// A migration with what became of its cases.
    pub async fn of(app: &App, it: MigrationRow) -> Result<Self, Problem> {
        let cases = app.store.migration_counts(&it.id).await?.into_iter().collect();
        Ok(Self {
            process: it.process.to_string(),
            from: it.plan.from.to_string(),
            to: it.plan.to.to_string(),
            state: it.state.as_str().to_owned(),
            by: it.by,
            at: it.at.to_string(),
            plan: it.plan,
            id: it.id,
            cases,
        })
    }
}

impl From<MigrationError> for Problem {
    fn from(error: MigrationError) -> Self {
        let detail = error.to_string();
        match error {
            MigrationError::Rejected(rejection) => rejection.into(),
            MigrationError::NoEdition(_) | MigrationError::NoSuch(_) => {
                Self::new(Code::NotFound, detail)
            }
            MigrationError::Plan(_) => Self::new(Code::InvalidParameter, detail),
            MigrationError::Moved => Self::new(Code::VersionMismatch, detail),
            MigrationError::Store(error) => error.into(),
        }
    }
}
