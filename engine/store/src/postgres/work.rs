//! What is due: timers, jobs of workers and their leases, scheduled runs.

use std::time::Duration;

use jiff::Timestamp;
use reglament_core::rows::TimerRow;
use sqlx::PgPool;

use crate::decode::{self, JobColumns, TimerColumns};
use crate::error::StoreError;
use crate::model::LeasedJob;
use crate::moment::{lease_end, micros, micros_up};
use crate::prepared::clean;
use crate::token::{LEASE_BATCH_MAX, tokens};

/// A node that took a timer has so long to fire it; then another node takes it. Firing deletes the
/// row, so a timer that is taken twice is fired once.
const TIMER_LEASE: Duration = Duration::from_secs(10);

/// Takes due timers; nodes of one database take different ones.
pub(crate) async fn due_timers(
    pool: PgPool,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<TimerRow>, StoreError> {
    let mut rows: Vec<TimerColumns> = sqlx::query_as(
        "update timer set visible_at = $1
         from (select instance, timer from timer where visible_at <= $2
               order by visible_at, instance, timer limit $3 for update skip locked) due
         where timer.instance = due.instance and timer.timer = due.timer
         returning timer.instance, timer.timer, due_at",
    )
    .bind(micros_up(lease_end(now, TIMER_LEASE)))
    .bind(micros(now))
    .bind(i64::from(limit))
    .fetch_all(&pool)
    .await?;
    rows.sort_by(|a, b| (a.2, &a.0, &a.1).cmp(&(b.2, &b.0, &b.1)));
    decode::all(rows, decode::timer)
}

/// A timer that a node has taken is next when its lease ends.
pub(crate) async fn next_timer(pool: &PgPool) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query_as("select min(visible_at) from timer").fetch_optional(pool).await?;
    decode::last(row)
}

/// Leases the jobs of a worker that are available, the one that waits longest first.
pub(crate) async fn lease_jobs(
    pool: PgPool,
    worker: String,
    now: Timestamp,
    lease: Duration,
    limit: u32,
) -> Result<Vec<LeasedJob>, StoreError> {
    let mut rows: Vec<JobColumns> = sqlx::query_as(
        "update job set lease_token = ($1::text[])[next.n], lease_until = $2
         from (select instance, no, row_number() over (order by available_at, instance, no) as n
               from (select instance, no, available_at from job
                     where worker = $3 and lease_token is null and available_at <= $4
                     order by available_at, instance, no limit $5
                     for update skip locked) available) next
         where job.instance = next.instance and job.no = next.no
         returning job.instance, job.no, worker, input::text, attempts, available_at, lease_token,
                   lease_until",
    )
    .bind(tokens(limit)?)
    .bind(micros(lease_end(now, lease)))
    .bind(clean(&worker))
    .bind(micros(now))
    .bind(i64::from(limit.min(LEASE_BATCH_MAX)))
    .fetch_all(&pool)
    .await?;
    rows.sort_by(|a, b| (a.5, &a.0, a.1).cmp(&(b.5, &b.0, b.1)));
    decode::all(rows, decode::job)
}

/// Jobs whose lease ran out, with the token they still have: whoever fails them first presents it.
pub(crate) async fn expired_jobs(
    pool: &PgPool,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<LeasedJob>, StoreError> {
    let rows: Vec<JobColumns> = sqlx::query_as(
        "select instance, no, worker, input::text, attempts, available_at, lease_token, lease_until
         from job where lease_token is not null and lease_until <= $1
         order by lease_until, instance, no limit $2",
    )
    .bind(micros(now))
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::job)
}

/// Remembers a scheduled run, once.
pub(crate) async fn begin_run(
    pool: PgPool,
    schedule: String,
    moment: Timestamp,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "insert into schedule_run (schedule, moment) values ($1, $2) on conflict do nothing",
    )
    .bind(clean(&schedule))
    .bind(micros_up(moment))
    .execute(&pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn last_run(
    pool: &PgPool,
    schedule: &str,
) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query_as("select max(moment) from schedule_run where schedule = $1")
        .bind(clean(schedule))
        .fetch_optional(pool)
        .await?;
    decode::last(row)
}
