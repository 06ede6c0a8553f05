//! The schemas, embedded: a database is brought up to date when it is opened.

use std::borrow::Cow;

use sqlx::SqlSafeStr;
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};

use crate::error::StoreError;

/// The migrations of SQLite and PostgreSQL; a number means the same change in both.
macro_rules! migrations {
    ($($number:literal $name:literal),+ $(,)?) => {
        const SQLITE: &[(i64, &str, &str)] = &[$((
            $number,
            $name,
            include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
        )),+];
        const POSTGRES: &[(i64, &str, &str)] = &[$((
            $number,
            $name,
            include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        )),+];
    };
}

migrations! {
    1 "0001_first_schema",
    2 "0002_documents",
    3 "0003_linked_cases",
    4 "0004_task_labels",
    5 "0005_organization",
    6 "0006_offices_and_task_work",
    7 "0007_audit_chain",
    8 "0008_inbox",
    10 "0010_facts",
    11 "0011_schedules",
    12 "0012_maps",
}

/// The migrations of SQLite.
pub(crate) fn sqlite() -> Migrator {
    migrator(SQLITE)
}

/// The migrations of PostgreSQL.
pub(crate) fn postgres() -> Migrator {
    migrator(POSTGRES)
}

fn migrator(files: &[(i64, &'static str, &'static str)]) -> Migrator {
    let migration = |&(number, name, sql): &(i64, &'static str, &'static str)| {
        let name = Cow::Borrowed(name);
        Migration::new(number, name, MigrationType::Simple, sql.into_sql_str(), false)
    };
    Migrator::with_migrations(files.iter().map(migration).collect())
}

/// Says what to do where the reason is the version of the program.
pub(crate) fn explain(error: MigrateError) -> StoreError {
    match error {
        MigrateError::VersionMissing(number) => StoreError::Unfit(format!(
            "the database has schema {number}, which a newer version of this program made and \
             this one (schema {}) does not know; run the newer version, or restore a backup from \
             before the upgrade",
            SQLITE.last().map_or(0, |(number, ..)| *number)
        )),
        MigrateError::VersionMismatch(number) => StoreError::Unfit(format!(
            "schema {number} of the database was made from another text than this program holds; \
             run the version that made it, then a released version"
        )),
        other => StoreError::Migration(other),
    }
}
