//! The organisation: every change in one transaction that raises its version.

use jiff::Timestamp;
use reglament_core::ids::PersonId;
use sqlx::{PgConnection, PgPool};

use super::audit;
use crate::decode::{self, AbsenceColumns, GroupColumns, OfficeColumns, PersonColumns};
use crate::decode::{ProgramColumns, TokenColumns};
use crate::error::StoreError;
use crate::moment::micros;
use crate::organization::{
    Absence, Change, Group, Holder, Office, OrganizationChange, OrganizationData, Person, Program,
    Token,
};
use crate::prepared::{StoredAudit, clean, json, number};

/// Changes the organisation; gives the new version, or none when it is not the expected one. The row of the
/// version is held to the end of the transaction: changes come one after the other. Runs in a task of its own.
pub(crate) async fn change(
    pool: PgPool,
    change: OrganizationChange,
) -> Result<Option<u64>, StoreError> {
    let mut transaction = pool.begin().await?;
    let moved: Option<(i64,)> = sqlx::query_as(
        "update organization set version = version + 1 where $1::bigint is null or version = $1
         returning version",
    )
    .bind(change.expected.map(number).transpose()?)
    .fetch_optional(&mut *transaction)
    .await?;
    let Some((version,)) = moved else { return Ok(None) };
    for change in &change.changes {
        store(&mut transaction, change).await?;
    }
    if let Some(entry) = &change.audit {
        audit::put(&mut *transaction, &StoredAudit::from(entry)).await?;
    }
    transaction.commit().await?;
    Ok(Some(decode::count("version", version)?))
}

async fn store(connection: &mut PgConnection, change: &Change) -> Result<(), StoreError> {
    match change {
        Change::Person(person) => put_person(connection, person).await,
        Change::EndSessions(person, but) => end_sessions(connection, person, but.as_deref()).await,
        Change::Office(office) => put_office(connection, office).await,
        Change::Group(group) => put_group(connection, group).await,
        Change::Program(program) => put_program(connection, program).await,
        Change::Absence(absence) => put_absence(connection, absence).await,
        Change::Token(token) => put_token(connection, token).await,
    }
}

async fn put_person(connection: &mut PgConnection, person: &Person) -> Result<(), StoreError> {
    sqlx::query(
        "insert into person (person, name, email, language, groups, roles, office, identity,
                             password_hash, active)
         values ($1, $2, $3, $4, $5::json, $6::json, $7, $8, $9, $10)
         on conflict (person) do update set name = excluded.name, email = excluded.email,
             language = excluded.language, groups = excluded.groups, roles = excluded.roles,
             office = excluded.office, identity = excluded.identity,
             password_hash = excluded.password_hash, active = excluded.active",
    )
    .bind(clean(person.person.as_str()))
    .bind(clean(&person.name))
    .bind(person.email.as_deref().map(clean))
    .bind(person.language.code())
    .bind(json(&person.groups)?)
    .bind(json(&person.roles)?)
    .bind(person.office.as_ref().map(|office| clean(office.as_str())))
    .bind(person.identity.as_deref().map(clean))
    .bind(person.password_hash.as_deref())
    .bind(person.active)
    .execute(&mut *connection)
    .await?;
    if person.active { Ok(()) } else { end_sessions(connection, &person.person, None).await }
}

async fn end_sessions(
    connection: &mut PgConnection,
    person: &PersonId,
    but: Option<&str>,
) -> Result<(), StoreError> {
    sqlx::query("delete from session where person = $1 and hash is distinct from $2")
        .bind(clean(person.as_str()))
        .bind(but)
        .execute(connection)
        .await?;
    Ok(())
}

async fn put_office(connection: &mut PgConnection, office: &Office) -> Result<(), StoreError> {
    sqlx::query(
        "insert into office (office, titles, parent, head, territories, active)
         values ($1, $2::json, $3, $4, $5::json, $6)
         on conflict (office) do update set titles = excluded.titles, parent = excluded.parent,
             head = excluded.head, territories = excluded.territories, active = excluded.active",
    )
    .bind(clean(office.office.as_str()))
    .bind(json(&office.titles)?)
    .bind(office.parent.as_ref().map(|parent| clean(parent.as_str())))
    .bind(office.head.as_ref().map(|head| clean(head.as_str())))
    .bind(json(&office.territories)?)
    .bind(office.active)
    .execute(connection)
    .await?;
    Ok(())
}

