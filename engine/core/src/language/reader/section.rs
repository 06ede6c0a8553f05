//! A map with a known set of keys.

use super::Reader;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::language::rules;
use crate::source::Span;
use crate::yaml::{Entry, Kind, Node};

/// A map of the language, with its unknown keys already reported.
#[derive(Clone, Copy)]
pub(in crate::language) struct Section<'n> {
    node: &'n Node,
    /// Where a missing key is reported: at the name of the thing.
    head: Span,
}

impl<'n> Section<'n> {
    /// The value of a key, when it is there.
    pub(in crate::language) fn get(&self, key: &str) -> Option<&'n Node> {
        self.node.entry(key).map(|entry| &entry.value)
    }

    /// The entry of a key, when it is there.
    pub(in crate::language) fn entry(&self, key: &str) -> Option<&'n Entry> {
        self.node.entry(key)
    }

    /// The name of the thing.
    pub(in crate::language) const fn head(&self) -> Span {
        self.head
    }
}

impl Reader<'_> {
    /// Takes a node as a map with these keys. `what` names the thing in messages (`a unit`),
    /// `head` is the place of its name.
    pub(in crate::language) fn section<'n>(
        &mut self,
        node: &'n Node,
        head: Span,
        what: &str,
        keys: &[&str],
    ) -> Option<Section<'n>> {
        let entries = self.entries(node, what)?;
        for entry in entries {
            if !keys.contains(&entry.key.text.as_str()) {
                self.unknown_key(entry, what, keys);
            }
        }
        Some(Section { node, head })
    }

    fn unknown_key(&mut self, entry: &Entry, what: &str, keys: &[&str]) {
        let name = &entry.key.text;
        let allowed = format!("{what} has the keys {}", list(keys));
        let help = match did_you_mean(name, keys.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? {allowed}"),
            None => allowed,
        };
        let message = format!("{what} has no key `{name}`");
        let found = Diagnostic::new(&rules::UNKNOWN_KEY, entry.key.span, message).help(help);
        self.report_word(found, name, keys);
    }

    /// The entries of a map; anything else is reported.
    pub(in crate::language) fn entries<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
    ) -> Option<&'n [Entry]> {
        if let Kind::Map(entries) = &node.kind {
            return Some(entries);
        }
        self.wrong_type(node, &format!("{what} is a map (`key: value` lines)"));
        None
    }

    /// The items of a list; anything else is reported.
    pub(in crate::language) fn items<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
    ) -> Option<&'n [Node]> {
        if let Kind::List(items) = &node.kind {
            return Some(items);
        }
        self.wrong_type(node, &format!("{what} is a list: `[a, b]`, or one `- a` a line"));
        None
    }

    /// The value of a key that must be there.
    pub(in crate::language) fn need<'n>(
        &mut self,
        section: &Section<'n>,
        key: &str,
        what: &str,
    ) -> Option<&'n Node> {
        let value = section.get(key);
        if value.is_none() {
            let message = format!("{what} needs the key `{key}`");
            self.report(&rules::MISSING_KEY, section.head, message, format!("add `{key}:`"));
        }
        value
    }

    /// Reports a node of the wrong type: what is expected, in a clause, and what stands there.
    pub(in crate::language) fn wrong_type(&mut self, node: &Node, expected: &str) {
        if matches!(node.kind, Kind::Reported) {
            return;
        }
        let message = format!("{expected}, but here is {}", node.describe());
        self.report(&rules::WRONG_TYPE, node.span, message, "write it in the form named above");
    }
}

/// Words for a message: `a`, `b`, `c`.
pub(in crate::language) fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}
