use std::path::Path;

use super::*;

/// The files below a folder of the repository, with their paths relative to it.
pub(super) fn folder(path: &str) -> Sources {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    let mut sources = Sources::default();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                let relative = path.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                sources.add(&relative, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    sources
}

/// What was found, a line each: place, code, message.
pub(super) fn lines(sources: &Sources, checked: &Checked) -> Vec<String> {
    let line = |found: &Diagnostic| {
        let place = found.located(sources);
        let (line, column) = (place.start.line, place.start.column);
        format!("{}:{line}:{column} {} {}", place.file, place.code, place.message)
    };
    checked.diagnostics.iter().map(line).collect()
}

#[test]
fn the_processes_of_the_product_are_sound() {
    let sources = folder("processes");
    let checked = check(&sources);
    assert_eq!(lines(&sources, &checked), Vec::<String>::new());
    assert!(checked.processes.len() >= 3);
}

#[test]
fn an_edition_reads_back_as_it_was() {
    for process in check(&folder("processes")).processes {
        let text = canonical(&process.definition).unwrap();
        let back = from_canonical(&text).unwrap();
        assert_eq!(back, process.definition);
        assert_eq!(canonical(&back).unwrap(), text);
        assert_eq!(edition_of(&text), process.edition);
    }
}
