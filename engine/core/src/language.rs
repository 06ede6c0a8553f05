//! The map language: from the files of a processes folder to definitions, with everything that is
//! wrong found in one run, each with its place, its rule and what to do about it.
//!
//! ```text
//! files → yaml (tree with places) → assemble (parts and tables in their places)
//!       → reader (typed values) → Definition → lints → Process
//! ```

mod assemble;
mod calls;
mod edition;
pub mod layout;
mod lints;
mod read;
mod reader;
mod revive;
pub mod rules;
mod scenario;
mod schema;
mod shared;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::calendar::WorkingCalendar;
use crate::definition::Definition;
use crate::diagnostic::{Diagnostic, Severity};
use crate::ids::{CalendarId, ProcessId};
use crate::process::Process;
use crate::source::{Sources, Span};
use crate::yaml::Node;

pub use edition::{canonical, edition_of, from_canonical};
pub use revive::revive;
pub use scenario::{case, scenario};
pub use schema::schema;

use assemble::Whole;
use calls::Calls;
use reader::{Reader, Surroundings};
use shared::Shared;

/// More findings than this are cut off: who has so many begins at the top.
pub const DIAGNOSTICS_MAX: usize = 500;

/// What a check gives.
#[derive(Clone, Debug, Default)]
pub struct Checked {
    /// The processes without an error, ready for the catalogue, in the order of their paths.
    pub processes: Vec<Process>,
    /// Everything that was found, sorted by file and position.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    /// Whether something was found with which a map cannot run.
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(|found| found.rule.severity == Severity::Error)
    }
}

/// Checks a whole processes folder ([`layout`] says which files it has).
pub fn check(sources: &Sources) -> Checked {
    check_maps(sources, &layout::maps(sources))
}

/// Checks the map at this path, or the maps below this folder, with the calendars and other files
/// that they share.
pub fn check_one(sources: &Sources, path: &str) -> Checked {
    check_maps(sources, &layout::maps_at(sources, path))
}

/// Checks a map that was not read from YAML, with the calendars and other files of the folder; its
/// places are those of the file that it comes from.
pub fn check_tree(sources: &Sources, root: &Node) -> Checked {
    let (mut shared, mut found) = Shared::read(sources);
    shared.calls = Calls::read(sources, &shared);
    let never = [rules::UNREACHABLE.code];
    let one = check_root(sources, root, &shared, &mut Vec::new(), &never);
    // A step that never happens harms nobody; the map that is made of the model must do without it.
    found.extend(one.found.into_iter().map(|one| match one.rule.code {
        code if never.contains(&code) => Diagnostic { rule: &rules::LEFT_OUT, ..one },
        _ => one,
    }));
    let processes = one.process.into_iter().collect();
    Checked { processes, diagnostics: in_order(sources, found) }
}

/// The tree of the map in this file, with its parts and tables in their places.
pub fn whole(sources: &Sources, file: u32) -> Option<Node> {
    let mut reader = Reader::new(sources, Surroundings::default());
    Some(assemble::whole(&mut reader, file)?.root)
}

/// The sound calendars of a processes folder.
pub fn calendars(sources: &Sources) -> BTreeMap<CalendarId, Arc<WorkingCalendar>> {
    Shared::read(sources).0.calendars
}

fn check_maps(sources: &Sources, maps: &[u32]) -> Checked {
    let (mut shared, mut found) = Shared::read(sources);
    shared.calls = Calls::read(sources, &shared);
    let mut processes: Vec<Process> = Vec::new();
    let mut declared: Vec<(ProcessId, Span)> = Vec::new();
    let mut used = BTreeSet::new();
    for &file in maps {
        let one = check_map(sources, file, &shared, &mut declared);
        found.extend(one.found);
        processes.extend(one.process);
        used.extend(one.files);
    }
    if maps == layout::maps(sources) {
        found.extend(unused_parts(sources, &used));
    }
    Checked { processes, diagnostics: in_order(sources, found) }
}

/// What the check of one map gives.
#[derive(Default)]
struct CheckedMap {
    process: Option<Process>,
    found: Vec<Diagnostic>,
    /// The files it is made of.
    files: Vec<u32>,
}

