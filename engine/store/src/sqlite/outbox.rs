//! What must be told: leased one per instance at a time, in order, until it is delivered or failed
//! for good.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use reglament_core::ids::{EffectId, InstanceId};
use sqlx::{SqliteConnection, SqlitePool};

use super::writer::Write;
use crate::decode::{self, LeasedEffectColumns, OutboxColumns};
use crate::error::StoreError;
use crate::model::{LeasedEffect, OutboxRow};
use crate::moment::{lease_end, micros, micros_up};
use crate::prepared::{clean, effect_key, json};
use crate::token::{LEASE_BATCH_MAX, tokens};

/// Whether anything waits: an idle loop must not make the writer sync the disk.
pub(crate) async fn any_waits(pool: &SqlitePool, now: Timestamp) -> Result<bool, StoreError> {
    let (any,): (bool,) = sqlx::query_as(
        "select exists (select 1 from outbox where state = 'waiting' and available_at <= ?)",
    )
    .bind(micros(now))
    .fetch_one(pool)
    .await?;
    Ok(any)
}

/// Leases the first waiting effect of each instance, the oldest first. An effect whose lease ran
/// out is leased again: it is delivered at least once.
pub(crate) struct Lease {
    now: i64,
    until: i64,
    limit: i64,
    tokens: String,
}

impl Lease {
    pub(crate) fn new(now: Timestamp, lease: Duration, limit: u32) -> Result<Self, StoreError> {
        Ok(Self {
            now: micros(now),
            until: micros(lease_end(now, lease)),
            limit: i64::from(limit.min(LEASE_BATCH_MAX)),
            tokens: json(&tokens(limit)?)?,
        })
    }
}

#[async_trait]
impl Write for Lease {
    type Output = Vec<LeasedEffect>;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<Self::Output, StoreError> {
        let rows: Vec<LeasedEffectColumns> = sqlx::query_as(
            "update outbox set lease_token = tokens ->> next.n, available_at = ?1,
                               attempts = attempts + 1
             from (select first.*, ?2 as tokens,
                          row_number() over (order by since, instance, seq) - 1 as n
                   from (select instance, seq, n as place, available_at as since from outbox o
                         where state = 'waiting' and available_at <= ?3 and not exists (
                             select 1 from outbox earlier
                             where earlier.instance = o.instance and earlier.state = 'waiting'
                               and (earlier.seq, earlier.n) < (o.seq, o.n))
                         order by available_at, instance, seq limit ?4) first) next
             where outbox.instance = next.instance and outbox.seq = next.seq
               and outbox.n = next.place
             returning outbox.at, outbox.instance, outbox.seq, outbox.n, body, lease_token,
                       attempts",
        )
        .bind(self.until)
        .bind(&*self.tokens)
        .bind(self.now)
        .bind(self.limit)
        .fetch_all(connection)
        .await?;
        decode::leased_effects(rows)
    }
}

/// An effect was delivered, or waits to be printed: nothing is left to do, under this lease.
pub(crate) struct Done {
    key: (String, i64, i64),
    token: String,
    state: &'static str,
    at: i64,
}

impl Done {
    pub(crate) fn new(
        id: &EffectId,
        token: &str,
        state: &'static str,
        at: Timestamp,
    ) -> Result<Self, StoreError> {
        let key = effect_key(id.as_str())?;
        Ok(Self { key, token: token.to_owned(), state, at: micros(at) })
    }
}

#[async_trait]
impl Write for Done {
    type Output = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "update outbox set state = ?, delivered_at = ?, lease_token = null,
                               error = null
             where instance = ? and seq = ? and n = ? and lease_token = ?",
        )
        .bind(self.state)
        .bind(self.at)
        .bind(&*self.key.0)
        .bind(self.key.1)
        .bind(self.key.2)
        .bind(&*self.token)
        .execute(connection)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

/// An effect was not delivered, under this lease.
pub(crate) struct Undelivered {
    key: (String, i64, i64),
    token: String,
    error: String,
    retry_at: Option<i64>,
}

impl Undelivered {
    pub(crate) fn new(
        id: &EffectId,
        token: &str,
        error: &str,
        retry_at: Option<Timestamp>,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            key: effect_key(id.as_str())?,
            token: token.to_owned(),
            error: clean(error),
            retry_at: retry_at.map(micros_up),
        })
    }
}

#[async_trait]
impl Write for Undelivered {
    type Output = bool;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<bool, StoreError> {
        let done = sqlx::query(
            "update outbox set state = iif(?1 is null, 'failed', 'waiting'),
                               available_at = coalesce(?1, available_at),
                               error = ?2, lease_token = null
             where instance = ?3 and seq = ?4 and n = ?5 and lease_token = ?6",
        )
        .bind(self.retry_at)
        .bind(&*self.error)
        .bind(&*self.key.0)
        .bind(self.key.1)
        .bind(self.key.2)
        .bind(&*self.token)
        .execute(connection)
        .await?;
        Ok(done.rows_affected() == 1)
    }
}

pub(crate) async fn effects(
    pool: &SqlitePool,
    instance: &InstanceId,
) -> Result<Vec<OutboxRow>, StoreError> {
    let rows: Vec<OutboxColumns> = sqlx::query_as(
        "select body, state, attempts, error, delivered_at from outbox where instance = ?
         order by seq, n",
    )
    .bind(instance.as_str())
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::outbox)
}
