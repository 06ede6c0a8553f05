//! Editions, people, programs, sessions, and the audit of what no command records.

use jiff::Timestamp;
use reglament_core::ids::{EditionId, PersonId, ProcessId};
use sqlx::PgPool;

use crate::decode::{self, EditionColumns, PersonColumns, ProgramColumns, SessionColumns};
use crate::error::StoreError;
use crate::model::{EditionRow, Person, Program, Session};
use crate::moment::micros;
use crate::prepared::{StoredAudit, clean, json};

/// Keeps an edition, once.
pub(crate) async fn put_edition(pool: PgPool, edition: EditionRow) -> Result<(), StoreError> {
    sqlx::query(
        "insert into edition (edition, process, stored_at, content) values ($1, $2, $3, $4)
         on conflict (edition) do nothing",
    )
    .bind(edition.edition.as_str())
    .bind(edition.process.as_str())
    .bind(micros(edition.stored_at))
    .bind(clean(&edition.content))
    .execute(&pool)
    .await?;
    Ok(())
}

pub(crate) async fn edition(
    pool: &PgPool,
    id: &EditionId,
) -> Result<Option<EditionRow>, StoreError> {
    let row: Option<EditionColumns> = sqlx::query_as(
        "select edition, process, stored_at, content from edition where edition = $1",
    )
    .bind(clean(id.as_str()))
    .fetch_optional(pool)
    .await?;
    row.map(decode::edition).transpose()
}

pub(crate) async fn editions(
    pool: &PgPool,
    process: Option<&ProcessId>,
) -> Result<Vec<EditionRow>, StoreError> {
    let rows: Vec<EditionColumns> = sqlx::query_as(
        "select edition, process, stored_at, content from edition
         where $1 is null or process = $1
         order by stored_at desc, edition",
    )
    .bind(process.map(|process| clean(process.as_str())))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::edition)
}

/// Stores a person; replaces the one with the same id.
pub(crate) async fn put_person(pool: PgPool, person: Person) -> Result<(), StoreError> {
    sqlx::query(
        "insert into person (person, name, email, language, groups, roles, password_hash, active)
         values ($1, $2, $3, $4, $5::json, $6::json, $7, $8)
         on conflict (person) do update set name = excluded.name, email = excluded.email,
             language = excluded.language, groups = excluded.groups, roles = excluded.roles,
             password_hash = excluded.password_hash, active = excluded.active",
    )
    .bind(clean(person.person.as_str()))
    .bind(clean(&person.name))
    .bind(person.email.as_deref().map(clean))
    .bind(person.language.code())
    .bind(json(&person.groups)?)
    .bind(json(&person.roles)?)
    .bind(person.password_hash)
    .bind(person.active)
    .execute(&pool)
    .await?;
    Ok(())
}

pub(crate) async fn person(pool: &PgPool, id: &PersonId) -> Result<Option<Person>, StoreError> {
    let row: Option<PersonColumns> = sqlx::query_as(
        "select person, name, email, language, groups::text, roles::text, password_hash, active
         from person where person = $1",
    )
    .bind(clean(id.as_str()))
    .fetch_optional(pool)
    .await?;
    row.map(decode::person).transpose()
}

pub(crate) async fn people(pool: &PgPool) -> Result<Vec<Person>, StoreError> {
    let rows: Vec<PersonColumns> = sqlx::query_as(
        "select person, name, email, language, groups::text, roles::text, password_hash, active
         from person order by person",
    )
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::person)
}

/// Stores a program; replaces the one with the same name.
pub(crate) async fn put_program(pool: PgPool, program: Program) -> Result<(), StoreError> {
    sqlx::query(
        "insert into program (program, token_hash, roles) values ($1, $2, $3::json)
         on conflict (program) do update set token_hash = excluded.token_hash,
             roles = excluded.roles",
    )
    .bind(clean(&program.program))
    .bind(clean(&program.token_hash))
    .bind(json(&program.roles)?)
    .execute(&pool)
    .await?;
    Ok(())
}

pub(crate) async fn program_by_token(
    pool: &PgPool,
    token_hash: &str,
) -> Result<Option<Program>, StoreError> {
    let row: Option<ProgramColumns> = sqlx::query_as(
        "select program, token_hash, roles::text from program where token_hash = $1",
    )
    .bind(clean(token_hash))
    .fetch_optional(pool)
    .await?;
    row.map(decode::program).transpose()
}

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

/// Records a read or a sign-in.
pub(crate) async fn audit(pool: PgPool, entry: StoredAudit) -> Result<(), StoreError> {
    sqlx::query(
        "insert into audit (instance, at, actor, action, detail) values ($1, $2, $3, $4, $5)",
    )
    .bind(entry.instance.as_deref().map(clean).unwrap_or_default())
    .bind(entry.at)
    .bind(entry.actor)
    .bind(entry.action)
    .bind(entry.detail)
    .execute(&pool)
    .await?;
    Ok(())
}
