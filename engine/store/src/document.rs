//! Documents made for cases: ordered, numbered once, then kept with their bytes.

use jiff::Timestamp;
use reglament_core::ids::{EffectId, InstanceId};
use reglament_core::text::{Lang, Texts};

/// A document that an effect asks for, before it has a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentOrder {
    /// The effect: the same one gets the same number again.
    pub effect: EffectId,
    /// The document: a folder below `templates/documents`.
    pub document: String,
    /// What it is called.
    pub title: Texts,
    /// The languages it is written in.
    pub languages: Vec<Lang>,
    /// The sequence that its number is of; several documents may share one.
    pub sequence: String,
    /// The period in which numbers do not repeat: a year, or the empty text for ever.
    pub period: String,
    /// The code by which anybody can verify it.
    pub code: String,
    /// When it is made.
    pub at: Timestamp,
}

/// What a document was given for good: once, whatever happens between numbering and making.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPlace {
    /// Its place in its sequence, from 1.
    pub place: u64,
    /// The code by which anybody can verify it.
    pub code: String,
    /// When it is made, as it says itself.
    pub at: Timestamp,
    /// Whether its bytes are kept already.
    pub made: bool,
}

/// A document that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeDocument {
    /// Its number as it stands on it.
    pub number: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// The bytes: PDF.
    pub content: Vec<u8>,
}

/// A document that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// The effect that asked for it.
    pub effect: EffectId,
    /// Its case.
    pub instance: InstanceId,
    /// The document: a folder below `templates/documents`.
    pub document: String,
    /// What it is called.
    pub title: Texts,
    /// The languages it is written in.
    pub languages: Vec<Lang>,
    /// Its number.
    pub number: String,
    /// The code by which anybody can verify it.
    pub code: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// How many bytes it has.
    pub bytes: u64,
}
