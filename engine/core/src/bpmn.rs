//! BPMN 2.0: a model is read into the same tree as a map of YAML, so that one reader, one checker and
//! one interpreter serve both; a map is written as a model with its picture.
//!
//! ```text
//! XML → xml (elements with places) → import (what each means in a map) → yaml::Node → language
//! ```
//!
//! Why it is no second interpreter: `docs/decisions/0025-bpmn-is-read-into-the-same-map.md`.

mod export;
mod feel;
mod import;
mod node;
#[cfg(test)]
mod tests;
mod xml;

pub use export::export;
pub use import::{Imported, ImportedMap, Options, Start, import};

/// The namespace of what BPMN has no word for, in the extension elements of a model.
pub const OWN_NAMESPACE: &str = "urn:reglament:bpmn:1";

/// The namespace of BPMN 2.0.
const MODEL_NAMESPACE: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";

/// The job that runs the script of a script task.
pub const SCRIPT_WORKER: &str = "script";
/// The job that sends a message to another participant.
pub const MESSAGE_WORKER: &str = "message";
/// The job that lets a signal go off outside of the case.
pub const SIGNAL_WORKER: &str = "signal";
/// The job of a business rule task whose table the model does not hold.
pub const RULE_WORKER: &str = "business-rule";
/// The job of a service task that names no operation.
pub const SERVICE_WORKER: &str = "service";
