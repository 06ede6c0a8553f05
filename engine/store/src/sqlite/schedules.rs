//! Schedules, their runs and the files of their mails.

use async_trait::async_trait;
use jiff::Timestamp;
use sqlx::{SqliteConnection, SqlitePool};

use super::writer::Write;
use crate::decode::{self, OutboxColumns};
use crate::error::StoreError;
use crate::model::OutboxRow;
use crate::moment::{micros, micros_up};
use crate::prepared::{clean, effect_key, json};
use crate::schedule::{FILES_KEPT_MICROS, PlannedRun, RunRow, Schedule, keys_of};

/// Keeps a schedule; replaces the one with the same name.
pub(crate) struct Put(pub Schedule);

#[async_trait]
impl Write for Put {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query(
            "insert into schedule (name, body) values (?, ?)
             on conflict (name) do update set body = excluded.body",
        )
        .bind(clean(&self.0.name))
        .bind(json(&self.0)?)
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// Removes a schedule; its runs stay.
pub(crate) struct Remove(pub String);

#[async_trait]
impl Write for Remove {
    type Output = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, StoreError> {
        let done = sqlx::query("delete from schedule where name = ?")
            .bind(&*self.0)
            .execute(connection)
            .await?;
        Ok(done.rows_affected() == 1)
    }
}

/// Stores a run with its mails and files, once.
pub(crate) struct Plan(pub PlannedRun);

#[async_trait]
impl Write for Plan {
    type Output = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, StoreError> {
        let run = &self.0;
        let moment = micros_up(run.moment);
        let begun = sqlx::query(
            "insert into schedule_run (schedule, moment, note) values (?, ?, ?) on conflict do nothing",
        )
        .bind(&*run.schedule)
        .bind(moment)
        .bind(json(&run.note)?)
        .execute(&mut *connection)
        .await?;
        if begun.rows_affected() == 0 {
            return Ok(false);
        }
        for mail in &run.mails {
            let (instance, seq, n) = effect_key(mail.id.as_str())?;
            sqlx::query(
                "insert into outbox (instance, seq, n, at, available_at, body)
                 values (?1, ?2, ?3, ?4, ?4, ?5)",
            )
            .bind(instance)
            .bind(seq)
            .bind(n)
            .bind(micros(run.at))
            .bind(json(mail)?)
            .execute(&mut *connection)
            .await?;
        }
        for (name, content) in &run.files {
            sqlx::query(
                "insert into run_file (schedule, moment, name, content) values (?, ?, ?, ?)",
            )
            .bind(&*run.schedule)
            .bind(moment)
            .bind(&**name)
            .bind(&**content)
            .execute(&mut *connection)
            .await?;
        }
        sqlx::query("delete from run_file where schedule = ? and moment < ?")
            .bind(&*run.schedule)
            .bind(moment - FILES_KEPT_MICROS)
            .execute(connection)
            .await?;
        Ok(true)
    }
}

pub(crate) async fn all(pool: &SqlitePool) -> Result<Vec<Schedule>, StoreError> {
    let rows: Vec<(String,)> =
        sqlx::query_as("select body from schedule order by name").fetch_all(pool).await?;
    decode::all(rows, decode::schedule)
}

pub(crate) async fn runs(
    pool: &SqlitePool,
    schedule: &str,
    limit: u32,
) -> Result<Vec<RunRow>, StoreError> {
    let rows: Vec<(i64, Option<String>)> = sqlx::query_as(
        "select moment, note from schedule_run where schedule = ? order by moment desc limit ?",
    )
    .bind(schedule)
    .bind(limit)
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::run)
}

pub(crate) async fn mails(
    pool: &SqlitePool,
    schedule: &str,
    moment: Timestamp,
) -> Result<Vec<OutboxRow>, StoreError> {
    let (from, until) = keys_of(schedule, moment);
    let rows: Vec<OutboxColumns> = sqlx::query_as(
        "select body, state, attempts, error, delivered_at from outbox
         where instance >= ? and instance < ? order by instance",
    )
    .bind(from)
    .bind(until)
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::outbox)
}

pub(crate) async fn file(
    pool: &SqlitePool,
    schedule: &str,
    moment: Timestamp,
    name: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row: Option<(Vec<u8>,)> = sqlx::query_as(
        "select content from run_file where schedule = ? and moment = ? and name = ?",
    )
    .bind(schedule)
    .bind(micros_up(moment))
    .bind(name)
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|(content,)| content))
}
