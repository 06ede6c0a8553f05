//! Files that people attach to a case: what they are is seen in their content, not in their names.

use std::fmt::Write as _;

use reglament_core::command::Actor;
use reglament_core::ids::InstanceId;
use reglament_core::instance::File;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_store::{AttachedFile, StoreError};
use sha2::{Digest, Sha256};

use crate::app::App;
use crate::record;
use crate::scanner::Unclean;

/// What is accepted: documents and pictures. Programs and archives are not, whatever they are called.
const ACCEPTED: [&str; 9] = [
    "application/pdf",
    "image/jpeg",
    "image/png",
    "image/tiff",
    "image/heif",
    "image/webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text",
];

/// A plain text has no mark of its own: it is UTF-8 without control characters.
const TEXT: &str = "text/plain";

/// A file as it came, made ready to be attached.
pub fn received(
    name: &str,
    version_of: Option<u32>,
    content: Vec<u8>,
) -> Result<(File, AttachedFile), Rejection> {
    let media_type = media_type(&content).ok_or_else(refused)?;
    let mut sha256 = String::with_capacity(64);
    for byte in Sha256::digest(&content) {
        let _ = write!(sha256, "{byte:02x}");
    }
    let size = content.len() as u64;
    let (name, media_type) = (name.trim().to_owned(), media_type.to_owned());
    let file = File { name, media_type, size, sha256: sha256.clone(), version_of };
    Ok((file, AttachedFile { sha256, content }))
}

/// Has the scanner of the installation look at a file, before the command that attaches it.
pub async fn scan(
    app: &App,
    actor: &Actor,
    case: &InstanceId,
    content: &[u8],
) -> Result<Result<(), Unclean>, StoreError> {
    let Some(scanner) = &app.settings.scanner else { return Ok(Ok(())) };
    let end = scanner.scan(content.to_vec()).await;
    if end.is_err() {
        record::refused(app, actor, Some(case), "attachment").await?;
    }
    Ok(end)
}

/// What a file is, by its content; none for what is not accepted.
fn media_type(content: &[u8]) -> Option<&'static str> {
    match infer::get(content) {
        Some(found) => ACCEPTED.into_iter().find(|accepted| *accepted == found.mime_type()),
        None => is_text(content).then_some(TEXT),
    }
}

fn is_text(content: &[u8]) -> bool {
    let is_plain = |letter: char| !letter.is_control() || matches!(letter, '\n' | '\r' | '\t');
    std::str::from_utf8(content).is_ok_and(|text| text.chars().all(is_plain))
}

/// A name as RFC 8187 writes it.
pub fn encoded(name: &str) -> String {
    let letter = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    name.bytes().map(letter).collect()
}

fn refused() -> Rejection {
    Rejection::new(
        RejectionCode::AttachmentRefused,
        "by its content this is no document or picture: attach PDF, JPEG, PNG, TIFF, HEIF, WebP, DOCX, \
         XLSX, ODT or plain text",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_content_says() {
        let of = |content: &[u8]| received("statement.pdf", None, content.to_vec());
        assert_eq!(of(b"%PDF-1.7\n").unwrap().0.media_type, "application/pdf");
        assert_eq!(of("Өтініш\n".as_bytes()).unwrap().0.media_type, "text/plain");
        for program in [&b"MZ\x90\x00\x03"[..], b"\x7fELF\x02\x01", b"PK\x03\x04\x14\x00", b"\0\0"]
        {
            assert_eq!(of(program).unwrap_err().code, RejectionCode::AttachmentRefused);
        }
    }

    #[test]
    fn its_checksum_is_that_of_its_content() {
        let (file, attached) = received(" a.txt ", None, b"abc".to_vec()).unwrap();
        assert_eq!((file.name.as_str(), file.size), ("a.txt", 3));
        assert!(file.sha256.starts_with("ba7816bf") && file.sha256 == attached.sha256);
    }
}
