//! One side of a comparison: a map in a folder, in the binary, in git or in the store.

use std::path::Path;

use reglament_core::definition::Definition;
use reglament_core::ids::{EditionId, ProcessId};
use reglament_core::language::{self, Checked, from_canonical};

use crate::cli::{Failed, Usage, git, one_map};
use crate::serve::open_known_store;
use crate::settings::StoreSettings;

/// Reads a side as the command line names it. What exists as a path is a path.
pub(super) async fn read(name: &str, store: &StoreSettings) -> Result<Definition, Failed> {
    let loaded = |path: &Path| Ok(one_map::load(path)?.definition);
    if Path::new(name).exists() {
        return loaded(Path::new(name));
    }
    if let Some(edition) = name.strip_prefix("edition:") {
        return stored(None, edition, store).await;
    }
    if let Some((process, edition)) = name.split_once('@').filter(|_| !name.contains(':')) {
        return stored(Some(process.into()), edition, store).await;
    }
    match name.split_once(':') {
        Some((revision, path)) => in_git(name, revision, path),
        None => loaded(Path::new(name)),
    }
}

/// A published edition; the beginning of its name is enough where it is the only one.
async fn stored(
    process: Option<ProcessId>,
    edition: &str,
    store: &StoreSettings,
) -> Result<Definition, Failed> {
    let store = open_known_store(store).await?;
    let rows = store.editions(process.as_ref()).await?;
    let named = |id: &EditionId| !edition.is_empty() && id.as_str().starts_with(edition);
    let mut found = rows.iter().filter(|row| named(&row.edition));
    match (found.next(), found.next()) {
        (Some(row), None) => Ok(from_canonical(&row.content)?),
        (Some(_), Some(_)) => {
            Err(Usage(format!("several editions begin with `{edition}`; write more of it")).into())
        }
        (None, _) => {
            let known = rows.iter().map(|row| format!("{}@{}", row.process, row.edition));
            let known: Vec<String> = known.take(20).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            Err(Usage(format!("the store has no edition `{edition}`; it has {known}")).into())
        }
    }
}

/// A map as it was in a revision, with the calendars, parts and tables of that revision.
fn in_git(name: &str, revision: &str, path: &str) -> Result<Definition, Failed> {
    let (sources, within) = git::sources(revision, path)?;
    let Checked { processes, diagnostics } = language::check_one(&sources, &within);
    match processes.as_slice() {
        [process] => Ok(process.definition.clone()),
        [] => {
            let place = |found: &reglament_core::diagnostic::Diagnostic| {
                let place = found.located(&sources);
                format!("{}:{}: {}", place.file, place.start.line, place.message)
            };
            let found: Vec<String> = diagnostics.iter().map(place).take(20).collect();
            let found =
                if found.is_empty() { "there is none".to_owned() } else { found.join("\n") };
            Err(Usage(format!("`{name}` is not one sound map\n{found}")).into())
        }
        all => Err(Usage(format!("`{name}` holds {} maps; name one of them", all.len())).into()),
    }
}
