//! The files of one map, checked beside everything else that the installation has: the one checker, with
//! the texts as they are edited.

use std::collections::BTreeMap;
use std::sync::Arc;

use reglament_core::catalogue::Catalogue;
use reglament_core::diagnostic::{Located, Severity};
use reglament_core::language::{self, layout};
use reglament_core::process::Process;
use reglament_core::source::Sources;
use serde::Serialize;

use super::Editions;
use crate::messages::Problem;
use crate::{documents, messages};

/// The files of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapFiles {
    /// The folder below the processes: `town/library-card`.
    pub folder: String,
    /// Their texts, by their paths below the folder.
    pub files: BTreeMap<String, String>,
}

/// What the checker says.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Checked {
    /// What was found in the files.
    pub diagnostics: Vec<Located>,
    /// What was found in the messages and documents that the map names.
    pub messages: Vec<Problem>,
    /// The map, when it is sound.
    #[serde(skip)]
    pub process: Option<Box<Process>>,
}

impl Checked {
    /// Whether the map can be published.
    pub const fn is_sound(&self) -> bool {
        self.process.is_some() && self.messages.is_empty()
    }
}

impl Editions {
    /// The files of the map in a folder, as the installation has them.
    pub fn files_of(&self, folder: &str) -> MapFiles {
        let below = format!("{folder}/");
        let files = self.sources.files().iter().filter_map(|file| {
            Some((file.path.strip_prefix(&below)?.to_owned(), file.text.to_string()))
        });
        MapFiles { folder: folder.to_owned(), files: files.collect() }
    }

    /// The folders of maps.
    pub fn folders(&self) -> Vec<String> {
        let maps = self.sources.files().iter().filter_map(|file| {
            file.path.strip_suffix(layout::MAP)?.strip_suffix('/').map(str::to_owned)
        });
        maps.collect()
    }

    /// The sources with these files in place of those of their folder.
    pub fn with(&self, map: &MapFiles) -> Sources {
        let below = format!("{}/", map.folder);
        let mut sources = Sources::default();
        for file in self.sources.files().iter().filter(|file| !file.path.starts_with(&below)) {
            sources.add(&file.path, Arc::clone(&file.text));
        }
        for (path, text) in &map.files {
            sources.add(&format!("{below}{path}"), text.clone());
        }
        sources
    }

    /// Checks a map.
    pub fn check(&self, map: &MapFiles) -> Checked {
        let sources = self.with(map);
        let found = language::check_one(&sources, &map.folder);
        let is_error = |it: &Located| it.severity == Severity::Error;
        let diagnostics: Vec<Located> =
            found.diagnostics.iter().map(|it| it.located(&sources)).collect();
        let process = found.processes.into_iter().next();
        let process = process.filter(|_| !diagnostics.iter().any(is_error));
        let messages = process.as_ref().map(|it| self.messages_of(it)).unwrap_or_default();
        Checked { diagnostics, messages, process: process.map(Box::new) }
    }

    fn messages_of(&self, process: &Process) -> Vec<Problem> {
        let Some(templates) = &self.templates else { return Vec::new() };
        let mut catalogue = Catalogue::default();
        catalogue.publish(process.clone().into());
        let mut found = messages::check(&catalogue, templates);
        found.extend(documents::check(&catalogue, templates));
        found
    }
}
