//! Names that a map declares, and words of which the language knows a few.

use super::section::list;
use super::{Reader, alphabet};
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::language::rules;
use crate::source::Span;
use crate::yaml::{Entry, Key, Meaning, Node, Style, meaning};

/// Longer names are refused: they stand in addresses, tables and pictures.
const NAME_CHARS_MAX: usize = 64;

/// Which characters a name may have beside letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::language) enum NameKind {
    /// Expressions use it: `_` only, because `-` is minus there.
    Variable,
    /// Nothing computes with it: `_`, `-` and `.`.
    Label,
}

impl Reader<'_> {
    /// The name that a key of the author's own declares.
    pub(in crate::language) fn declared(&mut self, key: &Key, kind: NameKind) -> Option<String> {
        self.unambiguous(&key.text, key.style, key.span)?;
        self.well_formed(&key.text, key.span, kind)
    }

    /// A name as a value.
    pub(in crate::language) fn name(&mut self, node: &Node, kind: NameKind) -> Option<String> {
        let text = self.text(node)?;
        self.well_formed(&text, node.span, kind)
    }

    /// The entries of a map whose keys the author names.
    pub(in crate::language) fn named<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        kind: NameKind,
    ) -> Vec<(String, &'n Entry)> {
        let Some(entries) = self.entries(node, what) else { return Vec::new() };
        entries.iter().filter_map(|entry| Some((self.declared(&entry.key, kind)?, entry))).collect()
    }

    fn unambiguous(&mut self, text: &str, style: Style, span: Span) -> Option<()> {
        match meaning(text) {
            Some(odd) if style == Style::Plain => {
                let what = if odd == Meaning::Nothing { "nothing" } else { odd.describe() };
                let message = format!("the name `{text}` is {what} to readers of YAML");
                self.report(&rules::QUOTE_IT, span, message, format!("write \"{text}\""));
                None
            }
            _ => Some(()),
        }
    }

    fn well_formed(&mut self, text: &str, span: Span, kind: NameKind) -> Option<String> {
        let extra = |c: char| c == '_' || (kind == NameKind::Label && matches!(c, '-' | '.'));
        let first = text
            .chars()
            .next()
            .is_some_and(|c| c.is_alphabetic() || (kind == NameKind::Label && c.is_alphanumeric()));
        let rest = text.chars().all(|c| c.is_alphanumeric() || extra(c));
        if first && rest && text.chars().count() <= NAME_CHARS_MAX {
            self.one_alphabet(text, span);
            return Some(text.to_owned());
        }
        let message = format!("`{text}` is not a name");
        let marks = if kind == NameKind::Variable { "`_`" } else { "`_`, `-`, `.`" };
        let help = format!(
            "begin with a letter, go on with letters, digits and {marks}, {NAME_CHARS_MAX} at most"
        );
        self.report(&rules::BAD_NAME, span, message, help);
        None
    }

    /// Reports a name or a code that looks like another one in another alphabet.
    pub(in crate::language) fn one_alphabet(&mut self, text: &str, span: Span) {
        if let Some(odd) = alphabet::look_alike(text) {
            let message = format!("`{text}` mixes Cyrillic and Latin letters, or only looks Latin");
            let help = format!("`{odd}` is a Cyrillic letter; write the name in one alphabet");
            let latin = alphabet::latin(text);
            let found = Diagnostic::new(&rules::MIXED_ALPHABETS, span, message).help(help);
            self.report_found(found.repair(text, latin.as_deref()));
        }
    }

    /// One of the words that the language knows at this place.
    pub(in crate::language) fn word<T: Clone>(
        &mut self,
        node: &Node,
        what: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let text = self.text(node)?;
        let known = words.iter().find(|(word, _)| *word == text).map(|(_, value)| value.clone());
        if known.is_none() {
            let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            self.unknown_word(&text, node.span, what, &names);
        }
        known
    }

    /// Reports a word that the language does not know at this place.
    pub(in crate::language) fn unknown_word(
        &mut self,
        word: &str,
        span: Span,
        what: &str,
        known: &[&str],
    ) {
        let message = format!("`{word}` is not {what}");
        let all = format!("known are {}", list(known));
        let help = match did_you_mean(word, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`? {all}"),
            None => all,
        };
        let found = Diagnostic::new(&rules::UNKNOWN_WORD, span, message).help(help);
        self.report_word(found, word, known);
    }
}
