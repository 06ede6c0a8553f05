//! The statements about maps, the same for both databases.

use reglament_core::ids::{InstanceId, ProcessId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::QueryBuilder;

use super::{CaseState, MapDraft, MigrationCase, MigrationRow, Publication};
use crate::dialect::{Dialect, Sql};
use crate::error::StoreError;
use crate::moment::micros;
use crate::prepared::{json, number};

/// Something that is kept as JSON with a version, by which a change says what it was made on.
pub(crate) trait Versioned: Serialize + DeserializeOwned + Clone {
    /// What it is, for messages.
    const WHAT: &'static str;

    /// Gives it the version that it is stored under.
    fn at_version(&mut self, version: u64);
}

impl Versioned for Publication {
    const WHAT: &'static str = "publication";

    fn at_version(&mut self, version: u64) {
        self.version = version;
    }
}

impl Versioned for MapDraft {
    const WHAT: &'static str = "draft of a map";

    fn at_version(&mut self, version: u64) {
        self.version = version;
    }
}

impl Versioned for MigrationRow {
    const WHAT: &'static str = "migration";

    fn at_version(&mut self, version: u64) {
        self.version = version;
    }
}

/// What is stored of something with a version.
pub(crate) fn decoded<T: Versioned>((version, body): (i64, String)) -> Result<T, StoreError> {
    let mut read: T = from_json(T::WHAT, &body)?;
    read.at_version(crate::decode::count("version", version)?);
    Ok(read)
}

/// What is stored of a case of a migration.
pub(crate) fn decoded_case((body,): (String,)) -> Result<MigrationCase, StoreError> {
    from_json("case of a migration", &body)
}

fn from_json<T: DeserializeOwned>(what: &'static str, body: &str) -> Result<T, StoreError> {
    serde_json::from_str(body)
        .map_err(|error| StoreError::Corrupt { what, reason: error.to_string() })
}

/// Adds a publication under a number that nobody has.
pub(crate) fn add_publication<DB: Dialect>(
    publication: &Publication,
) -> Result<QueryBuilder<DB>, StoreError> {
    let mut sql = Sql::new("insert into publication (no, process, version, body) values (");
    sql.number(number(publication.no)?).say(", ").text(publication.process.as_str());
    sql.say(", 1, ").text(&json(publication)?).say(")");
    Ok(sql.done())
}

/// Replaces what is stored under this version.
pub(crate) fn change_publication<DB: Dialect>(
    publication: &Publication,
) -> Result<QueryBuilder<DB>, StoreError> {
    let mut sql = Sql::new("update publication set version = version + 1, body = ");
    sql.text(&json(publication)?).say(" where no = ").number(number(publication.no)?);
    sql.say(" and version = ").number(number(publication.version)?);
    Ok(sql.done())
}

pub(crate) fn publications<DB: Dialect>(process: Option<&ProcessId>) -> QueryBuilder<DB> {
    let mut sql = Sql::new("select version, body from publication");
    if let Some(process) = process {
        sql.say(" where process = ").text(process.as_str());
    }
    sql.say(" order by no");
    sql.done()
}

/// A draft that was edited from its version; a first one only where there is none.
pub(crate) fn put_draft<DB: Dialect>(draft: &MapDraft) -> Result<QueryBuilder<DB>, StoreError> {
    let body = json(draft)?;
    if draft.version == 0 {
        let mut sql = Sql::new("insert into map_draft (folder, version, body) values (");
        sql.text(&draft.folder).say(", 1, ").text(&body).say(") on conflict do nothing");
        return Ok(sql.done());
    }
    let mut sql = Sql::new("update map_draft set version = version + 1, body = ");
    sql.text(&body).say(" where folder = ").text(&draft.folder);
    sql.say(" and version = ").number(number(draft.version)?);
    Ok(sql.done())
}

pub(crate) fn drafts<DB: Dialect>(folder: Option<&str>) -> QueryBuilder<DB> {
    let mut sql = Sql::new("select version, body from map_draft");
    if let Some(folder) = folder {
        sql.say(" where folder = ").text(folder);
    }
    sql.say(" order by folder");
    sql.done()
}

pub(crate) fn forget_draft<DB: Dialect>(folder: &str) -> QueryBuilder<DB> {
    let mut sql = Sql::new("delete from map_draft where folder = ");
    sql.text(folder);
    sql.done()
}

pub(crate) fn add_migration<DB: Dialect>(
    migration: &MigrationRow,
) -> Result<QueryBuilder<DB>, StoreError> {
    let mut sql = Sql::new("insert into migration (id, process, at, version, body) values (");
    sql.text(&migration.id).say(", ").text(migration.process.as_str()).say(", ");
    sql.number(micros(migration.at)).say(", 1, ").text(&json(migration)?).say(")");
    Ok(sql.done())
}

pub(crate) fn change_migration<DB: Dialect>(
    migration: &MigrationRow,
) -> Result<QueryBuilder<DB>, StoreError> {
    let mut sql = Sql::new("update migration set version = version + 1, body = ");
    sql.text(&json(migration)?).say(" where id = ").text(&migration.id);
    sql.say(" and version = ").number(number(migration.version)?);
    Ok(sql.done())
}

pub(crate) fn migrations<DB: Dialect>(
    id: Option<&str>,
    process: Option<&ProcessId>,
) -> QueryBuilder<DB> {
    let mut sql = Sql::new("select version, body from migration where true");
    if let Some(id) = id {
        sql.say(" and id = ").text(id);
    }
    if let Some(process) = process {
        sql.say(" and process = ").text(process.as_str());
    }
    sql.say(" order by at desc, id");
    sql.done()
}

/// A case of a migration, new or changed.
pub(crate) fn put_case<DB: Dialect>(
    id: &str,
    case: &MigrationCase,
) -> Result<QueryBuilder<DB>, StoreError> {
    let mut sql =
        Sql::new("insert into migration_case (migration, instance, state, body) values (");
    sql.text(id).say(", ").text(case.instance.as_str()).say(", ");
    sql.text(case.state.as_str()).say(", ").text(&json(case)?);
    sql.say(
        ") on conflict (migration, instance) do update set state = excluded.state, \
         body = excluded.body",
    );
    Ok(sql.done())
}

pub(crate) fn cases<DB: Dialect>(
    id: &str,
    state: Option<CaseState>,
    after: Option<&InstanceId>,
    limit: u32,
) -> QueryBuilder<DB> {
    let mut sql = Sql::new("select body from migration_case where migration = ");
    sql.text(id);
    if let Some(state) = state {
        sql.say(" and state = ").text(state.as_str());
    }
    if let Some(after) = after {
        sql.say(" and instance > ").text(after.as_str());
    }
    sql.say(" order by instance limit ").number(limit);
    sql.done()
}

pub(crate) fn counts<DB: Dialect>(id: &str) -> QueryBuilder<DB> {
    let mut sql = Sql::new("select state, count(*) from migration_case where migration = ");
    sql.text(id).say(" group by state order by state");
    sql.done()
}

/// The next number of a publication.
pub(crate) const NEXT: &str = "select coalesce(max(no), 0) + 1 from publication";
/// Rises with every publication and every change of one: no version ever falls.
pub(crate) const VERSION: &str =
    "select cast(coalesce(sum(version), 0) as bigint) from publication";
