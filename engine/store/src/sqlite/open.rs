//! Opening a file: what the engine promises is asserted before anything is stored.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, SqliteConnection};

use super::SqliteStore;
use super::writer::Writer;
use crate::error::StoreError;
use crate::migrate;

/// The first version without the WAL-reset error, which corrupts files with several connections.
const VERSION_MIN: [u32; 3] = [3, 51, 3];
/// Readers beside the writer. Reads are short; more would only compete for the cores.
const READERS_MAX: u32 = 8;
/// How long another process (a backup) may hold the file before a request fails.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Texts of statements that stay prepared: the batch writer has seven per table.
const STATEMENTS_MAX: usize = 256;
/// The log is copied at the latest at this many pages (64 MB), also when the commits are so large
/// that the writer's own count does not come to it.
const CHECKPOINT_PAGES: &str = "16000";
/// A log that has grown beyond this shrinks again; below, its space is reused, because extending a
/// file costs more than overwriting it.
const LOG_BYTES_KEPT: &str = "134217728";
/// Pages that a connection keeps in memory, in KiB (negative by the rules of the pragma).
const CACHE_KIB: &str = "-16384";

impl SqliteStore {
    /// Opens the file, makes it if it is missing, and brings its schema up to date.
    pub async fn open(path: &Path) -> Result<Self, StoreError> {
        let options = options(path);
        let connection = connect(&options).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS_MAX)
            .test_before_acquire(false)
            .connect_lazy_with(options.clone().pragma("query_only", "on"));
        Ok(Self { writer: Writer::start(connection, options), readers })
    }
}

/// A connection to a file that was found fit and brought up to date.
pub(super) async fn connect(
    options: &SqliteConnectOptions,
) -> Result<SqliteConnection, StoreError> {
    let mut connection = options.connect().await?;
    check(&mut connection).await?;
    migrate::sqlite().run(&mut connection).await.map_err(migrate::explain)?;
    Ok(connection)
}

pub(super) fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(BUSY_TIMEOUT)
        .statement_cache_capacity(STATEMENTS_MAX)
        .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
        .pragma("journal_size_limit", LOG_BYTES_KEPT)
        .pragma("cache_size", CACHE_KIB)
        // What a statement may have to undo is kept in memory, not in a file.
        .pragma("temp_store", "memory")
        .disable_statement_logging()
}

/// A reply means that the commit survives a power loss; only these settings promise it.
async fn check(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    let (version,): (String,) =
        sqlx::query_as("select sqlite_version()").fetch_one(&mut *connection).await?;
    if version_of(&version) < VERSION_MIN {
        return Err(StoreError::Unfit(format!(
            "SQLite {version} can corrupt its file while several connections are open; build this \
             program with SQLite 3.51.3 or newer"
        )));
    }
    let (journal,): (String,) =
        sqlx::query_as("pragma journal_mode").fetch_one(&mut *connection).await?;
    if journal != "wal" {
        return Err(StoreError::Unfit(format!(
            "the database keeps its journal as `{journal}`, not as `wal`; put the file on a local \
             disk that supports shared memory"
        )));
    }
    let (synchronous,): (i64,) =
        sqlx::query_as("pragma synchronous").fetch_one(&mut *connection).await?;
    if synchronous < 2 {
        return Err(StoreError::Unfit(format!(
            "the database runs with synchronous={synchronous}, which loses answered commands when \
             the power fails; it must be FULL"
        )));
    }
    Ok(())
}

/// `3.51.3` as numbers that compare.
fn version_of(text: &str) -> [u32; 3] {
    let mut numbers = text.split('.').map(|number| number.parse().unwrap_or(0));
    std::array::from_fn(|_| numbers.next().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(version_of("3.51.3") >= VERSION_MIN);
        assert!(version_of("3.100.0") >= VERSION_MIN);
        assert!(version_of("3.51.2") < VERSION_MIN);
        assert!(version_of("3.9.99") < VERSION_MIN);
        assert!(version_of("?") < VERSION_MIN);
    }

    #[tokio::test]
    async fn a_database_that_may_lose_commits_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("weak.db");
        let weak = options(&path).synchronous(SqliteSynchronous::Normal);
        let error = check(&mut weak.connect().await.unwrap()).await.unwrap_err();
        assert!(error.to_string().contains("it must be FULL"), "{error}");
        let rollback =
            options(&folder.path().join("other.db")).journal_mode(SqliteJournalMode::Delete);
        let error = check(&mut rollback.connect().await.unwrap()).await.unwrap_err();
        assert!(error.to_string().contains("not as `wal`"), "{error}");
    }
}
