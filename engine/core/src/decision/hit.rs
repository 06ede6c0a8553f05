//! Hit policies: which of the matching rules count.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What happens when several rules match.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HitPolicy {
    /// At most one rule may match; two are a mistake in the table.
    #[default]
    Unique,
    /// The first matching rule counts.
    First,
    /// Several may match if they answer the same.
    Any,
    /// All matching rules count, in the order of the table.
    Collect,
    /// The sum of the answers of all matching rules.
    CollectSum,
    /// The least answer.
    CollectMin,
    /// The greatest answer.
    CollectMax,
    /// How many rules match.
    CollectCount,
}

impl HitPolicy {
    /// All policies with the words that name them in a map.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Unique, "unique"),
        (Self::First, "first"),
        (Self::Any, "any"),
        (Self::Collect, "collect"),
        (Self::CollectSum, "collect sum"),
        (Self::CollectMin, "collect min"),
        (Self::CollectMax, "collect max"),
        (Self::CollectCount, "collect count"),
    ];
}

impl fmt::Display for HitPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = Self::ALL.iter().find(|policy| policy.0 == *self).map_or("", |policy| policy.1);
        f.write_str(name)
    }
}

impl FromStr for HitPolicy {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().find(|policy| policy.1 == text).map(|policy| policy.0).ok_or_else(|| {
            let names: Vec<&str> = Self::ALL.iter().map(|policy| policy.1).collect();
            format!("unknown hit policy `{text}`; use {}", names.join(", "))
        })
    }
}

impl Serialize for HitPolicy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for HitPolicy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}
