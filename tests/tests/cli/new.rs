//! A map that is begun from the table of a regulation prints the same table.

use super::{copied_processes, printed, refused, run};

#[test]
fn a_map_from_a_table_prints_the_table() {
    let folder = tempfile::tempdir().unwrap();
    copied_processes(folder.path());
    for (process, format) in [
        ("border-zone-pass", "csv"),
        ("private-visit-invitation", "md"),
        ("foreigner-registration", "csv"),
    ] {
        let table = printed(&["table", process, "--format", format]);
        let file = folder.path().join(format!("{process}.{format}"));
        std::fs::write(&file, &table).unwrap();
        let map = folder.path().join(format!("town/{process}/process.yaml"));
        std::fs::create_dir_all(map.parent().unwrap()).unwrap();
        let (file, map) = (file.display().to_string(), map.display().to_string());
        printed(&[
            "new",
            process,
            "--from-table",
            &file,
            "--authority",
            "town",
            "--calendar",
            "kz",
            "--group",
            "desk",
            "-o",
            &map,
        ]);
        assert_eq!(
            printed(&["table", &map, "--format", "csv"]),
            printed(&["table", process, "--format", "csv"])
        );
        let again = refused(&["new", process, "--from-table", &file, "-o", &map], 1);
        assert!(again.contains("process.yaml"), "{again}");
    }
}

#[test]
fn the_checker_names_what_is_to_be_filled_in_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    copied_processes(folder.path());
    let file = folder.path().join("table.csv");
    std::fs::write(&file, printed(&["table", "border-zone-pass", "--format", "csv"])).unwrap();
    let map = folder.path().join("town/pass/process.yaml");
    std::fs::create_dir_all(map.parent().unwrap()).unwrap();
    let (file, map) = (file.display().to_string(), map.display().to_string());
    printed(&["new", "pass", "--from-table", &file, "-o", &map]);
    let checked = run(&["check", &map, "--format", "json"]);
    let found: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    for one in found["diagnostics"].as_array().unwrap() {
        let is_missing_words = one["code"] == "RGL-030";
        let message = one["message"].as_str().unwrap();
        assert!(is_missing_words || message.contains("fill-in"), "{one}");
    }
    assert_eq!(checked.status.code(), Some(1));
}
