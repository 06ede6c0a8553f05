//! Steps of parts, put between the steps of a map: `filing: { part: ../parts/filing.yaml }`.

use std::collections::BTreeMap;

use super::Assembly;
use super::sections::stands_twice;
use crate::language::rules;
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node};

/// The steps so far, and where each is named.
#[derive(Default)]
struct Steps {
    entries: Vec<Entry>,
    places: BTreeMap<String, Span>,
}

impl Assembly<'_, '_> {
    /// The entry `steps`, with the steps of parts in the places where they are named.
    pub(super) fn steps(&mut self, entry: &Entry) -> Entry {
        let Kind::Map(entries) = &entry.value.kind else { return entry.clone() };
        let mut all = Steps::default();
        self.splice(entries, &mut all);
        let value = Node { span: entry.value.span, kind: Kind::Map(all.entries) };
        Entry { key: entry.key.clone(), value }
    }

    fn splice(&mut self, entries: &[Entry], all: &mut Steps) {
        for entry in entries {
            match entry.value.entry("part") {
                Some(part) => self.splice_part(entry, &part.value, all),
                None => self.add_step(entry, all),
            }
        }
    }

    fn add_step(&mut self, entry: &Entry, all: &mut Steps) {
        let name = &entry.key.text;
        if let Some(first) = all.places.insert(name.clone(), entry.key.span) {
            return stands_twice(self.r, &format!("the step `{name}`"), entry.key.span, first);
        }
        let mut step = entry.clone();
        if let Kind::Map(keys) = &mut step.value.kind {
            // A block has steps of its own. Blocks are no deeper than the file.
            for inner in keys.iter_mut().filter(|key| key.key.text == "steps") {
                *inner = self.steps(inner);
            }
        }
        all.entries.push(step);
    }

    fn splice_part(&mut self, group: &Entry, name: &Node, all: &mut Steps) {
        self.r.section(&group.value, group.key.span, "a group of steps", &["part"]);
        let Some(file) = self.part(name) else { return };
        let Some(steps) = self.steps_of(file) else {
            let message = format!("the part `{}` has no steps", name.text().unwrap_or_default());
            let help = "name it under `parts:`, or give it `steps:`";
            self.r.report(&rules::BAD_PART, name.span, message, help);
            return;
        };
        if self.enter(file, name.span).is_none() {
            return;
        }
        if self.spliced.insert(file) {
            self.splice(steps.entries(), all);
        } else {
            self.spliced_twice(name.span);
        }
        self.open.pop();
    }

    fn steps_of(&self, file: u32) -> Option<Node> {
        let part = self.parts.iter().find(|part| part.file == file)?;
        part.root.at(&["steps"]).cloned()
    }

    fn spliced_twice(&mut self, again: Span) {
        let message = "the steps of this part stand in the map already";
        let help = "lead there with `next:` or `to:` instead";
        self.r.report(&rules::BAD_PART, again, message, help);
    }
}
