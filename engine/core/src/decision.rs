//! Decision tables: facts in rows, a hit policy, and a trace of the rules that fired.
//!
//! ```yaml
//! decision: additional-documents
//! hit: collect
//! inputs:  [category, procedure]
//! outputs: [document, copies]
//! rules:
//!   - { when: { category: [R1, R2] }, then: { document: parents-letter, copies: 1 }, cites: [rules-9] }
//!   - { when: { category: [T1, T5], term_months: "[1..12]" }, then: { document: employer-letter, copies: 1 } }
//! ```

mod coverage;
mod evaluate;
mod hit;
mod input;

use indexmap::IndexMap;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::feel::{Expression, UnaryTests};

use crate::reference::Validity;

pub use coverage::Overlap;
pub use evaluate::{Decision, DecisionError, FiredRule, Trace, TraceWarning};
pub use hit::HitPolicy;
pub use input::Inputs;

/// A decision table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionTable {
    /// Its name.
    pub decision: String,
    /// Which rules count when several match.
    #[serde(default)]
    pub hit: HitPolicy,
    /// The day by which rules with validity dates are chosen; today where it is absent or null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Expression>,
    /// What the rules ask for, in the order of the columns.
    #[serde(default)]
    pub inputs: Inputs,
    /// What the rules answer, in the order of the columns.
    pub outputs: Vec<String>,
    /// The rows.
    pub rules: Vec<DecisionRule>,
}

/// A row of a decision table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionRule {
    /// Its name, if it has one; otherwise its number in the table names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The tests by input. An input that is not mentioned does not matter.
    #[serde(default, skip_serializing_if = "IndexMap::is_empty")]
    pub when: IndexMap<String, UnaryTests>,
    /// The answers by output. One that is not mentioned is null.
    #[serde(default, with = "cells", skip_serializing_if = "IndexMap::is_empty")]
    pub then: IndexMap<String, Expression>,
    /// The first day on which it holds; always until then when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day on which it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// The clauses it comes from, by their ids in `basis`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
}

impl DecisionRule {
    /// The days on which it holds.
    pub const fn valid(&self) -> Validity {
        Validity { from: self.from, until: self.until }
    }
}

impl DecisionTable {
    /// Whether some of its rules hold on some days only.
    pub fn is_dated(&self) -> bool {
        self.rules.iter().any(|rule| !rule.valid().is_always())
    }
}

/// Output cells: a bare word is a text ([`Expression::parse_cell`]).
mod cells {
    use indexmap::IndexMap;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::feel::{Expression, OutputCell};

    pub fn serialize<S: Serializer>(
        cells: &IndexMap<String, Expression>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        cells.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<IndexMap<String, Expression>, D::Error> {
        let cells = IndexMap::<String, OutputCell>::deserialize(deserializer)?;
        Ok(cells.into_iter().map(|(name, cell)| (name, cell.0)).collect())
    }
}

#[cfg(test)]
mod tests;
