//! The files of a case. What was removed stays listed: it is struck through, not gone.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The largest file, in bytes.
pub const ATTACHMENT_BYTES_MAX: u64 = 10 * 1024 * 1024;

/// How many files a case has, earlier versions and removed ones included.
pub const ATTACHMENTS_MAX: usize = 100;

/// A file to attach. Its bytes go with the commit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// What it is called.
    pub name: String,
    /// What it is, by its content, such as `application/pdf`.
    pub media_type: String,
    /// How long it is, in bytes.
    pub size: u64,
    /// The SHA-256 of its content, in hexadecimal digits.
    pub sha256: String,
    /// The number of the file of which this is a later version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_of: Option<u32>,
}

/// A file of a case.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// The file.
    #[serde(flatten)]
    pub file: File,
    /// Who attached it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// When it was removed, by whom and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<Removed>,
}

/// When a file was removed, by whom and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removed {
    /// Who removed it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Why.
    pub reason: String,
}
