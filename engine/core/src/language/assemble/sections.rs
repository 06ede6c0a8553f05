//! The sections of the parts and of the map, merged. A key that stands in two places is a mistake:
//! an override would be a copy that drifts.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::language::reader::Reader;
use crate::language::rules;
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node};

/// What was merged so far.
#[derive(Default)]
pub(super) struct Merged {
    sections: Vec<Entry>,
}

impl Merged {
    /// Adds the sections of a part; its steps have a place of their own.
    pub(super) fn add(&mut self, r: &mut Reader<'_>, part: &Node, sections: &[&str]) {
        let wanted = |entry: &&Entry| {
            entry.key.text != "steps" && sections.contains(&entry.key.text.as_str())
        };
        for entry in part.entries().iter().filter(wanted) {
            self.merge(r, entry.clone());
        }
    }

    /// Adds the map itself, with its steps.
    pub(super) fn finish(mut self, r: &mut Reader<'_>, root: Node, steps: Option<Entry>) -> Node {
        let Kind::Map(entries) = root.kind else { return root };
        let of_map = |entry: &Entry| entry.key.text != "parts" && entry.key.text != "steps";
        for entry in entries.into_iter().filter(of_map) {
            self.merge(r, entry);
        }
        self.sections.extend(steps);
        Node { span: root.span, kind: Kind::Map(self.sections) }
    }

    fn merge(&mut self, r: &mut Reader<'_>, new: Entry) {
        let known = self.sections.iter_mut().find(|entry| entry.key.text == new.key.text);
        let Some(before) = known else {
            self.sections.push(new);
            return;
        };
        let name = &new.key.text;
        let one_thing = is_table(&before.value) || is_table(&new.value);
        match (&mut before.value.kind, new.value.kind) {
            (Kind::Map(entries), Kind::Map(more)) if !one_thing => {
                merge_entries(r, name, entries, more);
            }
            (Kind::List(items), Kind::List(more)) => items.extend(more),
            _ => stands_twice(r, &format!("`{name}`"), new.key.span, before.key.span),
        }
    }
}

/// A decision table is one thing; half of it means nothing.
fn is_table(node: &Node) -> bool {
    node.entry("rules").is_some()
}

fn merge_entries(r: &mut Reader<'_>, section: &str, entries: &mut Vec<Entry>, more: Vec<Entry>) {
    let place = |entry: &Entry| (entry.key.text.clone(), entry.key.span);
    let places: BTreeMap<String, Span> = entries.iter().map(place).collect();
    for entry in more {
        match places.get(&entry.key.text) {
            None => entries.push(entry),
            Some(first) => {
                let what = format!("`{}` of `{section}`", entry.key.text);
                stands_twice(r, &what, entry.key.span, *first);
            }
        }
    }
}

/// Reports both places.
pub(super) fn stands_twice(r: &mut Reader<'_>, what: &str, again: Span, first: Span) {
    let message = format!("{what} stands in two files that make up this map");
    let found = Diagnostic::new(&rules::STANDS_TWICE, again, message);
    let found = found.label("again here").related(first, "first here");
    r.found.push(found.help("keep one of them, or give them different names"));
}
