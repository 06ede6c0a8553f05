//! Reads the case within an event of a migration.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use crate::instance::Instance;

/// By way of a JSON value: serde keeps what stands within a tagged enum apart until it knows the tag, and then
/// reads no number from the name of an entry.
pub(super) fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Box<Instance>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    serde_json::from_value(value).map_err(D::Error::custom)
}
