//! Editions, people, programs, sessions, and the audit of what no command records.

use async_trait::async_trait;
use jiff::Timestamp;
use reglament_core::ids::{EditionId, PersonId, ProcessId};
use sqlx::{SqliteConnection, SqlitePool};

use super::rows;
use super::writer::Write;
use crate::decode::{self, EditionColumns, PersonColumns, ProgramColumns, SessionColumns};
use crate::error::StoreError;
use crate::model::{EditionRow, Person, Program, Session};
use crate::moment::micros;
use crate::prepared::{StoredAudit, clean, json};

/// Keeps an edition, once.
pub(crate) struct PutEdition(pub EditionRow);

#[async_trait]
impl Write for PutEdition {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query(
            "insert into edition (edition, process, stored_at, content) values (?, ?, ?, ?)
             on conflict (edition) do nothing",
        )
        .bind(self.0.edition.as_str())
        .bind(self.0.process.as_str())
        .bind(micros(self.0.stored_at))
        .bind(&*self.0.content)
        .execute(connection)
        .await?;
        Ok(())
    }
}

pub(crate) async fn edition(
    pool: &SqlitePool,
    id: &EditionId,
) -> Result<Option<EditionRow>, StoreError> {
    let row: Option<EditionColumns> = sqlx::query_as(
        "select edition, process, stored_at, content from edition where edition = ?",
    )
    .bind(id.as_str())
    .fetch_optional(pool)
    .await?;
    row.map(decode::edition).transpose()
}

pub(crate) async fn editions(
    pool: &SqlitePool,
    process: Option<&ProcessId>,
) -> Result<Vec<EditionRow>, StoreError> {
    let rows: Vec<EditionColumns> = sqlx::query_as(
        "select edition, process, stored_at, content from edition where ?1 is null or process = ?1
         order by stored_at desc, edition",
    )
    .bind(process.map(ProcessId::as_str))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::edition)
}

/// Stores a person; replaces the one with the same id.
pub(crate) struct PutPerson(pub Person);

#[async_trait]
impl Write for PutPerson {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query(
            "insert into person (person, name, email, language, groups, roles, password_hash, active)
             values (?, ?, ?, ?, ?, ?, ?, ?)
             on conflict (person) do update set name = excluded.name, email = excluded.email,
                 language = excluded.language, groups = excluded.groups, roles = excluded.roles,
                 password_hash = excluded.password_hash, active = excluded.active",
        )
        .bind(self.0.person.as_str())
        .bind(clean(&self.0.name))
        .bind(self.0.email.as_deref().map(clean))
        .bind(self.0.language.code())
        .bind(json(&self.0.groups)?)
        .bind(json(&self.0.roles)?)
        .bind(self.0.password_hash.as_deref())
        .bind(self.0.active)
        .execute(connection)
        .await?;
        Ok(())
    }
}

pub(crate) async fn person(pool: &SqlitePool, id: &PersonId) -> Result<Option<Person>, StoreError> {
    let row: Option<PersonColumns> = sqlx::query_as(
        "select person, name, email, language, groups, roles, password_hash, active
         from person where person = ?",
    )
    .bind(id.as_str())
    .fetch_optional(pool)
    .await?;
    row.map(decode::person).transpose()
}

pub(crate) async fn people(pool: &SqlitePool) -> Result<Vec<Person>, StoreError> {
    let rows: Vec<PersonColumns> = sqlx::query_as(
        "select person, name, email, language, groups, roles, password_hash, active
         from person order by person",
    )
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::person)
}

/// Stores a program; replaces the one with the same name.
pub(crate) struct PutProgram(pub Program);

#[async_trait]
impl Write for PutProgram {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        sqlx::query(
            "insert into program (program, token_hash, roles) values (?, ?, ?)
             on conflict (program) do update set token_hash = excluded.token_hash,
                 roles = excluded.roles",
        )
        .bind(&*self.0.program)
        .bind(&*self.0.token_hash)
        .bind(json(&self.0.roles)?)
        .execute(connection)
        .await?;
        Ok(())
    }
}

pub(crate) async fn program_by_token(
    pool: &SqlitePool,
    token_hash: &str,
) -> Result<Option<Program>, StoreError> {
    let row: Option<ProgramColumns> =
        sqlx::query_as("select program, token_hash, roles from program where token_hash = ?")
            .bind(token_hash)
            .fetch_optional(pool)
            .await?;
    row.map(decode::program).transpose()
}

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

/// Records a read or a sign-in.
pub(crate) struct Audit(pub StoredAudit);

#[async_trait]
impl Write for Audit {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        Ok(rows::insert(connection, std::slice::from_ref(&self.0)).await?)
    }
}