fn check_map(
    sources: &Sources,
    file: u32,
    shared: &Shared,
    declared: &mut Vec<(ProcessId, Span)>,
) -> CheckedMap {
    let mut reader = Reader::new(sources, Surroundings::default());
    let whole = assemble::whole(&mut reader, file);
    let found = reader.found;
    let Some(Whole { root, files }) = whole else {
        return CheckedMap { found, ..CheckedMap::default() };
    };
    let mut checked = check_root(sources, &root, shared, declared, &[]);
    checked.found.extend(found);
    // What could not be put together leaves gaps: such a map does not run.
    if checked.found.iter().any(|found| found.rule.severity == Severity::Error) {
        checked.process = None;
    }
    CheckedMap { files, ..checked }
}

/// Checks a map that is whole.
fn check_root(
    sources: &Sources,
    root: &Node,
    shared: &Shared,
    declared: &mut Vec<(ProcessId, Span)>,
    harmless: &[&str],
) -> CheckedMap {
    let around = Surroundings { reference: Some(&shared.reference), types: root.at(&["types"]) };
    let mut reader = Reader::new(sources, around);
    let definition = read::definition(&mut reader, root);
    let mut found = std::mem::take(&mut reader.found);
    found.extend(lints::check(&definition, root, &reader, shared));
    found.extend(twice(root, &definition.process, declared));
    let calendar = shared.calendar(root, &mut found);
    let wrong = |found: &&Diagnostic| found.rule.severity == Severity::Error;
    let sound = found.iter().filter(wrong).all(|found| harmless.contains(&found.rule.code));
    let process = sound.then_some(()).and_then(|()| process(definition, calendar?, shared));
    CheckedMap { process, found, files: Vec::new() }
}

/// Files in folders of parts that no map uses.
fn unused_parts(sources: &Sources, used: &BTreeSet<u32>) -> Vec<Diagnostic> {
    let unused = layout::parts(sources).into_iter().filter(|file| !used.contains(file));
    let report = |file| {
        let start = Span { file, ..Span::default() };
        Diagnostic::new(&rules::UNUSED_PART, start, "no map uses this part")
            .help("name it under `parts:`, in `steps:` or in a table; or remove the file")
    };
    unused.map(report).collect()
}

fn process(
    definition: Definition,
    calendar: Arc<WorkingCalendar>,
    shared: &Shared,
) -> Option<Process> {
    let edition = edition_of(&canonical(&definition).ok()?);
    Some(Process::new(definition, edition, calendar, Arc::clone(&shared.reference)))
}

/// The definition of one text, whatever is wrong with it.
#[cfg(test)]
pub(crate) fn definition_of(text: &str) -> Definition {
    let root = crate::yaml::parse(0, text).0.unwrap_or_else(|| panic!("not YAML: {text}"));
    read::definition(&mut Reader::new(&Sources::default(), Surroundings::default()), &root)
}

/// Two maps of one name could not both be published.
fn twice(
    root: &crate::yaml::Node,
    process: &ProcessId,
    declared: &mut Vec<(ProcessId, Span)>,
) -> Option<Diagnostic> {
    let span = root.at(&["process"])?.span;
    let first = declared.iter().find(|(name, _)| name == process).map(|(_, span)| *span);
    if first.is_none() {
        declared.push((process.clone(), span));
    }
    let message = format!("another map is the process `{process}` already");
    let found = Diagnostic::new(&rules::DUPLICATE_PROCESS, span, message);
    Some(found.related(first?, "the other map").help("give each map a name of its own"))
}

/// By file and position; what two maps found alike in a table they share is said once.
fn in_order(sources: &Sources, mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let path = |span: Span| sources.file(span.file).map(|file| file.path.clone());
    found.sort_by_cached_key(|one| {
        let span = one.primary.span;
        (path(span), span.start, one.rule.code, one.message.clone())
    });
    found.dedup();
    found.truncate(DIAGNOSTICS_MAX);
    found
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::folder as tests_folder;
