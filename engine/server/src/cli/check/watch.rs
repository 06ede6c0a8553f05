//! `check --watch`: checks again whenever a file changes, until it is told to end.

use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// How often the files are looked at. An editor that writes a file in several steps is done within
/// two looks, and nobody waits longer for an answer than it takes to look up.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// More files than this are not looked at.
const FILES_MAX: usize = 20_000;

/// A file, when it was written and how long it is.
pub(super) type Seen = Vec<(PathBuf, Option<SystemTime>, u64)>;

/// Waits until files below these folders are not as they were seen before, and rest again. False when the
/// process is told to end.
pub(super) async fn changed(folders: &[PathBuf], before: &Seen) -> bool {
    let told = tokio::signal::ctrl_c();
    tokio::select! {
        _ = told => false,
        () = change(folders, before) => true,
    }
}

async fn change(folders: &[PathBuf], before: &Seen) {
    let mut last = before.clone();
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = seen(folders);
        if now != *before && now == last {
            return;
        }
        last = now;
    }
}

/// The files as they are now.
pub(super) fn seen(folders: &[PathBuf]) -> Seen {
    let mut found = Seen::new();
    for folder in folders {
        look(folder, &mut found);
    }
    found.sort();
    found
}

fn look(folder: &Path, found: &mut Seen) {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let (path, Ok(data)) = (entry.path(), entry.metadata()) else { continue };
        if data.is_dir() {
            look(&path, found);
        } else if found.len() < FILES_MAX {
            found.push((path, data.modified().ok(), data.len()));
        }
    }
}
