//! Reference data of an installation: indices and lists, each with the days on which it holds.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use jiff::civil::Date;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::text::Texts;

/// What the maps of an installation look up. Not part of an edition: what becomes known later
/// counts for running cases too, by the day that they ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReferenceData {
    /// Indices such as the monthly calculation index: values by name, then by first day.
    pub indices: BTreeMap<String, BTreeMap<Date, Decimal>>,
    /// Lists of codes by name.
    pub lists: BTreeMap<String, CodeList>,
    /// Lists of categories by the name of the scheme.
    pub categories: BTreeMap<String, CodeList>,
}

/// A list of codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeList {
    /// What it is called.
    pub title: Texts,
    /// The codes, in the order in which forms show them.
    pub entries: IndexMap<String, CodeEntry>,
}

/// A code of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeEntry {
    /// Its words.
    pub title: Texts,
    /// When it is on the list.
    pub valid: Validity,
}

/// The days on which something holds, both included; always, where neither is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
}

impl ReferenceData {
    /// The value of an index on a day.
    pub fn index(&self, name: &str, on: Date) -> Option<Decimal> {
        self.indices.get(name)?.range(..=on).next_back().map(|(_, value)| *value)
    }
}

impl CodeList {
    /// Whether a code is on the list on this day.
    pub fn has(&self, code: &str, on: Date) -> bool {
        self.entries.get(code).is_some_and(|entry| entry.valid.on(on))
    }
}

impl Validity {
    /// Whether it holds on this day.
    pub fn on(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether it holds always.
    pub fn is_always(&self) -> bool {
        *self == Self::default()
    }
}
