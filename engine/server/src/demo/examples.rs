//! What the demonstration knows of a service: `demo.yaml` beside its map. Applications that the map
//! accepts, and what people, workers and messages bring while the case is worked.

use std::collections::BTreeMap;

use jiff::civil::Date;
use reglament_core::ids::{ProcessId, StepId};
use reglament_core::language::layout;
use reglament_core::value::Value;
use serde::Deserialize;

use crate::assets::{AssetError, Assets};

/// The name of the file, beside `process.yaml`.
const FILE: &str = "demo.yaml";

/// The examples of one service.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Examples {
    /// Applications.
    pub applications: Vec<Example>,
    /// What people fill in, by step.
    pub work: BTreeMap<StepId, Vec<Example>>,
    /// What messages bring, by name.
    pub messages: BTreeMap<String, Vec<Example>>,
    /// What workers give back, by name.
    pub jobs: BTreeMap<String, Vec<Example>>,
}

/// Data that fits together on a day.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Example {
    /// The day: days in the data are moved by as much as the case lies after it.
    pub on: Date,
    /// How often it is taken, among the others.
    #[serde(default = "one")]
    pub weight: u32,
    /// The outcome of the step that it belongs to; any when absent.
    #[serde(default)]
    pub outcome: Option<String>,
    /// The data.
    pub data: Value,
}

const fn one() -> u32 {
    1
}

/// The examples of every service that has some.
pub(super) fn read(processes: &Assets) -> Result<BTreeMap<ProcessId, Examples>, AssetError> {
    let mut found = BTreeMap::new();
    for path in processes.paths().filter(|path| layout::file_name(path) == FILE) {
        let error = |reason: String| AssetError { path: path.to_owned(), reason };
        let text = processes.text(path)?.unwrap_or_default();
        let examples = serde_yaml::from_str(&text).map_err(|fault| error(fault.to_string()))?;
        let service = layout::file_name(layout::folder_of(path));
        found.insert(ProcessId::from(service), examples);
    }
    Ok(found)
}
