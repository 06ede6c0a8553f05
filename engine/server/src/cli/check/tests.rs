use super::*;

fn fixture(path: &str) -> Report {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/check").join(path);
    let report = check(&root).unwrap();
    Report { root: "processes".to_owned(), ..report }
}

#[test]
fn twelve_mistakes_are_shown_with_their_lines() {
    let report = fixture("twelve-mistakes");
    insta::assert_snapshot!("twelve-mistakes", report.text(false));
}

#[test]
fn json_has_the_same_findings() {
    let report = fixture("twelve-mistakes/town");
    let json: serde_json::Value = serde_json::from_str(&report.json().unwrap()).unwrap();
    assert_eq!(
        (&json["errors"], &json["warnings"], &json["maps"]),
        (&12.into(), &0.into(), &1.into())
    );
    let first = &json["diagnostics"][0];
    assert_eq!(first["code"], "RGL-005");
    assert_eq!(first["file"], "processes/town/reading-room-pass/process.yaml");
    assert_eq!(first["start"], serde_json::json!({ "line": 7, "column": 1 }));
    assert_eq!(first["severity"], "error");
}

#[test]
fn a_map_finds_its_calendars_above_it() {
    let map = fixture("twelve-mistakes/town/reading-room-pass/process.yaml");
    assert_eq!((map.maps, map.count(Severity::Error)), (1, 12));
    let table = fixture("twelve-mistakes/town/reading-room-pass/tables/fees.yaml");
    assert_eq!(table.count(Severity::Error), 12);
}

#[test]
fn what_cannot_be_checked_is_said_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let error = check(folder.path()).unwrap_err().to_string();
    assert!(error.contains("is not in a processes folder"), "{error}");
    std::fs::create_dir(folder.path().join("calendars")).unwrap();
    let error = check(folder.path()).unwrap_err().to_string();
    assert!(error.contains("there is no process.yaml at or below"), "{error}");
    assert!(check(&folder.path().join("nowhere")).is_err());
}

#[test]
fn places_of_any_shape_are_rendered() {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("town/pass");
    std::fs::create_dir_all(&map).unwrap();
    std::fs::create_dir(folder.path().join("calendars")).unwrap();
    for text in
        ["", "\u{feff}", "a", "ключ: [", "steps:\n  \u{1F600}: x", "a: b\r\nc: \"д\n", "\t\n- é"]
    {
        std::fs::write(map.join("process.yaml"), text).unwrap();
        let report = check(folder.path()).unwrap();
        assert!(report.text(true).contains("RGL-"), "{text:?}");
    }
}

#[test]
fn the_messages_of_sound_maps_are_checked_too() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/workers/processes");
    let mut report = check(&root).unwrap();
    report.check_messages(None).unwrap();
    assert_eq!(report.messages, [], "its templates lie beside it");
    let empty = tempfile::tempdir().unwrap();
    report.check_messages(Some(empty.path())).unwrap();
    let text = report.text(false);
    assert!(text.contains("error: templates/messages/told/kk.hbs:1: there is no such"), "{text}");
    assert!(text.contains("5 maps checked: 10 errors"), "{text}");
}

#[test]
fn sarif_has_the_findings_with_their_rules_and_repairs() {
    let report = fixture("twelve-mistakes");
    let sarif: serde_json::Value = serde_json::from_str(&sarif::render(&report).unwrap()).unwrap();
    let run = &sarif["runs"][0];
    let results = run["results"].as_array().unwrap();
    assert_eq!((&sarif["version"], results.len()), (&"2.1.0".into(), 12));
    for result in results {
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let rule = rules.iter().find(|rule| rule["id"] == result["ruleId"]).unwrap();
        assert!(rule["help"]["markdown"].as_str().unwrap().starts_with("# RGL-"));
    }
    insta::assert_json_snapshot!("sarif-result", results[4]);
}

#[test]
fn github_gets_a_command_for_each_finding() {
    insta::assert_snapshot!("github", github::render(&fixture("twelve-mistakes")));
}

/// A map with mistakes in a folder of its own.
fn damaged(edits: &[(&str, &str)]) -> tempfile::TempDir {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/town");
    let folder = tempfile::tempdir().unwrap();
    let map = "town/library-card";
    std::fs::create_dir_all(folder.path().join(map).join("tables")).unwrap();
    std::fs::create_dir(folder.path().join("calendars")).unwrap();
    for part in ["calendars", map, &format!("{map}/tables")] {
        for entry in std::fs::read_dir(from.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::copy(&path, folder.path().join(part).join(path.file_name().unwrap()))
                    .unwrap();
            }
        }
    }
    let file = folder.path().join(map).join("process.yaml");
    let mut text = std::fs::read_to_string(&file).unwrap();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    std::fs::write(file, text).unwrap();
    folder
}

#[test]
fn what_can_mean_one_thing_only_is_repaired_and_nothing_else() {
    let read = |folder: &tempfile::TempDir| {
        std::fs::read_to_string(folder.path().join("town/library-card/process.yaml")).unwrap()
    };
    let sound = damaged(&[]);
    let broken = damaged(&[("    unit: ", "    unti: "), ("authority:", "autority:")]);
    let report = check(broken.path()).unwrap();
    assert!(report.count(Severity::Error) >= 2);
    let said = fix::apply(&report).unwrap().unwrap();
    assert!(
        said.contains(": unti → unit\n") && said.contains(": autority → authority\n"),
        "{said}"
    );
    assert_eq!(read(&broken), read(&sound));
    assert_eq!(fix::apply(&check(broken.path()).unwrap()).unwrap(), None);
    let unclear = damaged(&[("    unit: ", "    xyzzy: ")]);
    let before = read(&unclear);
    assert_eq!(fix::apply(&check(unclear.path()).unwrap()).unwrap(), None);
    assert_eq!(read(&unclear), before);
}
