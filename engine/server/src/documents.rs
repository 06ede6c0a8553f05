//! Documents made for cases: a folder of `templates/documents` each, with `document.yaml` (what it is
//! called, how it is numbered) and `letter.typ` (what it looks like), typeset to PDF.
//!
//! A template sees its variables, the templates beside it and the fonts that the binary carries;
//! neither files nor the network nor the clock. The same input gives the same bytes.

mod check;
mod code;
mod kind;
mod names;
mod number;
mod preview;
mod qr;
mod typeset;
mod value;
mod world;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Semaphore;

pub use check::{check, missing};
pub use code::{new_code, read_code};
pub use kind::{Kind, Restart};
pub use names::{document_id, effect_of, file_name};
pub use preview::preview;
pub use typeset::Sheet;

use crate::assets::Assets;
use crate::messages::Problem;
use world::Desk;

/// The folder of the documents among the templates.
pub(crate) const FOLDER: &str = "documents/";
/// The template of a document, in its folder.
const LETTER: &str = "letter.typ";
/// A document that takes longer is given up; the effect is tried again later.
const TIME_MAX: Duration = Duration::from_secs(20);

/// The documents of an installation. Cheap to clone: everything is shared.
#[derive(Clone)]
pub struct Documents {
    kinds: Arc<BTreeMap<String, Kind>>,
    desk: Arc<Desk>,
    /// One is typeset at a time: it takes a processor and memory.
    turn: Arc<Semaphore>,
}

impl Documents {
    /// Reads the templates; reports every problem that shows without variables.
    pub fn load(templates: &Assets) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let mut kinds = BTreeMap::new();
        for path in templates.paths() {
            let Some(name) = kind::document_of(path) else { continue };
            match Kind::read(templates, name, path) {
                Ok(kind) => drop(kinds.insert(name.to_owned(), kind)),
                Err(found) => problems.push(found),
            }
        }
        let desk = Desk::lay(templates).map_err(|mut found| {
            found.append(&mut problems);
            found
        })?;
        if !problems.is_empty() {
            return Err(problems);
        }
        let turn = Arc::new(Semaphore::new(1));
        Ok(Self { kinds: Arc::new(kinds), desk: Arc::new(desk), turn })
    }

    /// The document with this name.
    pub fn kind(&self, document: &str) -> Option<&Kind> {
        self.kinds.get(document)
    }

    /// The names of all documents.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().map(String::as_str)
    }

    /// What is wrong when there is no document with this name.
    fn unknown(document: &str) -> Problem {
        Problem {
            file: format!("{FOLDER}{document}/{}", kind::FILE),
            line: 1,
            message: "there is no such document; write it (docs/guides/write-a-letter.md)".into(),
        }
    }

    /// The PDF of a sheet, made in this thread. The same sheet gives the same bytes.
    pub fn typeset(&self, sheet: &Sheet) -> Result<Vec<u8>, Problem> {
        let kind = self.kind(&sheet.document);
        let kind = kind.ok_or_else(|| Self::unknown(&sheet.document))?;
        typeset::typeset(&self.desk, kind, sheet)
    }

    /// Whether a sheet can be made: laid out, without writing its PDF.
    fn try_out(&self, sheet: &Sheet) -> Result<(), Problem> {
        let kind = self.kind(&sheet.document);
        let kind = kind.ok_or_else(|| Self::unknown(&sheet.document))?;
        typeset::lay_out(&self.desk, kind, sheet).map(drop)
    }

    /// The PDF of a sheet, made in a thread of its own, one at a time, and given up when it takes too
    /// long. The reason of a failure names no person.
    pub async fn make(&self, sheet: Sheet) -> Result<Vec<u8>, String> {
        let late = || "the document took too long to make; its template may not end".to_owned();
        let turn = tokio::time::timeout(TIME_MAX, Arc::clone(&self.turn).acquire_owned()).await;
        let turn = turn.map_err(|_| late())?.map_err(|error| error.to_string())?;
        let documents = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            // Held until the thread ends: what does not end keeps the next from piling up behind it.
            let _turn = turn;
            documents.typeset(&sheet)
        });
        match tokio::time::timeout(TIME_MAX, work).await {
            Ok(Ok(made)) => made.map_err(|problem| problem.to_string()),
            Ok(Err(_)) => Err("making the document broke off: a bug, see the log".to_owned()),
            Err(_) => Err(late()),
        }
    }
}

impl std::fmt::Debug for Documents {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Documents").field("kinds", &self.kinds).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
