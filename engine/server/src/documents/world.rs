//! What a template can reach: the templates beside it and the fonts that the binary carries.

use std::collections::HashMap;
use std::path::Path;

use jiff::civil::Date;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Dict, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use super::FOLDER;
use crate::assets::Assets;
use crate::messages::Problem;

/// A longer template is refused.
const TEMPLATE_BYTES_MAX: usize = 64 * 1024;
/// The fonts that letters use; both have the letters of Kazakh. The others would only cost memory.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// Everything that documents have in common.
pub(super) struct Desk {
    sources: HashMap<FileId, Source>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Desk {
    /// Reads every template of a document.
    pub(super) fn lay(templates: &Assets) -> Result<Self, Vec<Problem>> {
        let (mut sources, mut problems) = (HashMap::new(), Vec::new());
        let is_template = |path: &&str| {
            path.starts_with(FOLDER) && Path::new(path).extension().is_some_and(|it| it == "typ")
        };
        for path in templates.paths().filter(is_template) {
            match source(templates, path) {
                Ok(source) => drop(sources.insert(source.id(), source)),
                Err(message) => {
                    problems.push(Problem { file: path.to_owned(), line: 1, message });
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let all = typst_assets::fonts().flat_map(|data| Font::iter(Bytes::new(data)));
        let known = |font: &Font| FAMILIES.contains(&font.info().family.as_str());
        let fonts: Vec<Font> = all.filter(known).collect();
        Ok(Self { sources, book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts })
    }
}

fn source(templates: &Assets, path: &str) -> Result<Source, String> {
    let text = templates.text(path).map_err(|error| error.to_string())?.unwrap_or_default();
    if text.len() > TEMPLATE_BYTES_MAX {
        return Err(format!("the template is longer than {TEMPLATE_BYTES_MAX} bytes"));
    }
    let id = file_id(path.trim_start_matches(FOLDER)).ok_or("this is no name for a template")?;
    Ok(Source::new(id, text))
}

/// The identifier of a file below `templates/documents`.
pub(super) fn file_id(path: &str) -> Option<FileId> {
    Some(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).ok()?).intern())
}

/// The desk with one sheet on it.
pub(super) struct AtDesk<'a> {
    desk: &'a Desk,
    library: LazyHash<Library>,
    main: FileId,
    today: Date,
}

impl<'a> AtDesk<'a> {
    /// The template `main` with these variables, on this day.
    pub(super) fn new(desk: &'a Desk, main: FileId, inputs: Dict, today: Date) -> Self {
        let library = Library::builder().with_inputs(inputs).build();
        Self { desk, library: LazyHash::new(library), main, today }
    }

    /// The line of a byte of a file, from 1.
    pub(super) fn line(&self, id: FileId, byte: usize) -> usize {
        let source = self.desk.sources.get(&id);
        source.and_then(|source| source.lines().byte_to_line(byte)).map_or(1, |line| line + 1)
    }
}

impl World for AtDesk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.desk.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = self.desk.sources.get(&id).cloned();
        known.ok_or_else(|| FileError::NotFound(id.get().vpath().get_without_slash().into()))
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        // Pictures and data would be files; a letter has what its variables say.
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.desk.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        let (month, day) = (u8::try_from(self.today.month()), u8::try_from(self.today.day()));
        Datetime::from_ymd(self.today.year().into(), month.ok()?, day.ok()?)
    }
}
