//! A stand-in until decision tables land; on a conflict the real module wins.

use serde::{Deserialize, Serialize};

/// A decision table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DecisionTable {
    /// Its name.
    pub decision: String,
}
