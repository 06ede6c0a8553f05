//! `check` repairs, watches, and speaks to other tools.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use super::{MAP, broken_processes, copied_processes, reglament, run};

#[test]
fn what_is_plain_is_repaired_and_checked_again() {
    let folder = tempfile::tempdir().unwrap();
    let map = broken_processes(folder.path());
    let sound = tempfile::tempdir().unwrap();
    copied_processes(sound.path());
    let output = run(&["check", "--fix", &map]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains(": not_acepted → not_accepted\n"), "{said}");
    assert_eq!(output.status.code(), Some(0), "{said}");
    let text = |folder: &tempfile::TempDir| {
        std::fs::read_to_string(folder.path().join(MAP).join("process.yaml")).unwrap()
    };
    assert_eq!(text(&folder), text(&sound), "the wrong word and nothing else");
}

#[test]
fn github_and_scanners_get_the_place() {
    let folder = tempfile::tempdir().unwrap();
    let map = broken_processes(folder.path());
    let output = run(&["check", "--format", "github", &map]);
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.starts_with("::error file=") && told.contains(",title=RGL-014::"), "{told}");
    let output = run(&["check", "--format", "sarif", &map]);
    let sarif: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let fix = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(fix["insertedContent"]["text"], "not_accepted");
}

#[test]
fn a_change_is_checked_again() {
    let folder = tempfile::tempdir().unwrap();
    let map = broken_processes(folder.path());
    let mut child = reglament(&["check", "--watch", &map])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut waiting = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until = |words: &str| lines.by_ref().any(|line| line.unwrap().contains(words));
    assert!(until("1 map checked: 1 error"));
    assert!(waiting.next().unwrap().unwrap().contains("waiting for a change"));
    copied_processes(folder.path());
    assert!(until("map checked: sound"));
    child.kill().unwrap();
    child.wait().unwrap();
}
