//! Editions of maps.

use reglament_core::ids::{EditionId, ProcessId};
use sqlx::PgPool;

use crate::decode::{self, EditionColumns};
use crate::error::StoreError;
use crate::model::EditionRow;
use crate::moment::micros;
use crate::prepared::clean;

/// Keeps an edition, once.
pub(crate) async fn put_edition(pool: PgPool, edition: EditionRow) -> Result<(), StoreError> {
    sqlx::query(
        "insert into edition (edition, process, stored_at, content) values ($1, $2, $3, $4)
         on conflict (edition) do nothing",
    )
    .bind(edition.edition.as_str())
    .bind(edition.process.as_str())
    .bind(micros(edition.stored_at))
    .bind(clean(&edition.content))
    .execute(&pool)
    .await?;
    Ok(())
}

pub(crate) async fn edition(
    pool: &PgPool,
    id: &EditionId,
) -> Result<Option<EditionRow>, StoreError> {
    let row: Option<EditionColumns> = sqlx::query_as(
        "select edition, process, stored_at, content from edition where edition = $1",
    )
    .bind(clean(id.as_str()))
    .fetch_optional(pool)
    .await?;
    row.map(decode::edition).transpose()
}

pub(crate) async fn editions(
    pool: &PgPool,
    process: Option<&ProcessId>,
) -> Result<Vec<EditionRow>, StoreError> {
    let rows: Vec<EditionColumns> = sqlx::query_as(
        "select edition, process, stored_at, content from edition
         where $1 is null or process = $1
         order by stored_at desc, edition",
    )
    .bind(process.map(|process| clean(process.as_str())))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::edition)
}
