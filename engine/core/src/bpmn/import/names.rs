//! Names of steps: identifiers of a model, made into names of a map.

use std::collections::{BTreeMap, BTreeSet};

/// Names are not longer; some room is left for what is put behind them.
const CHARS_MAX: usize = 48;

/// Names with which nothing computes are as long as the language allows.
const LABEL_CHARS_MAX: usize = 64;

/// The names given so far.
#[derive(Debug, Default)]
pub(super) struct Names {
    given: BTreeMap<(String, String), String>,
    taken: BTreeSet<String>,
    /// Names that this product wrote stay as they are.
    own: bool,
}

impl Names {
    /// The names of a model that this product wrote.
    pub(super) fn of_own(own: bool) -> Self {
        Self { own, ..Self::default() }
    }

    /// Keeps names that steps must not have.
    pub(super) fn reserve(&mut self, names: impl IntoIterator<Item = String>) {
        self.taken.extend(names);
    }

    /// The name of the step of an element; within the place of a call, one of its own.
    pub(super) fn of(&mut self, context: &str, id: &str) -> String {
        let key = (context.to_owned(), id.to_owned());
        if let Some(known) = self.given.get(&key) {
            return known.clone();
        }
        let name = self.free(&if self.own { id.to_owned() } else { variable(id) });
        self.given.insert(key, name.clone());
        name
    }

    /// A name for a step that the model does not have.
    pub(super) fn made(&mut self, name: &str) -> String {
        self.free(&variable(name))
    }

    fn free(&mut self, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut n = 2;
        while !self.taken.insert(name.clone()) {
            name = format!("{wanted}_{n}");
            n += 1;
        }
        name
    }
}

/// A name that expressions could use.
pub(super) fn variable(id: &str) -> String {
    let clean = |letter: char| if letter.is_alphanumeric() { letter } else { '_' };
    let name: String = id.chars().map(clean).take(CHARS_MAX).collect();
    match name.chars().next() {
        Some(letter) if letter.is_alphabetic() => name,
        _ => format!("step{}{name}", if name.starts_with('_') { "" } else { "_" }),
    }
}

/// A name with which nothing computes: of a message, a signal, an error.
pub(super) fn label(name: &str) -> String {
    let clean = |letter: char| {
        if letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.') { letter } else { '-' }
    };
    let name: String = name.trim().chars().map(clean).take(LABEL_CHARS_MAX).collect();
    match name.chars().next() {
        Some(letter) if letter.is_alphanumeric() => name,
        _ => format!("x{}", name.chars().skip(1).collect::<String>()),
    }
}
