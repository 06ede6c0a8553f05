//! Maps in PostgreSQL: publications, drafts and migrations.

use async_trait::async_trait;
use reglament_core::ids::{InstanceId, ProcessId};
use sqlx::{PgConnection, PgPool, Postgres, QueryBuilder};

use super::{PostgresStore, apart, audit};
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

/// Makes a change in one transaction: a number for a new publication, otherwise how many rows there are of it
/// now. Runs in a task of its own.
async fn write(pool: PgPool, change: Change) -> Result<u64, StoreError> {
    let mut transaction = pool.begin().await?;
    let done = run(&change, &mut transaction).await?;
    transaction.commit().await?;
    Ok(done)
}

async fn run(change: &Change, connection: &mut PgConnection) -> Result<u64, StoreError> {
    match change {
        Change::AddPublication(publication, entry) => {
            // Numbers are given one after the other.
            sqlx::query("lock table publication in share row exclusive mode")
                .execute(&mut *connection)
                .await?;
            let (no,): (i64,) = sqlx::query_as(words::NEXT).fetch_one(&mut *connection).await?;
            let no = decode::count("number", no)?;
            let publication = Publication { no, ..publication.clone() };
            told(connection, words::add_publication(&publication)?, entry).await?;
            Ok(no)
        }
        Change::Publication(publication, entry) => {
            told(connection, words::change_publication(publication)?, entry).await
        }
        Change::Draft(draft) => execute(connection, words::put_draft(draft)?).await,
        Change::ForgetDraft(folder) => execute(connection, words::forget_draft(folder)).await,
        Change::AddMigration(migration, cases, entry) => {
            for case in cases {
                execute(connection, words::put_case(&migration.id, case)?).await?;
            }
            told(connection, words::add_migration(migration)?, entry).await
        }
        Change::Migration(migration, entry) => {
            told(connection, words::change_migration(migration)?, entry).await
        }
        Change::Case(id, case) => execute(connection, words::put_case(id, case)?).await,
    }
}

async fn execute(
    connection: &mut PgConnection,
    mut sql: QueryBuilder<Postgres>,
) -> Result<u64, StoreError> {
    Ok(sql.build().execute(connection).await?.rows_affected())
}

/// A change that the audit tells of, if it was made.
async fn told(
    connection: &mut PgConnection,
    sql: QueryBuilder<Postgres>,
    entry: &AuditEntry,
) -> Result<u64, StoreError> {
    let rows = execute(connection, sql).await?;
    if rows > 0 {
        audit::put(&mut *connection, &StoredAudit::from(entry)).await?;
    }
    Ok(rows)
}

async fn all<T: Versioned>(
    pool: &PgPool,
    mut sql: QueryBuilder<Postgres>,
) -> Result<Vec<T>, StoreError> {
    let rows: Vec<(i64, String)> = sql.build_query_as().fetch_all(pool).await?;
    decode::all(rows, words::decoded)
}

#[async_trait]
impl MapStore for PostgresStore {
    async fn add_publication(
        &self,
        publication: &Publication,
        audit: &AuditEntry,
    ) -> Result<u64, StoreError> {
        let change = Change::AddPublication(publication.clone(), audit.clone());
        apart(write(self.pool.clone(), change)).await
    }

    async fn change_publication(
        &self,
        publication: &Publication,
        audit: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let change = Change::Publication(publication.clone(), audit.clone());
        Ok(apart(write(self.pool.clone(), change)).await? > 0)
    }

    async fn publications(
        &self,
        process: Option<&ProcessId>,
    ) -> Result<Vec<Publication>, StoreError> {
        all(&self.pool, words::publications(process)).await
    }

    async fn publications_version(&self) -> Result<u64, StoreError> {
        let (version,): (i64,) = sqlx::query_as(words::VERSION).fetch_one(&self.pool).await?;
        decode::count("version", version)
    }

    async fn put_map_draft(&self, draft: &MapDraft) -> Result<bool, StoreError> {
        Ok(apart(write(self.pool.clone(), Change::Draft(draft.clone()))).await? > 0)
    }

    async fn map_draft(&self, folder: &str) -> Result<Option<MapDraft>, StoreError> {
        Ok(all(&self.pool, words::drafts(Some(folder))).await?.pop())
    }

    async fn map_drafts(&self) -> Result<Vec<MapDraft>, StoreError> {
        all(&self.pool, words::drafts(None)).await
    }

    async fn forget_map_draft(&self, folder: &str) -> Result<bool, StoreError> {
        Ok(apart(write(self.pool.clone(), Change::ForgetDraft(folder.to_owned()))).await? > 0)
    }

    async fn add_migration(
        &self,
        migration: &MigrationRow,
        cases: &[MigrationCase],
        audit: &AuditEntry,
    ) -> Result<(), StoreError> {
        let change = Change::AddMigration(migration.clone(), cases.to_vec(), audit.clone());
        apart(write(self.pool.clone(), change)).await.map(drop)
    }

    async fn change_migration(
        &self,
        migration: &MigrationRow,
        audit: &AuditEntry,
    ) -> Result<bool, StoreError> {
        let change = Change::Migration(migration.clone(), audit.clone());
        Ok(apart(write(self.pool.clone(), change)).await? > 0)
    }

    async fn migration(&self, id: &str) -> Result<Option<MigrationRow>, StoreError> {
        Ok(all(&self.pool, words::migrations(Some(id), None)).await?.pop())
    }

    async fn migrations(
        &self,
        process: Option<&ProcessId>,
    ) -> Result<Vec<MigrationRow>, StoreError> {
        all(&self.pool, words::migrations(None, process)).await
    }

    async fn put_migration_case(&self, id: &str, case: &MigrationCase) -> Result<(), StoreError> {
        apart(write(self.pool.clone(), Change::Case(id.to_owned(), case.clone()))).await.map(drop)
    }

    async fn migration_cases(
        &self,
        id: &str,
        state: Option<CaseState>,
        after: Option<&InstanceId>,
        limit: u32,
    ) -> Result<Vec<MigrationCase>, StoreError> {
        let mut sql = words::cases::<Postgres>(id, state, after, limit);
        let rows: Vec<(String,)> = sql.build_query_as().fetch_all(&self.pool).await?;
        decode::all(rows, words::decoded_case)
    }

    async fn migration_counts(&self, id: &str) -> Result<Vec<(String, u64)>, StoreError> {
        let mut sql = words::counts::<Postgres>(id);
        let rows: Vec<(String, i64)> = sql.build_query_as().fetch_all(&self.pool).await?;
        decode::all(rows, |(state, count)| Ok((state, decode::count("count", count)?)))
    }
}
