//! Process maps for tests: the repository's own, and a small one that uses every endpoint.

use std::path::{Path, PathBuf};

use reglament_core::catalogue::Catalogue;
use reglament_core::language;
use reglament_core::source::Sources;

/// The folder of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The processes of the repository.
pub fn processes() -> Catalogue {
    catalogue(&sources(&repository().join("processes")))
}

/// The small process `permit` of the tests.
pub fn permit() -> Catalogue {
    catalogue(&sources(&repository().join("tests/maps")))
}

/// The files of a processes folder.
pub fn sources(folder: &Path) -> Sources {
    let mut found = Sources::default();
    add(&mut found, folder, folder);
    found
}

fn add(found: &mut Sources, root: &Path, folder: &Path) {
    let entries = std::fs::read_dir(folder).expect("the folder reads");
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            add(found, root, &path);
        } else if path.extension().is_some_and(|kind| kind == "yaml") {
            let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            found.add(&name, std::fs::read_to_string(&path).unwrap());
        }
    }
}

/// The processes in these files; a mistake in one of them fails the test with its place.
pub fn catalogue(sources: &Sources) -> Catalogue {
    let checked = language::check(sources);
    assert!(!checked.has_errors(), "the maps have errors: {:#?}", checked.diagnostics);
    let mut catalogue = Catalogue::default();
    for process in checked.processes {
        catalogue.publish(process.into());
    }
    catalogue
}
