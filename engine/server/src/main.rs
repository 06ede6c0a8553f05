//! The binary `reglament`: see `reglament --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    reglament_server::cli::run()
}
