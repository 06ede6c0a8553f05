//! Holds the store against the checkpoints beside it: each head that was written down is still a row of its chain.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use reglament_store::{ChainHead, Store};

use super::{Break, Report, VerifyError};
use crate::checkpoint::{Begin, ENDING, End, LinesHash};

/// More checkpoints than there are days in a thousand years are not asked for.
const CHECKPOINTS_MAX: u32 = 365_000;

/// Reads the checkpoints of a folder in order.
pub(super) async fn hold(
    store: &dyn Store,
    folder: &Path,
    report: &mut Report,
) -> Result<(), VerifyError> {
    let mut names = BTreeSet::new();
    for file in folder.read_dir()? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.ends_with(ENDING) {
            names.insert(name);
        }
    }
    for noted in store.checkpoints(CHECKPOINTS_MAX).await? {
        if !names.contains(&noted.name) {
            report.found("", None, Break::CheckpointMissing { file: noted.name });
        }
    }
    let mut previous = String::new();
    for name in names {
        report.checkpoints += 1;
        previous = file(store, folder, &name, &previous, report).await?;
    }
    Ok(())
}

/// Reads one file line by line; gives the hash that it carries.
async fn file(
    store: &dyn Store,
    folder: &Path,
    name: &str,
    previous: &str,
    report: &mut Report,
) -> Result<String, VerifyError> {
    let (mut hash, mut heads) = (LinesHash::default(), 0);
    let altered = || Break::CheckpointAltered { file: name.to_owned() };
    for line in BufReader::new(File::open(folder.join(name))?).lines() {
        let line = line?;
        if let Ok(head) = serde_json::from_str::<ChainHead>(&line) {
            heads += 1;
            compare(store, name, &head, report).await?;
        } else if let Ok(begin) = serde_json::from_str::<Begin>(&line) {
            // The first of the folder may follow one that was moved elsewhere.
            if !previous.is_empty() && begin.previous != previous {
                report.found("", None, Break::CheckpointMissing { file: format!("before {name}") });
            }
        } else if let Ok(end) = serde_json::from_str::<End>(&line) {
            if end.sha256 != hash.so_far() || end.heads != heads {
                report.found("", None, altered());
            }
            return Ok(end.sha256);
        } else {
            break;
        }
        hash.add(&line);
    }
    report.found("", None, altered());
    Ok(String::new())
}

async fn compare(
    store: &dyn Store,
    file: &str,
    head: &ChainHead,
    report: &mut Report,
) -> Result<(), VerifyError> {
    let before = head.place.saturating_sub(1);
    let rows = store.audit_chain(&head.chain, before, 1).await?;
    let same = rows
        .first()
        .is_some_and(|row| row.place == Some(head.place) && row.hash.as_ref() == Some(&head.hash));
    if !same {
        let kind = Break::AgainstCheckpoint { file: file.to_owned() };
        report.found(&head.chain, Some(head.place), kind);
    }
    Ok(())
}
