//! Signing in: sessions, wrong guesses, ways to the identity provider.

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::PgPool;

use crate::decode::{self, SessionColumns};
use crate::error::StoreError;
use crate::model::Session;
use crate::moment::micros;
use crate::organization::Guesses;
use crate::prepared::clean;

/// Begins a session, and forgets those that ended before it began.
pub(crate) async fn put_session(pool: PgPool, session: Session) -> Result<(), StoreError> {
    sqlx::query(
        "with ended as (delete from session where expires_at <= $4 and hash <> $1)
         insert into session (hash, person, csrf, started_at, expires_at)
         values ($1, $2, $3, $4, $5)
         on conflict (hash) do update set csrf = excluded.csrf,
             expires_at = excluded.expires_at",
    )
    .bind(clean(&session.hash))
    .bind(clean(session.person.as_str()))
    .bind(clean(&session.csrf))
    .bind(micros(session.started_at))
    .bind(micros(session.expires_at))
    .execute(&pool)
    .await?;
    Ok(())
}

pub(crate) async fn session(
    pool: &PgPool,
    hash: &str,
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let row: Option<SessionColumns> = sqlx::query_as(
        "select hash, person, csrf, started_at, expires_at from session
         where hash = $1 and expires_at > $2",
    )
    .bind(clean(hash))
    .bind(micros(now))
    .fetch_optional(pool)
    .await?;
    row.map(decode::session).transpose()
}

/// Ends a session.
pub(crate) async fn end_session(pool: PgPool, hash: String) -> Result<(), StoreError> {
    sqlx::query("delete from session where hash = $1").bind(clean(&hash)).execute(&pool).await?;
    Ok(())
}

/// Moves the end of a session that there still is: one that was ended meanwhile stays ended.
pub(crate) async fn move_session(
    pool: PgPool,
    hash: String,
    end: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query("update session set expires_at = $1 where hash = $2")
        .bind(micros(end))
        .bind(clean(&hash))
        .execute(&pool)
        .await?;
    Ok(())
}

/// Remembers the day on which a token was used last.
pub(crate) async fn use_token(pool: PgPool, hash: String, day: Date) -> Result<(), StoreError> {
    sqlx::query("update token set used_on = $1 where hash = $2")
        .bind(day.to_string())
        .bind(clean(&hash))
        .execute(&pool)
        .await?;
    Ok(())
}

pub(crate) async fn guesses(pool: &PgPool, key: &str) -> Result<Option<Guesses>, StoreError> {
    let row: Option<(i64, i64)> = sqlx::query_as("select wrong, last_at from guess where key = $1")
        .bind(clean(key))
        .fetch_optional(pool)
        .await?;
    row.map(decode::guesses).transpose()
}

/// Counts a wrong guess; guesses whose last was before `since` are forgotten.
pub(crate) async fn count_guess(
    pool: PgPool,
    key: String,
    at: Timestamp,
    since: Timestamp,
) -> Result<Guesses, StoreError> {
    let row: (i64, i64) = sqlx::query_as(
        "with forgotten as (delete from guess where last_at < $3 and key <> $1)
         insert into guess (key, wrong, last_at) values ($1, 1, $2)
         on conflict (key) do update set last_at = excluded.last_at,
             wrong = case when guess.last_at < $3 then 1 else guess.wrong + 1 end
         returning wrong, last_at",
    )
    .bind(clean(&key))
    .bind(micros(at))
    .bind(micros(since))
    .fetch_one(&pool)
    .await?;
    decode::guesses(row)
}

/// Forgets the guesses of this key.
pub(crate) async fn forget_guesses(pool: PgPool, key: String) -> Result<(), StoreError> {
    sqlx::query("delete from guess where key = $1").bind(clean(&key)).execute(&pool).await?;
    Ok(())
}

/// Keeps a way to the identity provider; those begun before `since` are forgotten.
pub(crate) async fn put_way(
    pool: PgPool,
    state: String,
    body: String,
    at: Timestamp,
    since: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(
        "with forgotten as (delete from sign_in_way where begun_at < $4)
         insert into sign_in_way (state, body, begun_at) values ($1, $2::json, $3)",
    )
    .bind(clean(&state))
    .bind(body)
    .bind(micros(at))
    .bind(micros(since))
    .execute(&pool)
    .await?;
    Ok(())
}

/// Takes a way that was begun not before `since`: the second who comes finds none.
pub(crate) async fn take_way(
    pool: PgPool,
    state: String,
    since: Timestamp,
) -> Result<Option<String>, StoreError> {
    let row: Option<(String, i64)> =
        sqlx::query_as("delete from sign_in_way where state = $1 returning body::text, begun_at")
            .bind(clean(&state))
            .fetch_optional(&pool)
            .await?;
    decode::way(row, since)
}
