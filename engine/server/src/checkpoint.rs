//! Checkpoints of the audit: each day a file beside the database with the heads of the chains that moved. Whoever has
//! the database can rewrite a chain to its end; what a file elsewhere says of it, they cannot.
//!
//! A file is JSON lines: `Begin`, a line for each head, `End`. Each carries the hash of the one before, so that none
//! can be left out. `docs/operating/audit.md` has the format.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use jiff::Timestamp;
use reglament_store::{ChainHead, Checkpoint, Store, StoreError};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::pages::assets::hex;

/// How the names of the files end.
pub const ENDING: &str = ".jsonl";
/// Heads of one question.
const PAGE: u32 = 1_000;

/// The first line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begin {
    /// When it was written.
    pub checkpoint: Timestamp,
    /// The hash that the one before carries; empty for the first.
    pub previous: String,
}

/// The last line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct End {
    /// How many heads it has.
    pub heads: u64,
    /// How many rows the audit had.
    pub rows: u64,
    /// SHA-256 of the lines before, each with its end.
    pub sha256: String,
}

/// The hash of lines.
#[derive(Clone, Default)]
pub struct LinesHash(Sha256);

impl LinesHash {
    /// Takes one more line.
    pub fn add(&mut self, line: &str) {
        self.0.update(line);
        self.0.update("\n");
    }

    /// The hash of the lines so far.
    pub fn so_far(&self) -> String {
        hex(&self.0.clone().finalize())
    }
}

/// A checkpoint cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The folder.
    #[error("the checkpoint was not written: {0}")]
    Io(#[from] io::Error),
}

/// Writes the heads that moved since the last checkpoint. The file is complete, or not there.
pub async fn write(
    store: &dyn Store,
    folder: &Path,
    at: Timestamp,
) -> Result<Checkpoint, CheckpointError> {
    fs::create_dir_all(folder)?;
    let name = format!("audit-{}{ENDING}", at.strftime("%Y%m%dT%H%M%SZ"));
    let part = folder.join(format!("{name}.part"));
    let mut file = Lines::to(&part)?;
    let previous = store.checkpoints(1).await?.pop();
    let previous = previous.map(|point| point.sha256).unwrap_or_default();
    file.add(&Begin { checkpoint: at, previous })?;
    let (mut count, mut after) = (0, String::new());
    loop {
        let heads = store.audit_heads(&after, true, PAGE).await?;
        let Some(last) = heads.last() else { break };
        after.clone_from(&last.chain);
        count += heads.len() as u64;
        heads.iter().try_for_each(|head| file.add(head))?;
    }
    let rows = store.audit_count().await?.chained;
    let sha256 = file.hash.so_far();
    file.add(&End { heads: count, rows, sha256: sha256.clone() })?;
    file.end()?;
    fs::rename(&part, folder.join(&name))?;
    File::open(folder)?.sync_all()?;
    note_heads(store, &folder.join(&name)).await?;
    let point = Checkpoint { name, at, heads: count, rows, sha256 };
    store.put_checkpoint(&point).await?;
    Ok(point)
}

/// Notes the heads of a file that is there for good: the next one leaves them out.
async fn note_heads(store: &dyn Store, path: &Path) -> Result<(), CheckpointError> {
    let mut heads = Vec::new();
    for line in BufReader::new(File::open(path)?).lines() {
        heads.extend(serde_json::from_str::<ChainHead>(&line?).ok());
        if heads.len() == PAGE as usize {
            store.heads_kept(&heads).await?;
            heads.clear();
        }
    }
    Ok(store.heads_kept(&heads).await?)
}

/// A file of lines with their hash.
struct Lines {
    file: BufWriter<File>,
    hash: LinesHash,
}

impl Lines {
    fn to(path: &Path) -> io::Result<Self> {
        Ok(Self { file: BufWriter::new(File::create(path)?), hash: LinesHash::default() })
    }

    fn add(&mut self, line: &impl Serialize) -> io::Result<()> {
        let line = serde_json::to_string(line)?;
        self.hash.add(&line);
        writeln!(self.file, "{line}")
    }

    fn end(self) -> io::Result<()> {
        self.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    }
}
