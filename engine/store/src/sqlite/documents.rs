//! Documents: numbered in the transaction that makes their row, filled in when they are made.

use async_trait::async_trait;
use reglament_core::ids::{EffectId, InstanceId};
use sqlx::{SqliteConnection, SqlitePool};

use super::writer::Write;
use crate::decode::{self, DocumentColumns, DocumentPlaceColumns};
use crate::document::{DocumentOrder, DocumentPlace, DocumentRow, MadeDocument};
use crate::error::StoreError;
use crate::moment::micros;
use crate::prepared::{clean, effect_key, json};

/// Gives a document its place, once.
pub(crate) struct Number(pub DocumentOrder);

#[async_trait]
impl Write for Number {
    type Output = DocumentPlace;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<DocumentPlace, StoreError> {
        let order = &self.0;
        let (instance, seq, n) = effect_key(order.effect.as_str())?;
        let begun = sqlx::query(
            "insert into document (instance, seq, n, document, title, languages, sequence, period,
                                   place, code, made_at)
             values (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
             on conflict (instance, seq, n) do nothing",
        )
        .bind(&*instance)
        .bind(seq)
        .bind(n)
        .bind(&*order.document)
        .bind(json(&order.title)?)
        .bind(json(&order.languages)?)
        .bind(&*order.sequence)
        .bind(&*order.period)
        .bind(&*order.code)
        .bind(micros(order.at))
        .execute(&mut *connection)
        .await?;
        if begun.rows_affected() == 1 {
            let (place,): (i64,) = sqlx::query_as(
                "insert into sequence (name, period, last) values (?, ?, 1)
                 on conflict (name, period) do update set last = last + 1 returning last",
            )
            .bind(&*order.sequence)
            .bind(&*order.period)
            .fetch_one(&mut *connection)
            .await?;
            sqlx::query("update document set place = ? where instance = ? and seq = ? and n = ?")
                .bind(place)
                .bind(&*instance)
                .bind(seq)
                .bind(n)
                .execute(&mut *connection)
                .await?;
        }
        let given: DocumentPlaceColumns = sqlx::query_as(
            "select place, code, made_at, sha256 is not null from document
             where instance = ? and seq = ? and n = ?",
        )
        .bind(&*instance)
        .bind(seq)
        .bind(n)
        .fetch_one(connection)
        .await?;
        decode::document_place(given)
    }
}

/// Keeps a document that was made, once.
pub(crate) struct Keep {
    pub effect: EffectId,
    pub made: MadeDocument,
}

#[async_trait]
impl Write for Keep {
    type Output = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, StoreError> {
        let (instance, seq, n) = effect_key(self.effect.as_str())?;
        let kept = sqlx::query(
            "update document set number = ?, sha256 = ?, content = ?
             where instance = ? and seq = ? and n = ? and sha256 is null",
        )
        .bind(clean(&self.made.number))
        .bind(&*self.made.sha256)
        .bind(&*self.made.content)
        .bind(instance)
        .bind(seq)
        .bind(n)
        .execute(connection)
        .await?;
        Ok(kept.rows_affected() == 1)
    }
}

pub(crate) async fn of_instance(
    pool: &SqlitePool,
    instance: &InstanceId,
) -> Result<Vec<DocumentRow>, StoreError> {
    let rows: Vec<DocumentColumns> = sqlx::query_as(
        "select instance, seq, n, document, title, languages, number, code, made_at, sha256,
                length(content)
         from document where instance = ? and sha256 is not null order by seq, n",
    )
    .bind(instance.as_str())
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::document)
}

pub(crate) async fn by_code(
    pool: &SqlitePool,
    code: &str,
) -> Result<Option<DocumentRow>, StoreError> {
    let row: Option<DocumentColumns> = sqlx::query_as(
        "select instance, seq, n, document, title, languages, number, code, made_at, sha256,
                length(content)
         from document where code = ? and sha256 is not null",
    )
    .bind(code)
    .fetch_optional(pool)
    .await?;
    row.map(decode::document).transpose()
}

pub(crate) async fn content(
    pool: &SqlitePool,
    effect: &EffectId,
) -> Result<Option<Vec<u8>>, StoreError> {
    let (instance, seq, n) = effect_key(effect.as_str())?;
    let row: Option<(Vec<u8>,)> = sqlx::query_as(
        "select content from document
         where instance = ? and seq = ? and n = ? and content is not null",
    )
    .bind(instance)
    .bind(seq)
    .bind(n)
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| row.0))
}

/// The bytes of an attached file.
pub(crate) async fn attachment(
    pool: &SqlitePool,
    instance: &InstanceId,
    sha256: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> =
        sqlx::query_as("select content from attachment where instance = ? and sha256 = ?")
            .bind(instance.as_str())
            .bind(sha256)
            .fetch_optional(pool)
            .await?;
    Ok(row.map(|(content,)| content))
}
