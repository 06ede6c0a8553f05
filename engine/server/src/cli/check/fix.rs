//! `check --fix`: the repairs that need no thought, written into the files.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::ops::Range;

use super::Report;

/// One word that was replaced.
struct Edit<'a> {
    place: Range<usize>,
    from: &'a str,
    to: &'a str,
}

/// Writes the repairs of a report into its files and says what was written; nothing beside the wrong
/// words is touched. None where nothing can be repaired so.
pub(super) fn apply(report: &Report) -> Result<Option<String>, String> {
    let mut said = String::new();
    for (file, edits) in edits(report) {
        let Some(source) = report.sources.file(file) else { continue };
        let path = report.shown(&source.path);
        for edit in &edits {
            let start = u32::try_from(edit.place.start).unwrap_or(u32::MAX);
            let (line, column) = (source.position(start).line, source.position(start).column);
            // Writing to a String cannot fail.
            let _ = writeln!(said, "{path}:{line}:{column}: {} → {}", edit.from, edit.to);
        }
        let written = fs::write(&path, edited(&source.text, &edits));
        written.map_err(|fault| format!("{path}: {fault}"))?;
    }
    Ok(Some(said).filter(|said| !said.is_empty()))
}

/// The edits of each file in their order; of two in one place the first.
fn edits(report: &Report) -> BTreeMap<u32, Vec<Edit<'_>>> {
    let mut all: BTreeMap<u32, Vec<Edit<'_>>> = BTreeMap::new();
    for found in &report.checked.diagnostics {
        let Some((span, repair)) = found.place_of_repair(&report.sources) else { continue };
        let place = span.start as usize..span.end as usize;
        all.entry(span.file).or_default().push(Edit { place, from: &repair.from, to: &repair.to });
    }
    for edits in all.values_mut() {
        edits.sort_by_key(|edit| edit.place.start);
        edits.dedup_by(|later, first| later.place.start < first.place.end);
    }
    all
}

fn edited(text: &str, edits: &[Edit<'_>]) -> String {
    let mut text = text.to_owned();
    for edit in edits.iter().rev() {
        text.replace_range(edit.place.clone(), edit.to);
    }
    text
}
