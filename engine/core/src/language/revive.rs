//! Editions that were published before, made ready to run again: cases run the edition they started
//! with, whatever the folder says by now.

use std::sync::Arc;

use super::edition::{edition_of, from_canonical};
use super::shared::Shared;
use crate::process::Process;
use crate::source::Sources;

/// Makes kept editions ready, with the calendars and indices of this folder: amendments that became
/// known since then count for old cases too. Those that cannot run are told, each in a sentence.
pub fn revive<'a>(
    sources: &Sources,
    contents: impl IntoIterator<Item = &'a str>,
) -> (Vec<Process>, Vec<String>) {
    let (shared, _) = Shared::read(sources);
    let mut processes = Vec::new();
    let mut faults = Vec::new();
    for content in contents {
        match revived(&shared, content) {
            Ok(process) => processes.push(process),
            Err(fault) => faults.push(format!("edition {}: {fault}", edition_of(content))),
        }
    }
    (processes, faults)
}

fn revived(shared: &Shared, content: &str) -> Result<Process, String> {
    let definition = from_canonical(content).map_err(|error| error.to_string())?;
    let calendar = shared.calendar_named(&definition.calendar).ok_or_else(|| {
        let calendar = &definition.calendar;
        format!("its calendar `{calendar}` is gone or not sound; put it back into calendars/")
    })?;
    Ok(Process::new(definition, edition_of(content), calendar, Arc::clone(&shared.reference)))
}
