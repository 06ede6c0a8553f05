//! A map made whole before it is read: the parts it shares with other maps, and the files of its
//! tables, put in their places. Every node keeps its place in the file that it comes from, so that
//! readers and lints need not know of parts, and what they find points to where it is written.

mod sections;
mod splice;
mod tables;

use std::collections::BTreeSet;

use super::layout;
use super::reader::{NameKind, Reader};
use super::rules;
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::yaml::{Kind, Node};

/// Parts within parts are followed this deep.
const DEPTH_MAX: usize = 8;

/// Files that one map may be put together from.
const FILES_MAX: usize = 100;

/// All files of one map together.
const BYTES_MAX: usize = 4 * 1024 * 1024;

/// The sections that a part may have, beside its own name and the parts that it uses.
pub(super) const SECTIONS: [&str; 17] = [
    "basis",
    "units",
    "applicant",
    "linked_case",
    "office",
    "types",
    "data",
    "statuses",
    "documents",
    "fees",
    "grounds",
    "requirements",
    "decisions",
    "deadline",
    "deadlines",
    "on",
    "steps",
];

/// A map with everything that it is made of.
pub(super) struct Whole {
    /// The map, with its parts and tables in their places.
    pub(super) root: Node,
    /// The files it was put together from, the map's own first.
    pub(super) files: Vec<u32>,
}

/// Puts the map in this file together.
pub(super) fn whole(r: &mut Reader<'_>, file: u32) -> Option<Whole> {
    let mut assembly = Assembly::new(r);
    let root = assembly.tree(file, Span { file, ..Span::default() })?;
    let root = assembly.map(root);
    Some(Whole { root, files: assembly.files })
}

/// A part that was read: the file and its tree.
struct Part {
    file: u32,
    root: Node,
}

struct Assembly<'r, 'a> {
    r: &'r mut Reader<'a>,
    /// All files that were asked for, in this order.
    files: Vec<u32>,
    /// Their size together.
    bytes: usize,
    /// The parts whose sections are merged, those that others use first.
    parts: Vec<Part>,
    /// The parts that are being read: one within the other.
    open: Vec<u32>,
    /// The parts whose steps have their place.
    spliced: BTreeSet<u32>,
}

impl<'r, 'a> Assembly<'r, 'a> {
    fn new(r: &'r mut Reader<'a>) -> Self {
        let (files, parts, open) = (Vec::new(), Vec::new(), Vec::new());
        Self { r, files, bytes: 0, parts, open, spliced: BTreeSet::new() }
    }

    fn map(&mut self, root: Node) -> Node {
        let Kind::Map(_) = &root.kind else { return root };
        if let Some(list) = root.at(&["parts"]) {
            self.use_parts(list);
        }
        let steps = root.entry("steps").map(|entry| self.steps(entry));
        let mut merged = sections::Merged::default();
        for part in std::mem::take(&mut self.parts) {
            let part = self.with_tables(part.root);
            merged.add(self.r, &part, &SECTIONS);
        }
        let root = self.with_tables(root);
        merged.finish(self.r, root, steps)
    }

    /// `parts: [../parts/host.yaml]`.
    fn use_parts(&mut self, list: &Node) {
        let Some(items) = self.r.items(list, "`parts`") else { return };
        for item in items {
            self.part(item);
        }
    }

    /// The part that this node names, read once; those that it uses come before it.
    fn part(&mut self, name: &Node) -> Option<u32> {
        let file = self.find(name)?;
        if self.parts.iter().any(|part| part.file == file) {
            return Some(file);
        }
        self.enter(file, name.span)?;
        let root = self.part_root(file, name.span);
        if let Some(list) = root.as_ref().and_then(|root| root.at(&["parts"])) {
            self.use_parts(list);
        }
        self.open.pop();
        self.parts.push(Part { file, root: root? });
        Some(file)
    }

    /// A part says that it is one, and has only what a part can give.
    fn part_root(&mut self, file: u32, used: Span) -> Option<Node> {
        let root = self.tree(file, used)?;
        let start = Span { end: root.span.start, ..root.span };
        let keys: Vec<&str> = ["part", "parts"].into_iter().chain(SECTIONS).collect();
        let section = self.r.section(&root, start, "a part", &keys)?;
        if let Some(name) = section.get("part") {
            self.r.name(name, NameKind::Label);
        } else {
            let message = "this file is used as a part and does not say that it is one";
            let help = "begin it with `part:` and its name";
            self.r.report(&rules::BAD_PART, start, message, help);
        }
        Some(root)
    }

    /// Goes into a file; refuses a circle, and what is deeper than anybody reads.
    fn enter(&mut self, file: u32, used: Span) -> Option<()> {
        if let Some(first) = self.open.iter().position(|open| *open == file) {
            let circle = self.open[first..].iter().chain([&file]);
            let circle: Vec<String> = circle.map(|file| self.path(*file)).collect();
            let message = format!("this part contains itself: {}", circle.join(" → "));
            let help = "leave out the part that closes the circle";
            self.r.report(&rules::BAD_PART, used, message, help);
            return None;
        }
        if self.open.len() >= DEPTH_MAX {
            let message = format!("parts within parts are nested more than {DEPTH_MAX} deep here");
            let help = "name the part in the map itself";
            self.r.report(&rules::BAD_PART, used, message, help);
            return None;
        }
        self.open.push(file);
        Some(())
    }

    /// The file that a node names, relative to the folder of the file it stands in.
    fn find(&mut self, name: &Node) -> Option<u32> {
        let text = self.r.text(name)?;
        let path = self.path(name.span.file);
        let folder = layout::folder_of(&path);
        let found = layout::resolve(folder, &text).and_then(|path| self.r.sources.find(&path));
        if found.is_none() {
            let message = format!("there is no file `{text}` in `{folder}`");
            let help = "name a file relative to the folder of this one, such as `tables/fees.yaml`";
            self.r.report(&rules::MISSING_FILE, name.span, message, help);
        }
        found
    }

    /// The tree of a file, as long as the map does not grow out of all measure.
    fn tree(&mut self, file: u32, used: Span) -> Option<Node> {
        self.bytes += self.r.sources.file(file)?.text.len();
        if !self.files.contains(&file) {
            self.files.push(file);
        }
        if self.files.len() > FILES_MAX || self.bytes > BYTES_MAX {
            let size = BYTES_MAX / 1024;
            let message =
                format!("this makes a map of more than {FILES_MAX} files or {size} KB in all");
            let found = Diagnostic::new(&rules::BAD_PART, used, message);
            let found = found.help("leave out what the service does not need");
            // Said once: what follows is of no use.
            if !self.r.found.iter().any(|said| said.message == found.message) {
                self.r.found.push(found);
            }
            return None;
        }
        self.r.tree(file)
    }

    fn path(&self, file: u32) -> String {
        self.r.sources.file(file).map(|file| file.path.to_string()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
