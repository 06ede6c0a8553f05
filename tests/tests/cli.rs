//! The command line as people and scripts meet it: help, exit codes, closed pipes.
#![expect(clippy::unwrap_used, reason = "a test that fails says where")]

#[path = "cli/case.rs"]
mod case;
#[path = "cli/check.rs"]
mod check;
#[path = "cli/deadlines.rs"]
mod deadlines;
#[path = "cli/diff.rs"]
mod diff;
#[path = "cli/due.rs"]
mod due;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/new.rs"]
mod new;
#[path = "cli/organization.rs"]
mod organization;
#[path = "cli/pictures.rs"]
mod pictures;
#[path = "cli/reference.rs"]
mod reference;
#[path = "cli/schema.rs"]
mod schema;
#[path = "cli/simulate.rs"]
mod simulate;
#[path = "cli/tables.rs"]
mod tables;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use reglament_tests::{binary, maps};

/// A map of the product.
const MAP: &str = "mia/border-zone-pass";

/// The product, run in the folder of the repository.
fn reglament(arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command.args(arguments).current_dir(maps::repository());
    // What the developer's shell sets is not what is tested.
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("REGLAMENT_")) {
        command.env_remove(name);
    }
    command
}

fn run(arguments: &[&str]) -> Output {
    reglament(arguments).output().unwrap()
}

/// What a command prints that is to succeed.
fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    let problem = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {problem}");
    String::from_utf8(output.stdout).unwrap()
}

/// What a command says that is to fail with this exit code.
fn refused(arguments: &[&str], code: i32) -> String {
    let output = run(arguments);
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    assert!(!said.contains("panicked"), "{said}");
    said
}

/// A processes folder with the calendars of the repository and one map.
fn copied_processes(folder: &Path) {
    let processes = maps::repository().join("processes");
    for part in ["calendars", "lists", "parts", "mia/parts", MAP, &format!("{MAP}/tables")] {
        std::fs::create_dir_all(folder.join(part)).unwrap();
        for entry in std::fs::read_dir(processes.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::copy(&path, folder.join(part).join(path.file_name().unwrap())).unwrap();
            }
        }
    }
}

/// The same with a mistake in the map.
fn broken_processes(folder: &Path) -> String {
    copied_processes(folder);
    let file = folder.join(MAP).join("process.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("to: not_accepted", "to: not_acepted")).unwrap();
    folder.join(MAP).display().to_string()
}

/// The subcommands that the help of a command lists.
fn commands(of: &[&str]) -> Vec<String> {
    let help = printed(&[of, &["--help"]].concat());
    let listed = help.split("\nCommands:\n").nth(1).unwrap_or_default();
    let listed = listed.split("\n\n").next().unwrap_or_default();
    let first = |line: &str| {
        let name = line.strip_prefix("  ")?.split_whitespace().next()?;
        (!line.starts_with("   ") && name != "help").then(|| name.to_owned())
    };
    listed.lines().filter_map(first).collect()
}

#[test]
fn every_command_has_help_with_an_example() {
    let names = commands(&[]);
    assert!(names.len() >= 10, "{names:?}");
    for name in &names {
        let help = printed(&[name, "--help"]);
        assert!(help.contains("Examples:\n  reglament ") || help.contains("Commands:"), "{help}");
        assert!(help.contains("Usage: "), "{help}");
    }
    assert!(printed(&["explain", "due", "--help"]).contains("Examples:\n  reglament "));
}

#[test]
fn exit_code_0_is_for_sound_maps() {
    for command in ["check", "table", "diagram"] {
        printed(&[command, "processes/mia/border-zone-pass"]);
    }
    assert!(printed(&["explain", "RGL-014"]).starts_with("# RGL-014: unknown step\n"));
}

#[test]
fn exit_code_1_is_for_problems_that_were_found() {
    let folder = tempfile::tempdir().unwrap();
    let map = broken_processes(folder.path());
    let checked = run(&["check", &map]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(String::from_utf8(checked.stdout).unwrap().contains("did you mean `not_accepted`?"));
    for command in ["table", "diagram"] {
        let said = refused(&[command, &map], 1);
        assert!(said.contains("not_acepted") && said.contains("RGL-014"), "{said}");
    }
    let unwritable = ["diagram", "border-zone-pass", "-o", "no/such/folder/map.svg"];
    assert!(refused(&unwritable, 1).contains("no/such/folder/map.svg"));
}

#[test]
fn exit_code_2_is_for_a_wrong_command_line() {
    for (arguments, hint) in [
        (&["tabel"][..], "'table'"),
        (&["table"], "<MAP>"),
        (
            &["table", "processes/mia/border-zone-pas"],
            "did you mean `processes/mia/border-zone-pass`?",
        ),
        (
            &["table", "procesess/mia/border-zone-pass"],
            "did you mean `processes/mia/border-zone-pass`?",
        ),
        (&["diagram", "border-zone-pas"], "there is no map at `border-zone-pas`"),
        (&["table", "processes/mia"], "holds 7 maps"),
        (&["table", "border-zone-pass", "--lang", "de"], "use ru, kk or en"),
        (&["diagram", "border-zone-pass", "--format", "pdf"], "svg, mermaid, dot"),
        (&["check", "processes/mai"], "did you mean `processes/mia`?"),
        (&["explain", "RGL-999"], "there is no rule `RGL-999`"),
        (
            &[
                "explain",
                "due",
                "--calendar",
                "kz-aifk",
                "--from",
                "2026-01-05",
                "--term",
                "1 hour",
            ],
            "did you mean `kz-aifc`?",
        ),
        (
            &["explain", "due", "--calendar", "kz", "--from", "5 January", "--term", "1 hour"],
            "is not a moment",
        ),
        (
            &["explain", "due", "--calendar", "kz", "--from", "2026-01-05", "--term", "5 days"],
            "is not a term",
        ),
        (&["explain", "due", "--calendar", "kz", "--from", "2026-01-05"], "--term"),
        (&["explain", "due"], "--process"),
    ] {
        let said = refused(arguments, 2);
        assert!(said.contains(hint), "{arguments:?} should say {hint}: {said}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    for arguments in [
        &["explain", "all"][..],
        &["table", "border-zone-pass", "--all"],
        &["diagram", "border-zone-pass"],
        &["check", "--format", "json"],
        &["test"],
        &["--help"],
    ] {
        let mut child =
            reglament(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {said}");
    }
}
