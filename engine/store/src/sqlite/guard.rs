//! Signing in: sessions, wrong guesses, ways to the identity provider.

use async_trait::async_trait;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::{SqliteConnection, SqlitePool};

use super::writer::Write;
use crate::decode::{self, SessionColumns};
use crate::error::StoreError;
use crate::model::Session;
use crate::moment::micros;
use crate::organization::Guesses;

/// Begins a session, and forgets those that ended before it began.
pub(crate) struct PutSession(pub Session);

#[async_trait]
impl Write for PutSession {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query("delete from session where expires_at <= ?")
            .bind(micros(self.0.started_at))
            .execute(&mut *connection)
            .await?;
        sqlx::query(
            "insert into session (hash, person, csrf, started_at, expires_at)
             values (?, ?, ?, ?, ?)
             on conflict (hash) do update set csrf = excluded.csrf,
                 expires_at = excluded.expires_at",
        )
        .bind(&*self.0.hash)
        .bind(self.0.person.as_str())
        .bind(&*self.0.csrf)
        .bind(micros(self.0.started_at))
        .bind(micros(self.0.expires_at))
        .execute(connection)
        .await?;
        Ok(())
    }
}

/// Moves the end of a session that there still is: one that was ended meanwhile stays ended.
pub(crate) struct MoveSession(pub String, pub Timestamp);

#[async_trait]
impl Write for MoveSession {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query("update session set expires_at = ? where hash = ?")
            .bind(micros(self.1))
            .bind(&*self.0)
            .execute(connection)
            .await?;
        Ok(())
    }
}

pub(crate) async fn session(
    pool: &SqlitePool,
    hash: &str,
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let row: Option<SessionColumns> = sqlx::query_as(
        "select hash, person, csrf, started_at, expires_at from session
         where hash = ? and expires_at > ?",
    )
    .bind(hash)
    .bind(micros(now))
    .fetch_optional(pool)
    .await?;
    row.map(decode::session).transpose()
}

/// Ends a session.
pub(crate) struct EndSession(pub String);

#[async_trait]
impl Write for EndSession {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query("delete from session where hash = ?")
            .bind(&*self.0)
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// Remembers the day on which a token was used last.
pub(crate) struct UseToken(pub String, pub Date);

#[async_trait]
impl Write for UseToken {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query("update token set used_on = ? where hash = ?")
            .bind(self.1.to_string())
            .bind(&*self.0)
            .execute(connection)
            .await?;
        Ok(())
    }
}

pub(crate) async fn guesses(pool: &SqlitePool, key: &str) -> Result<Option<Guesses>, StoreError> {
    let row: Option<(i64, i64)> = sqlx::query_as("select wrong, last_at from guess where key = ?")
        .bind(key)
        .fetch_optional(pool)
        .await?;
    row.map(decode::guesses).transpose()
}

/// Counts a wrong guess; guesses whose last was before `since` are forgotten.
pub(crate) struct CountGuess {
    pub key: String,
    pub at: Timestamp,
    pub since: Timestamp,
}

#[async_trait]
impl Write for CountGuess {
    type Output = Guesses;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<Guesses, StoreError> {
        sqlx::query("delete from guess where last_at < ?")
            .bind(micros(self.since))
            .execute(&mut *connection)
            .await?;
        let row: (i64, i64) = sqlx::query_as(
            "insert into guess (key, wrong, last_at) values (?, 1, ?)
             on conflict (key) do update set wrong = wrong + 1, last_at = excluded.last_at
             returning wrong, last_at",
        )
        .bind(&*self.key)
        .bind(micros(self.at))
        .fetch_one(connection)
        .await?;
        decode::guesses(row)
    }
}

/// Forgets the guesses of this key.
pub(crate) struct ForgetGuesses(pub String);

#[async_trait]
impl Write for ForgetGuesses {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query("delete from guess where key = ?").bind(&*self.0).execute(connection).await?;
        Ok(())
    }
}

/// Keeps a way to the identity provider; those begun before `since` are forgotten.
pub(crate) struct PutWay {
    pub state: String,
    pub body: String,
    pub at: Timestamp,
    pub since: Timestamp,
}

#[async_trait]
impl Write for PutWay {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query("delete from sign_in_way where begun_at < ?")
            .bind(micros(self.since))
            .execute(&mut *connection)
            .await?;
        sqlx::query("insert into sign_in_way (state, body, begun_at) values (?, ?, ?)")
            .bind(&*self.state)
            .bind(&*self.body)
            .bind(micros(self.at))
            .execute(connection)
            .await?;
        Ok(())
    }
}

/// Takes a way that was begun not before `since`: the second who comes finds none.
pub(crate) struct TakeWay(pub String, pub Timestamp);

#[async_trait]
impl Write for TakeWay {
    type Output = Option<String>;

    async fn run(&self, connection: &mut SqliteConnection) -> Result<Option<String>, StoreError> {
        let row: Option<(String, i64)> =
            sqlx::query_as("delete from sign_in_way where state = ? returning body, begun_at")
                .bind(&*self.0)
                .fetch_optional(connection)
                .await?;
        decode::way(row, self.1)
    }
}
