//! The case data: typed, labelled fields.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::feel::Expression;
use crate::reference::Validity;
use crate::text::Texts;

/// Fields by name, in the order in which forms show them.
pub type Fields = IndexMap<String, Field>;

/// A field of the case data.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// What is in it.
    #[serde(flatten)]
    pub kind: FieldType,
    /// Its label.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub title: Texts,
    /// A sentence below the label.
    #[serde(default, skip_serializing_if = "Texts::is_empty")]
    pub hint: Texts,
    /// May be left empty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub optional: bool,
    /// Must be filled in only when this holds; then `optional` says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_if: Option<Expression>,
}

/// The type of a field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FieldType {
    /// A text, of a known format if one is named.
    Text {
        /// `email`, `kz_iin`, `kz_bin`, `passport`, `phone`; none is free text.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        format: Option<String>,
        /// Several lines.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        long: bool,
    },
    /// A decimal number.
    Number,
    /// An amount of tenge with two decimals.
    Money,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// One of a list.
    Choice {
        /// The values and their words.
        of: IndexMap<String, Texts>,
        /// The days on which a value can be chosen, for those that cannot always.
        #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
        valid: IndexMap<String, Validity>,
        /// Whether they are codes that people type: Latin capitals, whatever they look like.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        codes: bool,
    },
    /// Fields within a field.
    Object {
        /// The fields.
        fields: Fields,
    },
    /// A list.
    List {
        /// What its items are.
        of: Box<FieldType>,
        /// The least count.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        at_least: Option<u32>,
    },
}
