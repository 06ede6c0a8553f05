//! The schema of maps is one that editors take, and every map of the product keeps it.

use std::path::Path;
use std::process::Command;

use reglament_tests::maps;

use super::printed;

/// Validates files against a schema; `jsonschema` is the reference in Python.
const VALIDATE: &str = "
import json, sys
from jsonschema import Draft7Validator
schema = json.load(open(sys.argv[1]))
Draft7Validator.check_schema(schema)
validator = Draft7Validator(schema)
for name, document in json.load(open(sys.argv[2])).items():
    for error in validator.iter_errors(document):
        print(name, list(error.absolute_path), error.message[:200])
";

fn collect(folder: &Path, found: &mut serde_json::Map<String, serde_json::Value>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            let text = std::fs::read_to_string(&path).unwrap();
            let document: serde_json::Value = serde_yaml::from_str(&text).unwrap();
            // Maps, parts and tables; other files of the folder have no schema.
            if ["process", "part", "decision"].iter().any(|key| document.get(key).is_some()) {
                found.insert(path.display().to_string(), document);
            }
        }
    }
}

/// Where `tests/bin/with-pm4py` says which Python has jsonschema.
const PYTHON: &str = "REGLAMENT_TEST_PM4PY";
/// With the value 1, a missing one is a failure.
const REQUIRED: &str = "REGLAMENT_TEST_REQUIRE_PM4PY";

#[test]
fn every_map_part_and_table_keeps_the_schema() {
    let folder = tempfile::tempdir().unwrap();
    let schema = folder.path().join("schema.json");
    std::fs::write(&schema, printed(&["schema"])).unwrap();
    let mut documents = serde_json::Map::new();
    for place in ["processes", "tests/maps", "tests/fixtures/town"] {
        collect(&maps::repository().join(place), &mut documents);
    }
    documents.retain(|path, _| !path.ends_with("demo.yaml"));
    assert!(documents.len() > 40, "{}", documents.len());
    let all = folder.path().join("documents.json");
    std::fs::write(&all, serde_json::to_string(&documents).unwrap()).unwrap();
    let Some(python) = std::env::var_os(PYTHON) else {
        assert!(std::env::var_os(REQUIRED).is_none(), "{REQUIRED}=1, but {PYTHON} is not set");
        return println!("skipped: run it by tests/bin/with-pm4py");
    };
    let output =
        Command::new(python).args(["-c", VALIDATE]).args([&schema, &all]).output().unwrap();
    let problem = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{problem}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}
