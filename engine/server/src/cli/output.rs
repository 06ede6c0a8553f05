//! What subcommands print.

use std::io::{self, Write};

use super::{CommandResult, Outcome};

/// Prints a text that a reader may stop reading at any line (`reglament … | head`): the error of a
/// closed pipe ends the command quietly, see [`super::run`].
pub(super) fn print(text: &str) -> CommandResult {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Good)
}
