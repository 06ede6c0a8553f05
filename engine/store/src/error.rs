//! What can go wrong in a store.

use crate::model::Remembered;

/// The database failed: a fault, logged once and answered with 500.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database said so.
    #[error("the database failed: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the schema of the database could not be brought up to date: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored text does not read as what it should be.
    #[error("a stored {what} does not read: {reason}")]
    Corrupt {
        /// What it should be.
        what: &'static str,
        /// Why it does not read.
        reason: String,
    },
    /// The database does not promise what the engine needs.
    #[error("{0}")]
    Unfit(String),
    /// The database failed for several callers at once; one of them has the error itself.
    #[error("{0}")]
    Failed(String),
    /// The writer stopped in the middle: nobody knows whether it was stored.
    #[error(
        "the database stopped while it stored; whether it did is not known: ask again with the \
         same idempotency key"
    )]
    Unknown,
    /// The store is shutting down.
    #[error("the store is shutting down")]
    Closed,
}

/// Why a commit changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum CommitError {
    /// Another command was first: load the instance again and decide again.
    #[error("the instance was changed by another command")]
    Conflict,
    /// The organisation changed since the sender's rights were read: read them again and decide again.
    #[error("the organisation was changed meanwhile")]
    OrganizationMoved,
    /// The lease of the job ran out, or another worker has it.
    #[error("the lease of the job is not held any more")]
    LeaseLost,
    /// The key was used before: give this answer again, or refuse if the request differs.
    #[error("the idempotency key was used before")]
    Repeated(Box<Remembered>),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}