async fn put_group(connection: &mut PgConnection, group: &Group) -> Result<(), StoreError> {
    sqlx::query(
        "insert into office_group (group_id, titles, head, active) values ($1, $2::json, $3, $4)
         on conflict (group_id) do update set titles = excluded.titles, head = excluded.head,
             active = excluded.active",
    )
    .bind(clean(group.group.as_str()))
    .bind(json(&group.titles)?)
    .bind(group.head.as_ref().map(|head| clean(head.as_str())))
    .bind(group.active)
    .execute(connection)
    .await?;
    Ok(())
}

async fn put_program(connection: &mut PgConnection, program: &Program) -> Result<(), StoreError> {
    sqlx::query(
        "insert into program (program, roles, active) values ($1, $2::json, $3)
         on conflict (program) do update set roles = excluded.roles, active = excluded.active",
    )
    .bind(clean(&program.program))
    .bind(json(&program.roles)?)
    .bind(program.active)
    .execute(connection)
    .await?;
    Ok(())
}

async fn put_absence(connection: &mut PgConnection, absence: &Absence) -> Result<(), StoreError> {
    sqlx::query(
        "insert into absence (absence, person, from_at, until_at, substitute, groups, reason,
                              set_by, set_at, cancelled_by, cancelled_at)
         values ($1, $2, $3, $4, $5, $6::json, $7, $8, $9, $10, $11)
         on conflict (absence) do update set until_at = excluded.until_at,
             cancelled_by = excluded.cancelled_by, cancelled_at = excluded.cancelled_at",
    )
    .bind(clean(&absence.absence))
    .bind(clean(absence.person.as_str()))
    .bind(micros(absence.from))
    .bind(absence.until.map(micros))
    .bind(absence.substitute.as_ref().map(|person| clean(person.as_str())))
    .bind(absence.groups.as_ref().map(json).transpose()?)
    .bind(clean(&absence.reason))
    .bind(clean(&absence.set_by))
    .bind(micros(absence.set_at))
    .bind(absence.cancelled_by.as_deref().map(clean))
    .bind(absence.cancelled_at.map(micros))
    .execute(connection)
    .await?;
    Ok(())
}

async fn put_token(connection: &mut PgConnection, token: &Token) -> Result<(), StoreError> {
    sqlx::query(
        "insert into token (hash, holder, name, prefix, scopes, created_at, expires_at, used_on,
                            revoked_at)
         values ($1, $2, $3, $4, $5::json, $6, $7, $8, $9)
         on conflict (hash) do update set name = excluded.name, scopes = excluded.scopes,
             expires_at = excluded.expires_at, revoked_at = excluded.revoked_at",
    )
    .bind(clean(&token.hash))
    .bind(clean(&token.holder.text()))
    .bind(clean(&token.name))
    .bind(clean(&token.prefix))
    .bind(token.scopes.as_ref().map(json).transpose()?)
    .bind(micros(token.created_at))
    .bind(token.expires_at.map(micros))
    .bind(token.used_on.map(|day| day.to_string()))
    .bind(token.revoked_at.map(micros))
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn version(pool: &PgPool) -> Result<u64, StoreError> {
    let (version,): (i64,) =
        sqlx::query_as("select version from organization").fetch_one(pool).await?;
    decode::count("version", version)
}

