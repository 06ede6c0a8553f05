//! The chains of the audit in the one writer: what a batch appends is linked in memory, and the heads that
//! moved are written once.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use sqlx::SqliteConnection;

use super::rows;
use super::writer::Write;
use crate::chain;
use crate::decode;
use crate::error::StoreError;
use crate::prepared::StoredAudit;

/// A row of the audit with its place.
pub(crate) struct LinkedAudit<'a> {
    pub row: &'a StoredAudit,
    pub place: i64,
    pub hash: String,
}

/// The last row of a chain that moved.
pub(crate) struct MovedHead<'a> {
    pub chain: &'a str,
    pub place: i64,
    pub hash: &'a str,
}

/// The heads of the chains that a batch appends to.
#[derive(Default)]
pub(crate) struct Heads {
    known: BTreeMap<String, (i64, String)>,
    moved: BTreeSet<String>,
}

impl Heads {
    /// What the database says.
    pub(crate) fn read(heads: &str) -> Result<Self, StoreError> {
        Ok(Self { known: decode::from_json("list of heads", heads)?, moved: BTreeSet::new() })
    }

    /// Appends a row to its chain.
    pub(crate) fn link<'a>(&mut self, row: &'a StoredAudit) -> LinkedAudit<'a> {
        let (place, hash) = row.given.clone().unwrap_or_else(|| self.after(row));
        self.known.insert(row.chain.clone(), (place, hash.clone()));
        self.moved.insert(row.chain.clone());
        LinkedAudit { row, place, hash }
    }

    /// The place and the hash of a row that comes next in its chain.
    fn after(&self, row: &StoredAudit) -> (i64, String) {
        let known = self.known.get(&row.chain);
        let (last, previous) =
            known.map_or((0, chain::GENESIS), |(place, hash)| (*place, hash.as_str()));
        (last + 1, chain::link(previous, last + 1, &row.content()))
    }

    /// The heads that moved.
    pub(crate) fn moved(&self) -> Vec<MovedHead<'_>> {
        let known = self.moved.iter().filter_map(|chain| Some((chain, self.known.get(chain)?)));
        known.map(|(chain, (place, hash))| MovedHead { chain, place: *place, hash }).collect()
    }
}

/// Appends one row to its chain.
pub(crate) async fn append(
    connection: &mut SqliteConnection,
    row: &StoredAudit,
) -> Result<(), StoreError> {
    let head: Option<(i64, String)> =
        sqlx::query_as("select place, hash from audit_head where chain = ?")
            .bind(&*row.chain)
            .fetch_optional(&mut *connection)
            .await?;
    let known = head.map(|head| (row.chain.clone(), head)).into_iter().collect();
    let mut heads = Heads { known, moved: BTreeSet::new() };
    let row = heads.link(row);
    rows::insert(connection, &[row]).await?;
    Ok(rows::insert(connection, &heads.moved()).await?)
}

/// Records what no command records: a read, a refusal, a sign-in.
pub(crate) struct Audit(pub StoredAudit);

#[async_trait]
impl Write for Audit {
    type Output = ();

    async fn run(&self, connection: &mut SqliteConnection) -> Result<(), StoreError> {
        append(connection, &self.0).await
    }
}
