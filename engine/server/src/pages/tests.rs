//! What the tests of several pages need.

use std::sync::Arc;

use reglament_core::language;
use reglament_core::process::Process;
use reglament_core::source::Sources;

use crate::assets::Assets;

/// The border-zone pass, from the maps that the binary carries.
pub fn border_zone_pass() -> Arc<Process> {
    let assets = Assets::processes(None).unwrap();
    let mut sources = Sources::default();
    for path in assets.paths() {
        sources.add(path, assets.text(path).unwrap().unwrap());
    }
    let checked = language::check(&sources);
    let found =
        checked.processes.into_iter().find(|one| one.definition.process == "border-zone-pass");
    Arc::new(found.expect("the map reads"))
}
