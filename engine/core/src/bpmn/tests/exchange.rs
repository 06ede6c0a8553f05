//! The services of the product, written as models and read again.

use crate::bpmn::{export, import};
use crate::language::{check_one, check_tree, whole};
use crate::source::Sources;
use crate::term::Term;
use crate::text::Lang;
use crate::words::{Label, Words};

use super::conformance::options;

pub(super) struct English;

impl Words for English {
    fn lang(&self) -> Lang {
        Lang::En
    }

    fn label(&self, label: Label) -> String {
        format!("{label:?}")
    }

    fn term(&self, term: Term) -> String {
        term.to_string()
    }
}

fn folder_of_processes() -> Sources {
    crate::language::tests_folder("processes")
}

/// What the maps of one act quote.
const ACT: &str = "№ 103";

/// The maps whose text has these words.
fn maps(sources: &Sources, words: &str) -> Vec<String> {
    let maps = sources.files().iter().filter(|file| file.path.ends_with("/process.yaml"));
    let maps = maps.filter(|file| file.text.contains(words));
    let maps: Vec<String> = maps.map(|file| file.path.to_string()).collect();
    assert!(maps.len() >= 3, "{maps:?}");
    maps
}

#[test]
fn a_service_is_the_same_after_the_way_there_and_back() {
    let mut sources = folder_of_processes();
    // All of them where their models are asked for.
    let all = std::env::var_os("REGLAMENT_MODELS").is_some();
    for path in maps(&sources, if all { "process:" } else { ACT }) {
        let file = sources.find(&path).unwrap();
        let checked = check_one(&sources, &path);
        let process = &checked.processes[0];
        let root = whole(&sources, file).unwrap();
        let model = export(&process.definition, &root, &English).unwrap();
        if let Some(folder) = std::env::var_os("REGLAMENT_MODELS") {
            let name = format!("{}.bpmn", process.definition.process);
            std::fs::write(std::path::Path::new(&folder).join(name), &model).unwrap();
        }
        let model = sources.add(&format!("{path}.bpmn"), model);
        let imported = import(&sources, model, &options());
        assert!(imported.diagnostics.is_empty(), "{path}: {:#?}", imported.diagnostics);
        let again = check_tree(&sources, &imported.maps[0].root);
        let lines: Vec<String> = again
            .diagnostics
            .iter()
            .map(|found| {
                let place = found.located(&sources);
                format!("{}:{} {} {}", place.file, place.start.line, place.code, place.message)
            })
            .collect();
        assert!(!again.has_errors(), "{path}: {lines:#?}");
        let read = &again.processes[0].definition;
        for (id, step) in process.definition.all_steps() {
            assert_eq!(read.step(id), Some(step), "{path}: {id}");
        }
        assert_eq!(*read, process.definition, "{path}");
        assert_eq!(again.processes[0].edition, process.edition, "{path}");
    }
}

/// The rules that modellers recommend: `tests/bin/with-node` installs their linter.
#[test]
fn a_modeller_finds_nothing_to_mend() {
    let Some(modules) = std::env::var_os("REGLAMENT_TEST_NODE_MODULES") else {
        println!("not there: REGLAMENT_TEST_NODE_MODULES names no folder with bpmnlint");
        return;
    };
    let folder = std::env::temp_dir().join(format!("reglament-bpmn-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(".bpmnlintrc"), r#"{ "extends": "bpmnlint:recommended" }"#).unwrap();
    let sources = folder_of_processes();
    for path in maps(&sources, ACT) {
        let checked = check_one(&sources, &path);
        let root = whole(&sources, sources.find(&path).unwrap()).unwrap();
        let model = export(&checked.processes[0].definition, &root, &English).unwrap();
        std::fs::write(folder.join("model.bpmn"), model).unwrap();
        let lint = std::path::Path::new(&modules).join("bpmnlint/bin/bpmnlint.js");
        let mut node = std::process::Command::new("node");
        let said = node.arg(lint).arg("model.bpmn").current_dir(&folder).output().unwrap();
        assert!(said.status.success(), "{path}: {}", String::from_utf8_lossy(&said.stdout));
    }
    std::fs::remove_dir_all(&folder).unwrap();
}
