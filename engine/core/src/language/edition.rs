//! Editions: the canonical content of a definition, and its name.

use serde_yaml::with::singleton_map_recursive;
use sha2::{Digest, Sha256};

use crate::definition::Definition;
use crate::ids::EditionId;

/// The canonical content of a definition: what an edition is, and what is stored of it.
pub fn canonical(definition: &Definition) -> Result<String, serde_yaml::Error> {
    let mut bytes = Vec::new();
    // Enums as maps of one entry: YAML tags are outside our subset, and serde cannot read them
    // within the tagged elements.
    let mut serializer = serde_yaml::Serializer::new(&mut bytes);
    singleton_map_recursive::serialize(definition, &mut serializer)?;
    drop(serializer);
    String::from_utf8(bytes).map_err(serde::ser::Error::custom)
}

/// The definition that this canonical content describes.
pub fn from_canonical(text: &str) -> Result<Definition, serde_yaml::Error> {
    singleton_map_recursive::deserialize(serde_yaml::Deserializer::from_str(text))
}

/// The name of the edition with this canonical content: 16 hexadecimal digits of its SHA-256.
pub fn edition_of(canonical: &str) -> EditionId {
    let digest = Sha256::digest(canonical.as_bytes());
    let (head, _) = digest.split_first_chunk::<8>().unwrap_or((&[0; 8], &[]));
    EditionId::from(format!("{:016x}", u64::from_be_bytes(*head)))
}
