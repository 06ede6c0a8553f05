//! What must be told: leased one per instance at a time, in order, until it is delivered or failed
//! for good.

use std::time::Duration;

use jiff::Timestamp;
use reglament_core::ids::{EffectId, InstanceId};
use sqlx::PgPool;

use crate::decode::{self, LeasedEffectColumns, OutboxColumns};
use crate::error::StoreError;
use crate::model::{LeasedEffect, OutboxRow};
use crate::moment::{lease_end, micros, micros_up};
use crate::prepared::{clean, effect_key};
use crate::token::{LEASE_BATCH_MAX, tokens};

/// Leases the first waiting effect of each instance, the oldest first. An effect whose lease ran
/// out is leased again: it is delivered at least once.
pub(crate) async fn lease(
    pool: PgPool,
    now: Timestamp,
    lease: Duration,
    limit: u32,
) -> Result<Vec<LeasedEffect>, StoreError> {
    let rows: Vec<LeasedEffectColumns> = sqlx::query_as(
        "update outbox set lease_token = ($1::text[])[next.place], available_at = $2,
                           attempts = attempts + 1
         from (select instance, seq, n,
                      row_number() over (order by available_at, instance, seq) as place
               from (select instance, seq, n, available_at from outbox o
                     where state = 'waiting' and available_at <= $3 and not exists (
                         select from outbox earlier
                         where earlier.instance = o.instance and earlier.state = 'waiting'
                           and (earlier.seq, earlier.n) < (o.seq, o.n))
                     order by available_at, instance, seq limit $4
                     for update skip locked) first) next
         where outbox.instance = next.instance and outbox.seq = next.seq and outbox.n = next.n
         returning outbox.at, outbox.instance, outbox.seq, outbox.n, body::text, lease_token,
                   attempts",
    )
    .bind(tokens(limit)?)
    .bind(micros_up(lease_end(now, lease)))
    .bind(micros(now))
    .bind(i64::from(limit.min(LEASE_BATCH_MAX)))
    .fetch_all(&pool)
    .await?;
    decode::leased_effects(rows)
}

/// Nothing is left to do for an effect, under this lease.
pub(crate) async fn done(
    pool: PgPool,
    id: EffectId,
    token: String,
    state: &'static str,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let (instance, seq, n) = effect_key(id.as_str())?;
    let done = sqlx::query(
        "update outbox set state = $1, delivered_at = $2, lease_token = null, error = null
         where instance = $3 and seq = $4 and n = $5 and lease_token = $6",
    )
    .bind(state)
    .bind(micros(at))
    .bind(clean(&instance))
    .bind(seq)
    .bind(n)
    .bind(clean(&token))
    .execute(&pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// An effect was not delivered, under this lease.
pub(crate) async fn undelivered(
    pool: PgPool,
    id: EffectId,
    token: String,
    error: String,
    retry_at: Option<Timestamp>,
) -> Result<bool, StoreError> {
    let (instance, seq, n) = effect_key(id.as_str())?;
    let done = sqlx::query(
        "update outbox set state = case when $1 is null then 'failed' else 'waiting' end,
                           available_at = coalesce($1, available_at),
                           error = $2, lease_token = null
         where instance = $3 and seq = $4 and n = $5 and lease_token = $6",
    )
    .bind(retry_at.map(micros_up))
    .bind(clean(&error))
    .bind(clean(&instance))
    .bind(seq)
    .bind(n)
    .bind(clean(&token))
    .execute(&pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn effects(
    pool: &PgPool,
    instance: &InstanceId,
) -> Result<Vec<OutboxRow>, StoreError> {
    let rows: Vec<OutboxColumns> = sqlx::query_as(
        "select body::text, state, attempts, error, delivered_at from outbox where instance = $1
         order by seq, n",
    )
    .bind(clean(instance.as_str()))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::outbox)
}
