//! `docs/reference/cli.md` is the help of every command. It is written by
//! `REGLAMENT_WRITE_REFERENCE=1 cargo test -p reglament-tests --test cli reference`.

use std::fmt::Write;

use reglament_tests::maps;

use super::{commands, printed};

const HEAD: &str = "\
# The command line

The help of every command, as `reglament <command> --help` prints it; a test keeps this page true.
";

#[test]
fn the_reference_is_the_help_of_every_command() {
    let mut page = HEAD.to_owned();
    section(&mut page, &[]);
    let file = maps::repository().join("docs/reference/cli.md");
    if std::env::var_os("REGLAMENT_WRITE_REFERENCE").is_some() {
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, &page).unwrap();
    }
    let kept = std::fs::read_to_string(&file).unwrap();
    assert!(
        kept == page,
        "docs/reference/cli.md is out of date; the head of this test says how to write it"
    );
}

fn section(page: &mut String, command: &[&str]) {
    let name = [&["reglament"], command].concat().join(" ");
    let help = printed(&[command, &["--help"]].concat());
    // Writing to a String cannot fail.
    let _ = write!(page, "\n## {name}\n\n```text\n{}\n```\n", help.trim_end());
    for sub in commands(command) {
        section(page, &[command, &[sub.as_str()]].concat());
    }
}
