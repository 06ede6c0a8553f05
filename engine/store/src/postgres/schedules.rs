//! Schedules, their runs and the files of their mails.

use jiff::Timestamp;
use sqlx::PgPool;

use crate::decode::{self, OutboxColumns};
use crate::error::StoreError;
use crate::model::OutboxRow;
use crate::moment::{micros, micros_up};
use crate::prepared::{clean, effect_key, json};
use crate::schedule::{FILES_KEPT_MICROS, PlannedRun, RunRow, Schedule, keys_of};

/// Keeps a schedule; replaces the one with the same name.
pub(crate) async fn put(pool: PgPool, schedule: Schedule) -> Result<(), StoreError> {
    sqlx::query(
        "insert into schedule (name, body) values ($1, $2::json)
         on conflict (name) do update set body = excluded.body",
    )
    .bind(clean(&schedule.name))
    .bind(json(&schedule)?)
    .execute(&pool)
    .await?;
    Ok(())
}

/// Removes a schedule; its runs stay.
pub(crate) async fn remove(pool: PgPool, name: String) -> Result<bool, StoreError> {
    let done = sqlx::query("delete from schedule where name = $1")
        .bind(clean(&name))
        .execute(&pool)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Stores a run with its mails and files, once. Two nodes meet at the key of the run.
pub(crate) async fn plan(pool: PgPool, run: PlannedRun) -> Result<bool, StoreError> {
    let (schedule, moment) = (clean(&run.schedule), micros_up(run.moment));
    let mut transaction = pool.begin().await?;
    let begun = sqlx::query(
        "insert into schedule_run (schedule, moment, note) values ($1, $2, $3::json)
         on conflict do nothing",
    )
    .bind(&*schedule)
    .bind(moment)
    .bind(json(&run.note)?)
    .execute(&mut *transaction)
    .await?;
    if begun.rows_affected() == 0 {
        return Ok(false);
    }
    for mail in &run.mails {
        let (instance, seq, n) = effect_key(mail.id.as_str())?;
        sqlx::query(
            "insert into outbox (instance, seq, n, at, available_at, body)
             values ($1, $2, $3, $4, $4, $5::json)",
        )
        .bind(clean(&instance))
        .bind(seq)
        .bind(n)
        .bind(micros(run.at))
        .bind(json(mail)?)
        .execute(&mut *transaction)
        .await?;
    }
    for (name, content) in &run.files {
        sqlx::query(
            "insert into run_file (schedule, moment, name, content) values ($1, $2, $3, $4)",
        )
        .bind(&*schedule)
        .bind(moment)
        .bind(clean(name))
        .bind(&**content)
        .execute(&mut *transaction)
        .await?;
    }
    sqlx::query("delete from run_file where schedule = $1 and moment < $2")
        .bind(&*schedule)
        .bind(moment - FILES_KEPT_MICROS)
        .execute(&mut *transaction)
        .await?;
    transaction.commit().await?;
    Ok(true)
}

pub(crate) async fn all(pool: &PgPool) -> Result<Vec<Schedule>, StoreError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("select body::text from schedule order by name").fetch_all(pool).await?;
    decode::all(rows, decode::schedule)
}

pub(crate) async fn runs(
    pool: &PgPool,
    schedule: &str,
    limit: u32,
) -> Result<Vec<RunRow>, StoreError> {
    let rows: Vec<(i64, Option<String>)> = sqlx::query_as(
        "select moment, note::text from schedule_run where schedule = $1
         order by moment desc limit $2",
    )
    .bind(clean(schedule))
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::run)
}

pub(crate) async fn mails(
    pool: &PgPool,
    schedule: &str,
    moment: Timestamp,
) -> Result<Vec<OutboxRow>, StoreError> {
    let (from, until) = keys_of(schedule, moment);
    let rows: Vec<OutboxColumns> = sqlx::query_as(
        "select body::text, state, attempts, error, delivered_at from outbox
         where instance >= $1 and instance < $2 order by instance",
    )
    .bind(clean(&from))
    .bind(clean(&until))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::outbox)
}

pub(crate) async fn file(
    pool: &PgPool,
    schedule: &str,
    moment: Timestamp,
    name: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as(
        "select content from run_file where schedule = $1 and moment = $2 and name = $3",
    )
    .bind(clean(schedule))
    .bind(micros_up(moment))
    .bind(clean(name))
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|(content,)| content))
}
