//! Reading instances, their histories and the inbox.

use jiff::Timestamp;
use reglament_core::event::Recorded;
use reglament_core::ids::{InstanceId, TaskId};
use reglament_core::instance::Instance;
use reglament_core::rows::{InstanceRow, TaskRow};
use sqlx::{AssertSqlSafe, QueryBuilder, Sqlite, SqlitePool};

use crate::decode::{
    self, AuditColumns, EventColumns, InstanceColumns, RememberedColumns, TASK_COLUMNS,
    TaskColumns, TotalsColumns,
};
use crate::error::StoreError;
use crate::model::{AuditEntry, InstanceFilter, Remembered, Totals};
use crate::moment::micros;
use crate::prepared::{number, task_key};

pub(crate) async fn instance(
    pool: &SqlitePool,
    id: &InstanceId,
) -> Result<Option<Instance>, StoreError> {
    let row: Option<(String,)> = sqlx::query_as("select body from instance where instance = ?")
        .bind(id.as_str())
        .fetch_optional(pool)
        .await?;
    row.map(|(body,)| decode::from_json("instance", &body)).transpose()
}

pub(crate) async fn instances(
    pool: &SqlitePool,
    filter: &InstanceFilter,
) -> Result<Vec<InstanceRow>, StoreError> {
    let mut query = QueryBuilder::<Sqlite>::new(
        "select process, edition, version, state, status, started_at, ended_at, due_at, clock, \
         clock_from, extended, incidents, linked_to, body from instance where true",
    );
    if let Some(process) = &filter.process {
        query.push(" and process = ").push_bind(process.as_str());
    }
    if let Some(state) = &filter.state {
        query.push(" and state = ").push_bind(&**state);
    }
    if let Some(due_before) = filter.due_before {
        query.push(" and state = 'running' and due_at < ").push_bind(micros(due_before));
    }
    if let Some(linked_to) = &filter.linked_to {
        query.push(" and linked_to = ").push_bind(linked_to.as_str());
    }
    if let Some(before) = &filter.before {
        query.push(" and instance < ").push_bind(before.as_str());
    }
    query.push(" order by instance desc limit ").push_bind(i64::from(filter.limit));
    let rows: Vec<InstanceColumns> = query.build_query_as().fetch_all(pool).await?;
    decode::all(rows, decode::instance)
}

pub(crate) async fn events(
    pool: &SqlitePool,
    id: &InstanceId,
    after: u64,
    limit: u32,
) -> Result<Vec<Recorded>, StoreError> {
    let rows: Vec<EventColumns> = sqlx::query_as(
        "select seq, at, actor, body from event where instance = ? and seq > ?
         order by seq limit ?",
    )
    .bind(id.as_str())
    .bind(number(after)?)
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::event)
}

pub(crate) async fn remembered(
    pool: &SqlitePool,
    key: &str,
) -> Result<Option<Remembered>, StoreError> {
    let row: Option<RememberedColumns> =
        sqlx::query_as("select key, request_hash, answer, at from remembered where key = ?")
            .bind(key)
            .fetch_optional(pool)
            .await?;
    row.map(decode::remembered).transpose()
}

pub(crate) async fn task(pool: &SqlitePool, id: &TaskId) -> Result<Option<TaskRow>, StoreError> {
    // A text that is no identifier names no task.
    let Ok(key) = task_key(id) else { return Ok(None) };
    let row: Option<TaskColumns> = sqlx::query_as(AssertSqlSafe(format!(
        "select {TASK_COLUMNS} from task where instance = ? and no = ?"
    )))
    .bind(&*key.instance)
    .bind(key.no)
    .fetch_optional(pool)
    .await?;
    row.map(decode::task).transpose()
}

pub(crate) async fn totals(pool: &SqlitePool, now: Timestamp) -> Result<Totals, StoreError> {
    let row: TotalsColumns = sqlx::query_as(
        "select (select count(*) from instance where state = 'running'),
                (select count(*) from instance where state = 'running' and due_at < ?),
                (select count(*) from task),
                (select count(*) from task where assignee is null),
                (select count(*) from instance where incidents > 0),
                (select count(*) from outbox where state = 'waiting')
                + (select count(*) from outbox where state = 'failed')",
    )
    .bind(micros(now))
    .fetch_one(pool)
    .await?;
    decode::totals(row)
}

pub(crate) async fn audit_of(
    pool: &SqlitePool,
    instance: &InstanceId,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    let rows: Vec<AuditColumns> = sqlx::query_as(
        "select at, actor, action, instance, detail from audit where chain = ?
         order by place, no limit ?",
    )
    .bind(instance.as_str())
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::audit)
}
