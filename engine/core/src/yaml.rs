//! YAML as a tree with places: every scalar keeps its raw text and how it was written, so that no
//! reader turns `no`, `012` or `2026-03-18` into something else behind the author's back.
//!
//! ```yaml
//! title: { ru: Приём документов }     # Map → Scalar, each with its place in the file
//! ```
//!
//! Beneath it is the event parser of `granit-parser`; nothing here recurses over the input.

mod builder;
mod plain;
mod print;

pub use plain::{Meaning, meaning};
pub use print::print;

use crate::diagnostic::Diagnostic;
use crate::language::rules;
use crate::source::Span;

/// Longer files are refused: a map is a page, and a table of a thousand rules has 200 KB.
pub const FILE_BYTES_MAX: usize = 1024 * 1024;

/// Deeper files are refused before anything recurses over them.
pub const DEPTH_MAX: usize = 64;

/// A node of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// From its first to after its last byte.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A scalar: the text after quotes and escapes are resolved.
    Scalar {
        /// The text.
        text: String,
        /// How it was written.
        style: Style,
    },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file; a key that stands twice is kept once.
    Map(Vec<Entry>),
    /// Something that was reported already; readers pass over it in silence.
    Reported,
}

/// An entry of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Key,
    /// The value.
    pub value: Node,
}

/// A key of a map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The text.
    pub text: String,
    /// Its place.
    pub span: Span,
    /// How it was written.
    pub style: Style,
}

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Bare: readers of YAML 1.1 and 1.2 may disagree on what it is.
    Plain,
    /// Within quotes: a text.
    Quoted,
    /// After `|` or `>`: a text.
    Block,
}

impl Node {
    /// Whether there is nothing where a value could stand (`key:`, `~` or `null`).
    pub fn is_nothing(&self) -> bool {
        matches!(&self.kind, Kind::Scalar { text, style: Style::Plain }
            if meaning(text) == Some(Meaning::Nothing))
    }

    /// What it is, in words: `a text`, `a list` …
    pub fn describe(&self) -> &'static str {
        match &self.kind {
            Kind::Scalar { .. } if self.is_nothing() => "nothing",
            Kind::Scalar { text, style: Style::Plain } => {
                meaning(text).map_or("a text", Meaning::describe)
            }
            Kind::Scalar { .. } => "a text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a map",
            Kind::Reported => "something unreadable",
        }
    }

    /// The text, if this is a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The entries, if this is a map.
    pub fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The items, if this is a list.
    pub fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// The entry with this key, if this is a map.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries().iter().find(|entry| entry.key.text == key)
    }

    /// The value at these keys, one within the other.
    pub fn at(&self, path: &[&str]) -> Option<&Node> {
        path.iter().try_fold(self, |node, key| Some(&node.entry(key)?.value))
    }
}

/// Reads one file. What is not YAML at all gives one diagnostic and no tree; what is YAML, but
/// outside the subset that maps use (anchors, tags, a key twice), is reported beside the tree.
pub fn parse(file: u32, text: &str) -> (Option<Node>, Vec<Diagnostic>) {
    let start = Span { file, start: 0, end: 0 };
    if text.len() > FILE_BYTES_MAX {
        let message = format!(
            "the file has {} KB; files of more than {} KB are not read",
            text.len() / 1024,
            FILE_BYTES_MAX / 1024
        );
        let found = Diagnostic::new(&rules::FILE_TOO_LARGE, start, message)
            .help("move the tables into files of their own below `tables/`");
        return (None, vec![found]);
    }
    builder::build(file, text)
}

#[cfg(test)]
mod tests;
