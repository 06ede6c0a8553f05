//! A writer that stops at a limit: a template may loop over data, never without end.

use std::io::{Error, Write};

/// A longer text is no letter.
const MESSAGE_BYTES_MAX: usize = 1024 * 1024;

/// Collects at most [`MESSAGE_BYTES_MAX`] bytes.
#[derive(Debug, Default)]
pub(super) struct Limited(Vec<u8>);

impl Limited {
    /// What was written, if it is text.
    pub(super) fn into_text(self) -> Option<String> {
        String::from_utf8(self.0).ok()
    }
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Error> {
        if self.0.len() + bytes.len() > MESSAGE_BYTES_MAX {
            return Err(Error::other(format!(
                "the message is longer than {MESSAGE_BYTES_MAX} bytes; shorten its template"
            )));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), Error> {
        Ok(())
    }
}
