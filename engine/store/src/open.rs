//! Opening a store by its URL.

use std::path::Path;
use std::sync::Arc;

use crate::Store;
use crate::error::StoreError;
use crate::postgres::PostgresStore;
use crate::sqlite::SqliteStore;

/// Opens the store at this URL and brings its schema up to date: `sqlite:reglament.db` for a file,
/// `postgres://user@host/database` for a server.
pub async fn open(url: &str) -> Result<Arc<dyn Store>, StoreError> {
    Ok(match place(url)? {
        Place::Sqlite(path) => Arc::new(SqliteStore::open(path).await?),
        Place::Postgres(url) => Arc::new(PostgresStore::open(url).await?),
    })
}

/// What a URL names.
pub(crate) enum Place<'a> {
    Sqlite(&'a Path),
    Postgres(&'a str),
}

pub(crate) fn place(url: &str) -> Result<Place<'_>, StoreError> {
    if let Some(path) = url.strip_prefix("sqlite:") {
        return Ok(Place::Sqlite(file(path)?));
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Place::Postgres(url));
    }
    Err(StoreError::Unfit(format!(
        "`{}` names no database; write `sqlite:` and a path, or `postgres://user@host/database`",
        without_password(url)
    )))
}

/// The path of a SQLite URL. A database in memory would forget what was answered.
fn file(path: &str) -> Result<&Path, StoreError> {
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.starts_with(":memory:") {
        return Err(StoreError::Unfit(
            "a SQLite database must have a file, because an answered command must survive a \
             restart; write `sqlite:` and a path, also for a trial"
                .to_owned(),
        ));
    }
    Ok(Path::new(path))
}

/// A URL as messages may show it.
fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(start), Some(end)) if start + 3 < end => {
            format!("{}…{}", &url[..start + 3], &url[end..])
        }
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_names_a_file() {
        assert_eq!(file("a/b.db").unwrap(), Path::new("a/b.db"));
        assert_eq!(file("///var/b.db").unwrap(), Path::new("/var/b.db"));
        assert!(file("").is_err());
        assert!(file(":memory:").is_err());
    }

    #[tokio::test]
    async fn a_wrong_url_is_answered_without_its_password() {
        let error = open("mysql://root:secret@host/db").await.map(|_| ()).unwrap_err();
        let text = error.to_string();
        assert!(text.contains("sqlite:") && !text.contains("secret"), "{text}");
    }
}
