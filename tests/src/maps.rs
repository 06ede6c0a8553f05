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

/// The services of an invented town: a library card, and complaints about it.
pub fn town() -> Catalogue {
    catalogue(&sources(&repository().join("tests/fixtures/town")))
}

/// A process `trial` with a task for the group `clerks` and this term, by the calendar of the country.
pub fn trial(within: &str) -> Catalogue {
    let mut found = sources(&repository().join("processes/calendars"));
    let calendars: Vec<_> = found.files().to_vec();
    found = Sources::default();
    for file in calendars {
        found.add(&format!("calendars/{}", file.path), file.text);
    }
    let map = format!(
        "process: trial\ntitle: {{ ru: Проба, kk: Сынақ, en: Trial }}\nauthority: demo\n\
         in_force: {{ from: 2020-01-01 }}\ncalendar: kz\n\
         units: {{ clerk: {{ title: {{ ru: Исполнитель, kk: Орындаушы, en: Clerk }}, group: clerks }} }}\n\
         deadline: {{ within: {within}, from: start }}\nsteps:\n  \
         work: {{ type: user_task, title: {{ ru: Шаг, kk: Қадам, en: Step }}, unit: clerk, within: {within} }}\n  \
         done: {{ type: end_event }}\n"
    );
    found.add("demo/trial/process.yaml", map);
    catalogue(&found)
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
