//! Maps in SQLite: publications, drafts and migrations.

use async_trait::async_trait;
use reglament_core::ids::{InstanceId, ProcessId};
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};

use super::writer::Write;
use super::{SqliteStore, chains};
use crate::decode;
use crate::error::StoreError;
use crate::maps::words::{self, Versioned};
use crate::maps::{CaseState, MapDraft, MapStore, MigrationCase, MigrationRow, Publication};
use crate::model::AuditEntry;
use crate::prepared::StoredAudit;

/// A change of what is kept about maps.
enum Change {
    AddPublication(Publication, AuditEntry),
    Publication(Publication, AuditEntry),
    Draft(MapDraft),
    ForgetDraft(String),
    AddMigration(MigrationRow, Vec<MigrationCase>, AuditEntry),
    Migration(MigrationRow, AuditEntry),
    Case(String, MigrationCase),
}

#[async_trait]
impl Write for Change {
    /// The number of a new publication; otherwise how many rows there are of it now.
    type Output = u64;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<u64, StoreError> {
        match self {
            Self::AddPublication(publication, audit) => {
                let (no,): (i64,) = sqlx::query_as(words::NEXT).fetch_one(&mut *connection).await?;
                let no = decode::count("number", no)?;
                let publication = Publication { no, ..publication.clone() };
                told(connection, words::add_publication(&publication)?, audit).await?;
                Ok(no)
            }
            Self::Publication(publication, audit) => {
                told(connection, words::change_publication(publication)?, audit).await
            }
            Self::Draft(draft) => execute(connection, words::put_draft(draft)?).await,
            Self::ForgetDraft(folder) => execute(connection, words::forget_draft(folder)).await,
            Self::AddMigration(migration, cases, audit) => {
                for case in cases {
                    execute(connection, words::put_case(&migration.id, case)?).await?;
                }
                told(connection, words::add_migration(migration)?, audit).await
            }
            Self::Migration(migration, audit) => {
                told(connection, words::change_migration(migration)?, audit).await
            }
            Self::Case(id, case) => execute(connection, words::put_case(id, case)?).await,
        }
    }
}

async fn execute(
    connection: &mut SqliteConnection,
    mut sql: QueryBuilder<Sqlite>,
) -> Result<u64, StoreError> {
    Ok(sql.build().execute(connection).await?.rows_affected())
}

/// A change that the audit tells of, if it was made.
async fn told(
    connection: &mut SqliteConnection,
    sql: QueryBuilder<Sqlite>,
    audit: &AuditEntry,
) -> Result<u64, StoreError> {
    let rows = execute(connection, sql).await?;
    if rows > 0 {
        chains::append(connection, &StoredAudit::from(audit)).await?;
    }
    Ok(rows)
}

async fn all<T: Versioned>(
    pool: &SqlitePool,
    mut sql: QueryBuilder<Sqlite>,
) -> Result<Vec<T>, StoreError> {
    let rows: Vec<(i64, String)> = sql.build_query_as().fetch_all(pool).await?;
    decode::all(rows, words::decoded)
}

#[async_trait]
impl MapStore for SqliteStore {
    async fn add_publication(
        &self,
        publication: &Publication,
        audit: &AuditEntry,
    ) -> Result<u64, StoreError> {
        let change = Change::AddPublication(publication.clone(), audit.clone());
        self.writer.write(change).await
    }

    async fn change_publication(
        &self,
        publication: &Publication,
        audit: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let change = Change::Publication(publication.clone(), audit.clone());
        Ok(self.writer.write(change).await? > 0)
    }

    async fn publications(
        &self,
        process: Option<&ProcessId>,
    ) -> Result<Vec<Publication>, StoreError> {
        all(&self.readers, words::publications(process)).await
    }

    async fn publications_version(&self) -> Result<u64, StoreError> {
        let (version,): (i64,) = sqlx::query_as(words::VERSION).fetch_one(&self.readers).await?;
        decode::count("version", version)
    }

    async fn put_map_draft(&self, draft: &MapDraft) -> Result<bool, StoreError> {
        Ok(self.writer.write(Change::Draft(draft.clone())).await? > 0)
    }

    async fn map_draft(&self, folder: &str) -> Result<Option<MapDraft>, StoreError> {
        Ok(all(&self.readers, words::drafts(Some(folder))).await?.pop())
    }

    async fn map_drafts(&self) -> Result<Vec<MapDraft>, StoreError> {
        all(&self.readers, words::drafts(None)).await
    }

    async fn forget_map_draft(&self, folder: &str) -> Result<bool, StoreError> {
        Ok(self.writer.write(Change::ForgetDraft(folder.to_owned())).await? > 0)
    }

    async fn add_migration(
        &self,
        migration: &MigrationRow,
        cases: &[MigrationCase],
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let change = Change::AddMigration(migration.clone(), cases.to_vec(), audit.clone());
        self.writer.write(change).await.map(drop)
    }

    async fn change_migration(
        &self,
        migration: &MigrationRow,
        audit: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let change = Change::Migration(migration.clone(), audit.clone());
        Ok(self.writer.write(change).await? > 0)
    }

    async fn migration(&self, id: &str) -> Result<Option<MigrationRow>, StoreError> {
        Ok(all(&self.readers, words::migrations(Some(id), None)).await?.pop())
    }

    async fn migrations(
        &self,
        process: Option<&ProcessId>,
    ) -> Result<Vec<MigrationRow>, StoreError> {
        all(&self.readers, words::migrations(None, process)).await
    }

    async fn put_migration_case(&self, id: &str, case: &MigrationCase) -> Result<(), StoreError> {
        self.writer.write(Change::Case(id.to_owned(), case.clone())).await.map(drop)
    }

    async fn migration_cases(
        &self,
        id: &str,
        state: Option<CaseState>,
        after: Option<&InstanceId>,
        limit: u32,
    ) -> Result<Vec<MigrationCase>, StoreError> {
        let mut sql = words::cases::<Sqlite>(id, state, after, limit);
        let rows: Vec<(String,)> = sql.build_query_as().fetch_all(&self.readers).await?;
        decode::all(rows, words::decoded_case)
    }

    async fn migration_counts(&self, id: &str) -> Result<Vec<(String, u64)>, StoreError> {
        let mut sql = words::counts::<Sqlite>(id);
        let rows: Vec<(String, i64)> = sql.build_query_as().fetch_all(&self.readers).await?;
        decode::all(rows, |(state, count)| Ok((state, decode::count("count", count)?)))
    }
}
