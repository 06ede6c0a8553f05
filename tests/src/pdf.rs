//! What a PDF says, as another program reads it.

use std::path::PathBuf;
use std::process::Command;

/// With the value 1, a missing `pdftotext` is a failure.
const REQUIRED: &str = "REGLAMENT_TEST_REQUIRE_POPPLER";

/// The text of a PDF; none where `pdftotext` is not installed.
pub fn text_of(pdf: &[u8]) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let file: PathBuf = folder.path().join("letter.pdf");
    std::fs::write(&file, pdf).unwrap();
    let Ok(done) = Command::new("pdftotext").arg("-layout").arg(&file).arg("-").output() else {
        assert_ne!(std::env::var(REQUIRED).as_deref(), Ok("1"), "pdftotext is not installed");
        eprintln!("skipped: pdftotext is not installed (Debian: apt-get install poppler-utils)");
        return None;
    };
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Some(String::from_utf8_lossy(&done.stdout).into_owned())
}
