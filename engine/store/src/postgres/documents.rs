//! Documents: numbered in the transaction that makes their row, filled in when they are made.

use reglament_core::ids::{EffectId, InstanceId};
use sqlx::PgPool;

use crate::decode::{self, DocumentColumns, DocumentPlaceColumns};
use crate::document::{DocumentOrder, DocumentPlace, DocumentRow, MadeDocument};
use crate::error::StoreError;
use crate::moment::micros;
use crate::prepared::{clean, effect_key, json};

/// Gives a document its place, once. Two nodes with one effect meet at the key of the row: the later
/// one waits there, finds the row and takes no number. Runs in a task of its own.
pub(crate) async fn number(
    pool: PgPool,
    order: DocumentOrder,
) -> Result<DocumentPlace, StoreError> {
    let (instance, seq, n) = effect_key(order.effect.as_str())?;
    let mut transaction = pool.begin().await?;
    let begun = sqlx::query(
        "insert into document (instance, seq, n, document, title, languages, sequence, period,
                               place, code, made_at)
         values ($1, $2, $3, $4, $5::json, $6::json, $7, $8, 0, $9, $10)
         on conflict (instance, seq, n) do nothing",
    )
    .bind(clean(&instance))
    .bind(seq)
    .bind(n)
    .bind(clean(&order.document))
    .bind(json(&order.title)?)
    .bind(json(&order.languages)?)
    .bind(clean(&order.sequence))
    .bind(clean(&order.period))
    .bind(clean(&order.code))
    .bind(micros(order.at))
    .execute(&mut *transaction)
    .await?;
    if begun.rows_affected() == 1 {
        sqlx::query(
            "with next as (
                 insert into sequence (name, period, last) values ($1, $2, 1)
                 on conflict (name, period) do update set last = sequence.last + 1
                 returning last)
             update document set place = next.last from next
             where instance = $3 and seq = $4 and n = $5",
        )
        .bind(clean(&order.sequence))
        .bind(clean(&order.period))
        .bind(clean(&instance))
        .bind(seq)
        .bind(n)
        .execute(&mut *transaction)
        .await?;
    }
    let given: DocumentPlaceColumns = sqlx::query_as(
        "select place, code, made_at, sha256 is not null from document
         where instance = $1 and seq = $2 and n = $3",
    )
    .bind(clean(&instance))
    .bind(seq)
    .bind(n)
    .fetch_one(&mut *transaction)
    .await?;
    transaction.commit().await?;
    decode::document_place(given)
}

/// Keeps a document that was made, once.
pub(crate) async fn keep(
    pool: PgPool,
    effect: EffectId,
    made: MadeDocument,
) -> Result<bool, StoreError> {
    let (instance, seq, n) = effect_key(effect.as_str())?;
    let kept = sqlx::query(
        "update document set number = $1, sha256 = $2, content = $3
         where instance = $4 and seq = $5 and n = $6 and sha256 is null",
    )
    .bind(clean(&made.number))
    .bind(made.sha256)
    .bind(made.content)
    .bind(clean(&instance))
    .bind(seq)
    .bind(n)
    .execute(&pool)
    .await?;
    Ok(kept.rows_affected() == 1)
}

pub(crate) async fn of_instance(
    pool: &PgPool,
    instance: &InstanceId,
) -> Result<Vec<DocumentRow>, StoreError> {
    let rows: Vec<DocumentColumns> = sqlx::query_as(
        "select instance, seq, n, document, title::text, languages::text, number, code, made_at,
                sha256, length(content)::bigint
         from document where instance = $1 and sha256 is not null order by seq, n",
    )
    .bind(clean(instance.as_str()))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::document)
}

pub(crate) async fn by_code(pool: &PgPool, code: &str) -> Result<Option<DocumentRow>, StoreError> {
    let row: Option<DocumentColumns> = sqlx::query_as(
        "select instance, seq, n, document, title::text, languages::text, number, code, made_at,
                sha256, length(content)::bigint
         from document where code = $1 and sha256 is not null",
    )
    .bind(clean(code))
    .fetch_optional(pool)
    .await?;
    row.map(decode::document).transpose()
}

pub(crate) async fn content(
    pool: &PgPool,
    effect: &EffectId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let (instance, seq, n) = effect_key(effect.as_str())?;
    let row: Option<(Vec<u8>,)> = sqlx::query_as(
        "select content from document
         where instance = $1 and seq = $2 and n = $3 and content is not null",
    )
    .bind(clean(&instance))
    .bind(seq)
    .bind(n)
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| row.0))
}

/// The bytes of an attached file.
pub(crate) async fn attachment(
    pool: &PgPool,
    instance: &InstanceId,
    sha256: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> =
        sqlx::query_as("select content from attachment where instance = $1 and sha256 = $2")
            .bind(clean(instance.as_str()))
            .bind(clean(sha256))
            .fetch_optional(pool)
            .await?;
    Ok(row.map(|(content,)| content))
}
