//! A stand-in until the expression language lands; on a conflict the real module wins.

use serde::{Deserialize, Serialize};

/// An expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Expression(pub String);