/// Everything, as of one moment: reads of this transaction see one state. Runs in a task of its own.
pub(crate) async fn whole(pool: PgPool, after: Timestamp) -> Result<OrganizationData, StoreError> {
    let mut reading = pool.begin_with("begin isolation level repeatable read, read only").await?;
    let (version,): (i64,) =
        sqlx::query_as("select version from organization").fetch_one(&mut *reading).await?;
    let offices: Vec<OfficeColumns> = sqlx::query_as(
        "select office, titles::text, parent, head, territories::text, active from office order by office",
    )
    .fetch_all(&mut *reading)
    .await?;
    let groups: Vec<GroupColumns> = sqlx::query_as(
        "select group_id, titles::text, head, active from office_group order by group_id",
    )
    .fetch_all(&mut *reading)
    .await?;
    let people: Vec<PersonColumns> = sqlx::query_as(
        "select person, name, email, language, groups::text, roles::text, office, identity, password_hash,
                active from person order by person",
    )
    .fetch_all(&mut *reading)
    .await?;
    let programs: Vec<ProgramColumns> =
        sqlx::query_as("select program, roles::text, active from program order by program")
            .fetch_all(&mut *reading)
            .await?;
    let absences: Vec<AbsenceColumns> = sqlx::query_as(
        "select absence, person, from_at, until_at, substitute, groups::text, reason, set_by, set_at,
                cancelled_by, cancelled_at
         from absence where (until_at is null or until_at > $1)
                        and (cancelled_at is null or cancelled_at > $1)
         order by from_at, absence",
    )
    .bind(micros(after))
    .fetch_all(&mut *reading)
    .await?;
    Ok(OrganizationData {
        version: decode::count("version", version)?,
        offices: decode::all(offices, decode::office)?,
        groups: decode::all(groups, decode::group)?,
        people: decode::all(people, decode::person)?,
        programs: decode::all(programs, decode::program)?,
        absences: decode::all(absences, decode::absence)?,
    })
}

pub(crate) async fn person(pool: &PgPool, id: &PersonId) -> Result<Option<Person>, StoreError> {
    let row: Option<PersonColumns> = sqlx::query_as(
        "select person, name, email, language, groups::text, roles::text, office, identity, password_hash,
                active from person where person = $1",
    )
    .bind(clean(id.as_str()))
    .fetch_optional(pool)
    .await?;
    row.map(decode::person).transpose()
}

pub(crate) async fn people(pool: &PgPool) -> Result<Vec<Person>, StoreError> {
    let rows: Vec<PersonColumns> = sqlx::query_as(
        "select person, name, email, language, groups::text, roles::text, office, identity, password_hash,
                active from person order by person",
    )
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::person)
}

/// The absences of a person, or of all, the newest first, those that ended too.
pub(crate) async fn absences(
    pool: &PgPool,
    person: Option<&PersonId>,
    limit: u32,
) -> Result<Vec<Absence>, StoreError> {
    let rows: Vec<AbsenceColumns> = sqlx::query_as(
        "select absence, person, from_at, until_at, substitute, groups::text, reason, set_by, set_at,
                cancelled_by, cancelled_at
         from absence where $1::text is null or person = $1 order by from_at desc, absence limit $2",
    )
    .bind(person.map(|person| clean(person.as_str())))
    .bind(i64::from(limit))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::absence)
}

pub(crate) async fn token(pool: &PgPool, hash: &str) -> Result<Option<Token>, StoreError> {
    let row: Option<TokenColumns> = sqlx::query_as(
        "select hash, holder, name, prefix, scopes::text, created_at, expires_at, used_on, revoked_at
         from token where hash = $1",
    )
    .bind(clean(hash))
    .fetch_optional(pool)
    .await?;
    row.map(decode::token).transpose()
}

pub(crate) async fn tokens(pool: &PgPool, holder: &Holder) -> Result<Vec<Token>, StoreError> {
    let rows: Vec<TokenColumns> = sqlx::query_as(
        "select hash, holder, name, prefix, scopes::text, created_at, expires_at, used_on, revoked_at
         from token where holder = $1 order by created_at desc, hash",
    )
    .bind(clean(&holder.text()))
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::token)
}

/// How many open tasks these people hold.
pub(crate) async fn loads(
    pool: &PgPool,
    people: &[PersonId],
) -> Result<Vec<(PersonId, u64)>, StoreError> {
    let rows: Vec<(String, i64)> = sqlx::query_as(
        "select k.value, count(t.instance) from json_array_elements_text($1::json) k (value)
         left join task t on t.assignee = k.value group by k.value order by k.value",
    )
    .bind(json(&people)?)
    .fetch_all(pool)
    .await?;
    decode::all(rows, decode::load)
}
