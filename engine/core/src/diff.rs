//! Two editions compared: what changed for people, thing by thing, in the words of the language.
//!
//! ```text
//! definitions → canonical trees (language/edition.rs) → renamed steps, flows that follow from the
//! order (names) → tree by tree (walk), rows of tables by what they have in common (rows)
//! → changes → words (text)
//! ```
//!
//! Two definitions have no differences exactly when they are one edition.

mod lexicon;
mod names;
mod rows;
mod shown;
mod text;
mod tree;
mod vocabulary;
mod walk;

use serde::Serialize;
use serde_json::Value;

use crate::definition::Definition;
use crate::text::Texts;

pub use lexicon::word_keys;
pub use vocabulary::Kind;

/// The words that a comparison needs beside those of the map.
pub trait DiffWords: crate::words::Words {
    /// The words of a key of [`word_keys`].
    fn word(&self, key: &str) -> String;
    /// How many changes there are: `3 изменения`.
    fn count(&self, changes: usize) -> String;
}

/// What changed from one edition to another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diff {
    /// The changes, in the order of the language and of the map.
    pub changes: Vec<Change>,
}

/// One change.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Change {
    /// Where: from the section or the thing of the map to the field, outermost first.
    pub place: Vec<Place>,
    /// What happened there.
    #[serde(flatten)]
    pub what: What,
}

/// A part of a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Place {
    /// A thing with a name, such as a step.
    Thing {
        /// What it is.
        thing: Kind,
        /// Its name in the map; the number of a row that has none.
        id: String,
        /// What it is called.
        #[serde(skip_serializing_if = "Texts::is_empty")]
        title: Texts,
    },
    /// A field of the language, such as `within`.
    Field {
        /// Its key.
        field: String,
    },
}

/// What happened at a place.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum What {
    /// The thing is new.
    Added,
    /// The thing is gone.
    Removed,
    /// The thing stands elsewhere among its like.
    Moved {
        /// The one before it now; it is the first when absent.
        after: Option<String>,
    },
    /// The thing has another name.
    Renamed {
        /// Its name before.
        from: String,
    },
    /// The field says something else.
    Changed {
        /// What it said; null when it was absent.
        before: Value,
        /// What it says; null when it is absent.
        after: Value,
    },
}

impl Diff {
    /// What changed from the first definition to the second.
    pub fn between(before: &Definition, after: &Definition) -> Result<Self, serde_json::Error> {
        let (mut before, mut after) = (tree::of(before)?, tree::of(after)?);
        let renamed = names::renamed(&before, &after);
        names::rename(&mut before, &renamed);
        names::shorten(&mut before);
        names::shorten(&mut after);
        Ok(Self { changes: walk::changes(&before, &after, &renamed) })
    }

    /// Whether both are one edition.
    pub const fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

#[cfg(test)]
mod tests;
