//! What the tests of several pages need.

use std::path::Path;
use std::sync::Arc;

use reglament_core::process::Process;

use crate::cli::scenario_files::process_at;

/// The library card of the town of the tests.
pub fn library_card() -> Arc<Process> {
    let map = "../../tests/fixtures/town/town/library-card";
    process_at(&Path::new(env!("CARGO_MANIFEST_DIR")).join(map)).expect("the map reads")
}
