//! The audit as it is read, and what is noted of checkpoints.

use reglament_core::ids::InstanceId;
use sqlx::{PgExecutor, PgPool, Postgres, QueryBuilder};

use crate::audit::{AuditCount, AuditFilter, AuditRow, ChainHead, Checkpoint, EventText};
use crate::chain;
use crate::decode::{
    self, AuditRowColumns, CheckpointColumns, CountColumns, EventColumns, HeadColumns,
};
use crate::error::StoreError;
use crate::moment::micros;
use crate::prepared::{StoredAudit, clean, number};

const COLUMNS: &str = "select no, chain, place, hash, events, at, actor, action, instance, detail \
                       from audit where ";

pub(crate) async fn rows(pool: &PgPool, filter: &AuditFilter) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = QueryBuilder::<Postgres>::new(COLUMNS);
    query.push("true");
    if let Some(instance) = &filter.instance {
        query.push(" and chain = ").push_bind(clean(instance.as_str()));
    }
    if let Some(actor) = &filter.actor {
        query.push(" and actor = ").push_bind(clean(actor));
    }
    if let Some(action) = &filter.action {
        query.push(" and action = ").push_bind(clean(action));
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
    pool: &PgPool,
    chain: &str,
    after: u64,
    limit: u32,
) -> Result<Vec<AuditRow>, StoreError> {
    let mut query = QueryBuilder::<Postgres>::new(COLUMNS);
    query.push("chain = ").push_bind(clean(chain));
    query.push(" and place > ").push_bind(number(after)?);
    query.push(" order by place limit ").push_bind(i64::from(limit));
    let rows: Vec<AuditRowColumns> = query.build_query_as().fetch_all(pool).await?;
    decode::all(rows, decode::audit_row)
}

pub(crate) async fn heads(
    pool: &PgPool,
    after: &str,
    only_new: bool,
    limit: u32,
) -> Result<Vec<ChainHead>, StoreError> {
    let new = if only_new { " and place > kept" } else { "" };
    let mut query = QueryBuilder::<Postgres>::new("select chain, place, hash from audit_head");
    query.push(" where chain > ").push_bind(clean(after)).push(new);
    query.push(" order by chain limit ").push_bind(i64::from(limit));
    let rows: Vec<HeadColumns> = query.build_query_as().fetch_all(pool).await?;
    decode::all(rows, decode::head)
}

pub(crate) async fn head(pool: &PgPool, chain: &str) -> Result<Option<ChainHead>, StoreError> {
    let row: Option<HeadColumns> =
        sqlx::query_as("select chain, place, hash from audit_head where chain = $1")
            .bind(clean(chain))
            .fetch_optional(pool)
            .await?;
    row.map(decode::head).transpose()
}

pub(crate) async fn unchained(pool: &PgPool, chain: &str) -> Result<u64, StoreError> {
    let (count,): (i64,) =
        sqlx::query_as("select count(*) from audit where chain = $1 and place is null")
            .bind(clean(chain))
            .fetch_one(pool)
            .await?;
    Ok(u64::try_from(count).unwrap_or_default())
}

/// The first row that is in a chain divides those from before from those that are loose.
pub(crate) async fn count(pool: &PgPool) -> Result<AuditCount, StoreError> {
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
    pool: &PgPool,
    id: &InstanceId,
    after: u64,
    limit: u32,
) -> Result<Vec<EventText>, StoreError> {
    let rows: Vec<EventColumns> = sqlx::query_as(
        "select seq, at, actor, body::text from event where instance = $1 and seq > $2
         order by seq limit $3",
    )
    .bind(clean(id.as_str()))
    .bind(number(after)?)
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(decode::event_text).collect())
}

pub(crate) async fn checkpoints(pool: &PgPool, limit: u32) -> Result<Vec<Checkpoint>, StoreError> {
    let rows: Vec<CheckpointColumns> = sqlx::query_as(
        "select name, at, heads, rows, sha256 from audit_checkpoint order by no desc limit $1",
    )
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::checkpoint)
}

/// Notes that a checkpoint has these heads.
pub(crate) async fn kept(pool: PgPool, heads: Vec<ChainHead>) -> Result<(), StoreError> {
    let chains: Vec<String> = heads.iter().map(|head| clean(&head.chain)).collect();
    let places = heads.iter().map(|head| number(head.place)).collect::<Result<Vec<_>, _>>()?;
    sqlx::query(
        "update audit_head set kept = head.place
         from unnest($1::text[], $2::bigint[]) as head (chain, place)
         where audit_head.chain = head.chain",
    )
    .bind(chains)
    .bind(places)
    .execute(&pool)
    .await?;
    Ok(())
}

/// Keeps what a checkpoint says of itself.
pub(crate) async fn put_checkpoint(pool: PgPool, point: Checkpoint) -> Result<(), StoreError> {
    sqlx::query(
        "insert into audit_checkpoint (name, at, heads, rows, sha256) values ($1, $2, $3, $4, $5)
         on conflict (name) do nothing",
    )
    .bind(clean(&point.name))
    .bind(micros(point.at))
    .bind(number(point.heads)?)
    .bind(number(point.rows)?)
    .bind(clean(&point.sha256))
    .execute(&pool)
    .await?;
    Ok(())
}

/// Records what no command records, a read, a refusal, a sign-in: next in its chain.
pub(crate) async fn put(to: impl PgExecutor<'_>, entry: &StoredAudit) -> Result<(), StoreError> {
    let mut sql = QueryBuilder::new("with ");
    append(&mut sql, entry, "");
    sql.push(" select 1 from audit_added");
    sql.build().execute(to).await?;
    Ok(())
}

/// The same in a transaction of its own. Runs in a task of its own.
pub(crate) async fn record(pool: PgPool, entry: StoredAudit) -> Result<(), StoreError> {
    put(&pool, &entry).await
}

/// The parts `head` and `audit_added` of a statement: the row next in its chain. Whoever appends to the same
/// chain waits here for the head, so that no place is given twice.
pub(super) fn append(sql: &mut QueryBuilder<Postgres>, entry: &StoredAudit, source: &str) {
    let content = entry.content();
    sql.push("head as (insert into audit_head (chain, place, hash) select ");
    sql.push_bind(entry.chain.clone()).push(", 1, audit_link(").push_bind(chain::GENESIS);
    sql.push(", 1, ").push_bind(content.clone()).push(")").push(source);
    sql.push(
        " on conflict (chain) do update set place = audit_head.place + 1, \
         hash = audit_link(audit_head.hash, audit_head.place + 1, ",
    );
    sql.push_bind(content).push(") returning place, hash), audit_added as (insert into audit ");
    sql.push("(instance, at, actor, action, detail, chain, place, hash, events) select ");
    sql.push_bind(entry.instance.clone().unwrap_or_default());
    sql.push(", ").push_bind(entry.at);
    sql.push(", ").push_bind(entry.actor.clone());
    sql.push(", ").push_bind(entry.action.clone());
    sql.push(", ").push_bind(entry.detail.clone());
    sql.push(", ").push_bind(entry.chain.clone()).push(", head.place, head.hash, ");
    sql.push_bind(entry.events.clone()).push(" from head returning 1)");
}
