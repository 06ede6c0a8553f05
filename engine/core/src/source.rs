//! Source files and places in them; every diagnostic of a map points to one.

use std::sync::Arc;

use serde::Serialize;

/// A place in a source file: byte offsets, the end exclusive. Line and column are computed from
/// the text when they are shown ([`SourceFile::position`]).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Span {
    /// Index of the file in its [`Sources`].
    pub file: u32,
    /// First byte.
    pub start: u32,
    /// Byte after the last.
    pub end: u32,
}

/// A line and a column as an editor shows them: both from 1, columns in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in Unicode scalar values.
    pub column: usize,
}

/// A file that was read: its path as the reader should see it, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// Path relative to the folder of the processes, with `/`.
    pub path: Arc<str>,
    /// The text.
    pub text: Arc<str>,
}

/// The files of one check, by index ([`Span::file`]) and by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    files: Vec<SourceFile>,
}

impl Span {
    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { file: self.file, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl SourceFile {
    /// The position of a byte offset; an offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let upto = self.text.get(..offset as usize).unwrap_or(&self.text);
        let line_start = upto.rfind('\n').map_or(0, |at| at + 1);
        Position {
            line: upto.matches('\n').count() + 1,
            column: upto[line_start..].chars().count() + 1,
        }
    }
}

impl Sources {
    /// Adds a file, or finds the one with this path, and gives its index.
    pub fn add(&mut self, path: &str, text: impl Into<Arc<str>>) -> u32 {
        if let Some(index) = self.find(path) {
            return index;
        }
        self.files.push(SourceFile { path: path.into(), text: text.into() });
        u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX)
    }

    /// The index of the file with this path.
    pub fn find(&self, path: &str) -> Option<u32> {
        self.files.iter().position(|file| &*file.path == path).and_then(|n| u32::try_from(n).ok())
    }

    /// The file with this index.
    pub fn file(&self, index: u32) -> Option<&SourceFile> {
        self.files.get(index as usize)
    }

    /// All files, in the order in which they were added.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }
}
