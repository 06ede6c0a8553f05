//! Workers built into the product: a service task whose worker is named in `connectors.yaml` is done
//! here. Each kind of connector is one file and one line in [`open`].

mod list;
mod register;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use reglament_core::value::Value;
use serde::Deserialize;

use crate::assets::Assets;

pub use list::ListConnector;

/// Where the connectors are set up, among the processes.
pub const SETTINGS: &str = "connectors.yaml";

/// Does the jobs of one worker.
#[async_trait]
pub trait Connector: Send + Sync + 'static {
    /// Does one job. An error costs an attempt; it is shown to the person who looks at the incident, so
    /// it says what to do and names no person.
    async fn run(&self, input: &Value) -> Result<Value, String>;
}

/// The connectors by the name of their worker.
pub type Connectors = BTreeMap<String, Arc<dyn Connector>>;

/// What `connectors.yaml` says of one worker.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Setting {
    /// Looks people up in registers kept as files.
    List(list::Setting),
}

/// A connector that cannot be set up.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct ConnectorError {
    file: String,
    reason: String,
}

/// Sets up the connectors that a file among the processes names; none when there is no such file.
pub fn open(processes: &Assets) -> Result<Connectors, ConnectorError> {
    let error = |reason: String| ConnectorError { file: SETTINGS.to_owned(), reason };
    let text: Option<String> = processes.text(SETTINGS).map_err(|fault| error(fault.reason))?;
    let Some(text) = text else { return Ok(Connectors::new()) };
    let settings: BTreeMap<String, Setting> =
        serde_yaml::from_str(&text).map_err(|fault| error(fault.to_string()))?;
    let open = |(worker, setting)| {
        let connector: Arc<dyn Connector> = match setting {
            Setting::List(setting) => Arc::new(ListConnector::open(setting, processes)?),
        };
        Ok((worker, connector))
    };
    settings.into_iter().map(open).collect()
}
