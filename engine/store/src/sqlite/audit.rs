//! The audit as it is read, and what is noted of checkpoints.

use async_trait::async_trait;
use reglament_core::ids::InstanceId;
use sqlx::{QueryBuilder, Sqlite, SqliteConnection, SqlitePool};

use super::writer::Write;
use crate::audit::{AuditCount, AuditFilter, AuditRow, ChainHead, Checkpoint, EventText};
use crate::decode::{
    self, AuditRowColumns, CheckpointColumns, CountColumns, EventColumns, HeadColumns,
};
use crate::error::StoreError;
use crate::moment::micros;
use crate::prepared::{json, number};

const COLUMNS: &str = "select no, chain, place, hash, events, at, actor, action, instance, detail \
                       from audit where ";

pub(crate) async fn rows(
    pool: &SqlitePool,
    filter: &AuditFilter,
) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new(COLUMNS);
    query.push("true");
    if let Some(instance) = &filter.instance {
        query.push(" and chain = ").push_bind(instance.as_str());
    }
    if let Some(actor) = &filter.actor {
        query.push(" and actor = ").push_bind(&**actor);
    }
    if let Some(action) = &filter.action {
        query.push(" and action = ").push_bind(&**action);
    }
    if let Some(from) = filter.from {
        query.push(" and at >= ").push_bind(micros(from));
    }
    if let Some(until) = filter.until {
        query.push(" and at < ").push_bind(micros(until));
    }
    if let Some(before) = filter.before {
        query.push(" and no < ").push_bind(number(before)?);
    }
    query.push(" order by no desc limit ").push_bind(i64::from(filter.limit));
    let rows: Vec<AuditRowColumns> = query.build_query_as().fetch_all(pool).await?;
    decode::all(rows, decode::audit_row)
}

/// Rows of a chain, in order.
pub(crate) async fn of_chain(
    pool: &SqlitePool,
    chain: &str,
    after: u64,
    limit: u32,
) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new(COLUMNS);
    query.push("chain = ").push_bind(chain);
    query.push(" and place > ").push_bind(number(after)?);
    query.push(" order by place limit ").push_bind(i64::from(limit));
    let rows: Vec<AuditRowColumns> = query.build_query_as().fetch_all(pool).await?;
    decode::all(rows, decode::audit_row)
}

pub(crate) async fn heads(
    pool: &SqlitePool,
    after: &str,
    only_new: bool,
    limit: u32,
) -> Result<Vec<ChainHead>, StoreError> {
    let new = if only_new { " and place > kept" } else { "" };
    let mut query = QueryBuilder::<Sqlite>::new("select chain, place, hash from audit_head");
    query.push(" where chain > ").push_bind(after).push(new);
    query.push(" order by chain limit ").push_bind(i64::from(limit));
    let rows: Vec<HeadColumns> = query.build_query_as().fetch_all(pool).await?;
    decode::all(rows, decode::head)
}

pub(crate) async fn head(pool: &SqlitePool, chain: &str) -> Result<Option<ChainHead>, StoreError> {
    let row: Option<HeadColumns> =
        sqlx::query_as("select chain, place, hash from audit_head where chain = ?")
            .bind(chain)
            .fetch_optional(pool)
            .await?;
    row.map(decode::head).transpose()
}

pub(crate) async fn unchained(pool: &SqlitePool, chain: &str) -> Result<u64, StoreError> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from audit where chain = ? and place is null")
            .bind(chain)
            .fetch_one(pool)
            .await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// The first row that is in a chain divides those from before from those that are loose.
pub(crate) async fn count(pool: &SqlitePool) -> Result<AuditCount, StoreError> {
    let row: CountColumns = sqlx::query_as(
        "select (select count(*) from audit where place is not null),
                (select count(*) from audit where place is null and no < coalesce(
                    (select min(no) from audit where place is not null), 9223372036854775807)),
                (select count(*) from audit where place is null and no > (
                    select min(no) from audit where place is not null))",
    )
    .fetch_one(pool)
    .await?;
    decode::audit_count(row)
}

pub(crate) async fn events(
    pool: &SqlitePool,
    id: &InstanceId,
    after: u64,
    limit: u32,
) -> Result<Vec<EventText>, StoreError> {
    let rows: Vec<EventColumns> = sqlx::query_as(
        "select seq, at, actor, body from event where instance = ? and seq > ?
         order by seq limit ?",
    )
    .bind(id.as_str())
    .bind(number(after)?)
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(decode::event_text).collect())
}

pub(crate) async fn checkpoints(
    pool: &SqlitePool,
    limit: u32,
) -> Result<Vec<Checkpoint>, StoreError> {
    let rows: Vec<CheckpointColumns> = sqlx::query_as(
        "select name, at, heads, rows, sha256 from audit_checkpoint order by no desc limit ?",
    )
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::checkpoint)
}

/// Notes that a checkpoint has these heads.
pub(crate) struct Kept(pub Vec<ChainHead>);

#[async_trait]
impl Write for Kept {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query(
            "update audit_head set kept = head.place
             from (select value ->> 'chain' as chain, value ->> 'place' as place
                   from json_each(?)) head
             where audit_head.chain = head.chain",
        )
        .bind(json(&self.0)?)
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// Keeps what a checkpoint says of itself.
pub(crate) struct PutCheckpoint(pub Checkpoint);

#[async_trait]
impl Write for PutCheckpoint {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        let Checkpoint { name, at, heads, rows, sha256 } = &self.0;
        sqlx::query(
            "insert into audit_checkpoint (name, at, heads, rows, sha256) values (?, ?, ?, ?, ?)
             on conflict (name) do nothing",
        )
        .bind(&**name)
        .bind(micros(*at))
        .bind(number(*heads)?)
        .bind(number(*rows)?)
        .bind(&**sha256)
        .execute(connection)
        .await?;
        Ok(())
    }
}
