//! A definition with all it needs to run: its calendar, the indices and its edition.

use crate::definition::Definition;
use crate::ids::EditionId;

/// A process that can run. Cheap to share behind an `Arc`; building one is not on the hot path.
#[derive(Clone, Debug)]
pub struct Process {
    /// The definition.
    pub definition: Definition,
    /// The edition: the first 16 hexadecimal digits of the SHA-256 of the canonical content.
    pub edition: EditionId,
}
