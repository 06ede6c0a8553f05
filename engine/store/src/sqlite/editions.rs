//! Editions of maps.

use async_trait::async_trait;
use reglament_core::ids::{EditionId, ProcessId};
use sqlx::{SqliteConnection, SqlitePool};

use super::writer::Write;
use crate::decode::{self, EditionColumns};
use crate::error::StoreError;
use crate::model::EditionRow;
use crate::moment::micros;

/// Keeps an edition, once.
pub(crate) struct PutEdition(pub EditionRow);

#[async_trait]
impl Write for PutEdition {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query(
            "insert into edition (edition, process, stored_at, content) values (?, ?, ?, ?)
             on conflict (edition) do nothing",
        )
        .bind(self.0.edition.as_str())
        .bind(self.0.process.as_str())
        .bind(micros(self.0.stored_at))
        .bind(&*self.0.content)
        .execute(connection)
        .await?;
        Ok(())
    }
}

pub(crate) async fn edition(
    pool: &SqlitePool,
    id: &EditionId,
) -> Result<Option<EditionRow>, StoreError> {
    let row: Option<EditionColumns> = sqlx::query_as(
        "select edition, process, stored_at, content from edition where edition = ?",
    )
    .bind(id.as_str())
    .fetch_optional(pool)
    .await?;
    row.map(decode::edition).transpose()
}

pub(crate) async fn editions(
    pool: &SqlitePool,
    process: Option<&ProcessId>,
) -> Result<Vec<EditionRow>, StoreError> {
    let rows: Vec<EditionColumns> = sqlx::query_as(
        "select edition, process, stored_at, content from edition where ?1 is null or process = ?1
         order by stored_at desc, edition",
    )
    .bind(process.map(ProcessId::as_str))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::edition)
}
