//! The maps of an installation: read, published, and the editions that old cases still run.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::catalogue::Catalogue;
use reglament_core::diagnostic::{Diagnostic, Severity};
use reglament_core::ids::EditionId;
use reglament_core::language::{self, Checked};
use reglament_core::process::Process;
use reglament_core::source::Sources;
use reglament_store::{EditionRow, Store, StoreError};

use super::ServeError;
use crate::assets::{AssetError, Assets};
use crate::editions;

/// The texts of a processes folder, for the checker.
pub fn sources(processes: &Assets) -> Result<Sources, AssetError> {
    let mut sources = Sources::default();
    let is_yaml = |path: &&str| Path::new(path).extension().is_some_and(|it| it == "yaml");
    for path in processes.paths().filter(is_yaml) {
        sources.add(path, processes.text(path)?.unwrap_or_default());
    }
    Ok(sources)
}

/// The maps of a processes folder; refused with every mistake when there is one.
pub(super) fn read(sources: &Sources) -> Result<Vec<Process>, ServeError> {
    let Checked { processes, diagnostics } = language::check(sources);
    let lines = diagnostics.iter().map(|found| line(found, sources));
    let (errors, warnings): (Vec<_>, Vec<_>) =
        lines.partition(|(severity, _)| *severity == Severity::Error);
    for (_, warning) in warnings {
        tracing::warn!("{warning}");
    }
    if errors.is_empty() {
        return Ok(processes);
    }
    Err(ServeError::Problems(errors.into_iter().map(|(_, line)| line).collect()))
}

fn line(found: &Diagnostic, sources: &Sources) -> (Severity, String) {
    let it = found.located(sources);
    let (at, help) = (it.start, it.help.map(|help| format!("; {help}")).unwrap_or_default());
    let text = format!("{}:{}:{}: {}{help} ({})", it.file, at.line, at.column, it.message, it.code);
    (it.severity, text)
}

/// The catalogue: these maps are current, and editions that were published before go on.
pub(super) async fn publish(
    processes: Vec<Process>,
    sources: &Sources,
    store: &dyn Store,
    (now, today): (Timestamp, Date),
) -> Result<Catalogue, ServeError> {
    let mut catalogue = Catalogue::default();
    let mut published: BTreeSet<EditionId> = BTreeSet::new();
    let mut rows = Vec::new();
    for process in processes {
        let content = language::canonical(&process.definition)
            .map_err(|error| ServeError::Setup(format!("an edition cannot be written: {error}")))?;
        let row = EditionRow {
            edition: process.edition.clone(),
            process: process.definition.process.clone(),
            stored_at: now,
            content,
        };
        store.put_edition(&row).await?;
        published.insert(row.edition.clone());
        rows.push(row);
        catalogue.publish(Arc::new(process));
    }
    editions::publish_files(store, &rows, today, now).await?;
    for fault in keep(&mut catalogue, sources, store, &published).await? {
        tracing::error!("{fault}: its cases stand still");
    }
    Ok(catalogue)
}

/// The editions that cases of a store run, for the command line; and those that cannot run any more.
pub async fn kept(
    sources: &Sources,
    store: &dyn Store,
) -> Result<(Catalogue, Vec<String>), StoreError> {
    let mut catalogue = Catalogue::default();
    let faults = keep(&mut catalogue, sources, store, &BTreeSet::new()).await?;
    Ok((catalogue, faults))
}

/// Adds the editions of a store that are not published; gives those that cannot run any more.
async fn keep(
    catalogue: &mut Catalogue,
    sources: &Sources,
    store: &dyn Store,
    published: &BTreeSet<EditionId>,
) -> Result<Vec<String>, StoreError> {
    let mut kept = store.editions(None).await?;
    kept.retain(|row| !published.contains(&row.edition));
    let (revived, faults) = language::revive(sources, kept.iter().map(|row| row.content.as_str()));
    for process in revived {
        catalogue.keep(Arc::new(process));
    }
    Ok(faults)
}
