//! How an explanation is printed.

use clap::ValueEnum;
use serde::Serialize;

/// How an explanation is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people
    #[default]
    Text,
    /// For programs
    Json,
}

impl Format {
    /// The text, or the JSON of what it tells.
    pub(super) fn of(
        self,
        told: &impl Serialize,
        text: impl FnOnce() -> String,
    ) -> Result<String, serde_json::Error> {
        match self {
            Self::Text => Ok(text()),
            Self::Json => Ok(format!("{}\n", serde_json::to_string_pretty(told)?)),
        }
    }
}
