//! What is due: timers, jobs of workers and their leases, scheduled runs.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use reglament_core::rows::TimerRow;
use sqlx::{SqliteConnection, SqlitePool};

use super::writer::Write;
use crate::decode::{self, JobColumns, TimerColumns};
use crate::error::StoreError;
use crate::model::LeasedJob;
use crate::moment::{lease_end, micros, micros_up};
use crate::prepared::json;
use crate::token::{LEASE_BATCH_MAX, tokens};

/// One node has the file, so a due timer needs no lease: firing it deletes its row, and what a
/// crash left unfired is due again at the start.
pub(crate) async fn due_timers(
    pool: &SqlitePool,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<TimerRow>, StoreError> {
    let rows: Vec<TimerColumns> = sqlx::query_as(
        "select instance, timer, due_at from timer where due_at <= ?
         order by due_at, instance, timer limit ?",
    )
    .bind(micros(now))
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::timer)
}

pub(crate) async fn next_timer(pool: &SqlitePool) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query_as("select min(due_at) from timer").fetch_optional(pool).await?;
    decode::last(row)
}

/// Leases the jobs of a worker that are available, the one that waits longest first.
pub(crate) struct LeaseJobs {
    worker: String,
    now: i64,
    until: i64,
    limit: i64,
    tokens: String,
}

impl LeaseJobs {
    pub(crate) fn new(
        worker: &str,
        now: Timestamp,
        lease: Duration,
        limit: u32,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            worker: worker.to_owned(),
            now: micros(now),
            until: micros(lease_end(now, lease)),
            limit: i64::from(limit.min(LEASE_BATCH_MAX)),
            tokens: json(&tokens(limit)?)?,
        })
    }
}

#[async_trait]
impl Write for LeaseJobs {
    type Output = Vec<LeasedJob>;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<Self::Output, StoreError> {
        let mut rows: Vec<JobColumns> = sqlx::query_as(
            "update job set lease_token = tokens ->> next.n, lease_until = ?1
             from (select available.*, ?2 as tokens,
                          row_number() over (order by available_at, instance, no) - 1 as n
                   from (select instance, no, available_at from job
                         where worker = ?3 and lease_token is null and available_at <= ?4
                         order by available_at, instance, no limit ?5) available) next
             where job.instance = next.instance and job.no = next.no
             returning job.instance, job.no, worker, input, attempts, job.available_at,
                       lease_token, lease_until",
        )
        .bind(self.until)
        .bind(&*self.tokens)
        .bind(&*self.worker)
        .bind(self.now)
        .bind(self.limit)
        .fetch_all(connection)
        .await?;
        rows.sort_by(|a, b| (a.5, &a.0, a.1).cmp(&(b.5, &b.0, b.1)));
        decode::all(rows, decode::job)
    }
}

/// Jobs whose lease ran out, with the token they still have: whoever fails them first presents it.
pub(crate) async fn expired_jobs(
    pool: &SqlitePool,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<LeasedJob>, StoreError> {
    let rows: Vec<JobColumns> = sqlx::query_as(
        "select instance, no, worker, input, attempts, available_at, lease_token, lease_until
         from job where lease_token is not null and lease_until <= ?
         order by lease_until, instance, no limit ?",
    )
    .bind(micros(now))
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::job)
}

/// Remembers a scheduled run, once.
pub(crate) struct BeginRun {
    schedule: String,
    moment: i64,
}

impl BeginRun {
    pub(crate) fn new(schedule: &str, moment: Timestamp) -> Self {
        Self { schedule: schedule.to_owned(), moment: micros_up(moment) }
    }
}

#[async_trait]
impl Write for BeginRun {
    type Output = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "insert into schedule_run (schedule, moment) values (?, ?) on conflict do nothing",
        )
        .bind(&*self.schedule)
        .bind(self.moment)
        .execute(connection)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

pub(crate) async fn last_run(
    pool: &SqlitePool,
    schedule: &str,
) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query_as("select max(moment) from schedule_run where schedule = ?")
        .bind(schedule)
        .fetch_optional(pool)
        .await?;
    decode::last(row)
}
