//! Reading instances, their histories and the inbox.

use jiff::Timestamp;
use reglament_core::event::Recorded;
use reglament_core::ids::{InstanceId, TaskId};
use reglament_core::instance::Instance;
use reglament_core::rows::{InstanceRow, TaskRow};
use sqlx::{AssertSqlSafe, PgPool, Postgres, QueryBuilder};

use crate::decode::{
    self, AuditColumns, EventColumns, InstanceColumns, RememberedColumns, TASK_COLUMNS,
    TaskColumns, TotalsColumns,
};
use crate::error::StoreError;
use crate::model::{AuditEntry, InstanceFilter, Remembered, Totals};
use crate::moment::micros;
use crate::prepared::{clean, number, task_key};

pub(crate) async fn instance(
    pool: &PgPool,
    id: &InstanceId,
) -> Result<Option<Instance>, StoreError> {
    let row: Option<(String,)> =
        sqlx::query_as("select body::text from instance where instance = $1")
            .bind(clean(id.as_str()))
            .fetch_optional(pool)
            .await?;
    row.map(|(body,)| decode::from_json("instance", &body)).transpose()
}

pub(crate) async fn instances(
    pool: &PgPool,
    filter: &InstanceFilter,
) -> Result<Vec<InstanceRow>, StoreError> {
    let mut query = QueryBuilder::<Postgres>::new(
        "select process, edition, version, state, status, started_at, ended_at, due_at, clock, \
         clock_from, extended, incidents, linked_to, body::text from instance where true",
    );
    if let Some(process) = &filter.process {
        query.push(" and process = ").push_bind(clean(process.as_str()));
    }
    if let Some(state) = &filter.state {
        query.push(" and state = ").push_bind(clean(state));
    }
    if let Some(due_before) = filter.due_before {
        query.push(" and state = 'running' and due_at < ").push_bind(micros(due_before));
    }
    if let Some(linked_to) = &filter.linked_to {
        query.push(" and linked_to = ").push_bind(clean(linked_to.as_str()));
    }
    if let Some(before) = &filter.before {
        query.push(" and instance < ").push_bind(clean(before.as_str()));
    }
    query.push(" order by instance desc limit ").push_bind(i64::from(filter.limit));
    let rows: Vec<InstanceColumns> = query.build_query_as().fetch_all(pool).await?;
    decode::all(rows, decode::instance)
}

pub(crate) async fn events(
    pool: &PgPool,
    id: &InstanceId,
    after: u64,
    limit: u32,
) -> Result<Vec<Recorded>, StoreError> {
    let rows: Vec<EventColumns> = sqlx::query_as(
        "select seq, at, actor, body::text from event where instance = $1 and seq > $2
         order by seq limit $3",
    )
    .bind(clean(id.as_str()))
    .bind(number(after)?)
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::event)
}

pub(crate) async fn remembered(pool: &PgPool, key: &str) -> Result<Option<Remembered>, StoreError> {
    let row: Option<RememberedColumns> =
        sqlx::query_as("select key, request_hash, answer, at from remembered where key = $1")
            .bind(clean(key))
            .fetch_optional(pool)
            .await?;
    row.map(decode::remembered).transpose()
}

pub(crate) async fn task(pool: &PgPool, id: &TaskId) -> Result<Option<TaskRow>, StoreError> {
    // A text that is no identifier names no task.
    let Ok(key) = task_key(id) else { return Ok(None) };
    let row: Option<TaskColumns> = sqlx::query_as(AssertSqlSafe(format!(
        "select {TASK_COLUMNS} from task where instance = $1 and no = $2"
    )))
    .bind(clean(&key.instance))
    .bind(key.no)
    .fetch_optional(pool)
    .await?;
    row.map(decode::task).transpose()
}

pub(crate) async fn totals(pool: &PgPool, now: Timestamp) -> Result<Totals, StoreError> {
    let row: TotalsColumns = sqlx::query_as(
        "select (select count(*) from instance where state = 'running'),
                (select count(*) from instance where state = 'running' and due_at < $1),
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
    pool: &PgPool,
    instance: &InstanceId,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    let rows: Vec<AuditColumns> = sqlx::query_as(
        "select at, actor, action, instance, detail from audit where chain = $1
         order by place nulls first, no limit $2",
    )
    .bind(clean(instance.as_str()))
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::audit)
}
