//! What the ceiling measures: the connection, the statements and the groups of the writer, and
//! nothing else of it.

use std::path::Path;

use sqlx::SqliteConnection;

use super::{batch, open};
use crate::error::StoreError;
use crate::prepared::Prepared;

pub(crate) use super::writer::{BATCH_MAX, CHECKPOINT_REQUESTS, checkpoint};

/// A connection with the settings of the writer, on a schema that is up to date.
pub(crate) async fn connect(path: &Path) -> Result<SqliteConnection, StoreError> {
    open::connect(&open::options(path)).await
}

/// Writes the rows of the commits; whether they may be written, nobody asks.
pub(crate) async fn write(
    connection: &mut SqliteConnection,
    commits: &[Prepared],
) -> Result<(), StoreError> {
    Ok(batch::write_unjudged(connection, commits).await?)
}
