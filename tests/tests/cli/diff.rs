//! What changed between two editions, from a folder, the binary, git and the store.

use std::path::Path;
use std::process::Command;

use reglament_core::language::canonical;
use reglament_tests::maps;

use super::{MAP, copied_processes, printed, refused, run};

/// What `diff` prints where there are differences.
fn told(arguments: &[&str]) -> String {
    let output = run(&[&["diff"], arguments].concat());
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// A copy of the map with a shorter term.
fn edited(folder: &Path) -> String {
    copied_processes(folder);
    let file = folder.join(MAP).join("process.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("within: 7 working days", "within: 5 working days"))
        .unwrap();
    folder.join(MAP).display().to_string()
}

#[test]
fn a_term_is_told_in_three_languages() {
    let folder = tempfile::tempdir().unwrap();
    let after = edited(folder.path());
    for (lang, line) in [
        ("ru", "срок услуги\n  срок: 7 → 5 рабочих дней\n"),
        ("kk", "қызмет мерзімі\n  мерзім: 7 → 5 жұмыс күні\n"),
        ("en", "deadline of the service\n  term: 7 → 5 working days\n"),
    ] {
        let text = told(&["border-zone-pass", &after, "--lang", lang]);
        assert!(text.ends_with(line), "{text}");
    }
    let md = told(&["border-zone-pass", &after, "--lang", "en", "--format", "md", "--text"]);
    assert!(md.contains("### deadline of the service\n\n- term: 7 → 5 working days\n"), "{md}");
    assert!(md.contains("-  within: 7 working days\n+  within: 5 working days\n"), "{md}");
    let json = told(&["border-zone-pass", &after, "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["changes"][0]["after"], "5 working days");
    assert_ne!(json["before"]["edition"], json["after"]["edition"]);
}

#[test]
fn a_comment_is_no_difference() {
    let folder = tempfile::tempdir().unwrap();
    copied_processes(folder.path());
    let file = folder.path().join(MAP).join("process.yaml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("# read again\n\n{text}")).unwrap();
    let map = folder.path().join(MAP).display().to_string();
    let same = printed(&["diff", "border-zone-pass", &map, "--lang", "en"]);
    assert_eq!(same, "No differences: this is one and the same edition.\n");
}

#[test]
fn a_revision_of_git_is_a_side() {
    let folder = tempfile::tempdir().unwrap();
    let processes = folder.path().join("processes");
    copied_processes(&processes);
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
        let done =
            Command::new("git").args(who).args(arguments).current_dir(folder.path()).output();
        assert!(done.unwrap().status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "first"]);
    edited(&processes);
    let map = format!("processes/{MAP}");
    let compare = |arguments: &[&str]| {
        let mut command = super::reglament(&[&["diff"], arguments].concat());
        command.current_dir(folder.path()).output().unwrap()
    };
    let before = format!("HEAD:{map}");
    let output = compare(&[&before, &map]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("срок: 7 → 5 рабочих дней"), "{text}");
    let output = compare(&["nowhere:processes", &map]);
    assert_eq!(output.status.code(), Some(2));
    let output = compare(&["HEAD:processes/mia/nothing", &map]);
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("HEAD has no map at `processes/mia/nothing`"), "{said}");
}

#[test]
fn a_published_edition_is_a_side() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().display().to_string();
    let missing = refused(&["diff", "edition:0123", "border-zone-pass", "--data", &data], 1);
    assert!(missing.contains("there is no database"), "{missing}");
    let edition = publish(&folder.path().join("reglament.db"));
    let same = ["diff", &format!("edition:{edition}"), "border-zone-pass", "--data", &data];
    assert!(printed(&same).starts_with("Различий нет"));
    let short = format!("border-zone-pass@{}", &edition[..8]);
    let other = told(&[&short, "foreigner-registration", "--data", &data, "--lang", "en"]);
    assert!(other.contains("authority") || other.contains("title"), "{other}");
    let unknown = refused(&["diff", "edition:zz", "border-zone-pass", "--data", &data], 2);
    assert!(unknown.contains(&format!("it has border-zone-pass@{edition}")), "{unknown}");
}

/// Stores the edition of the product's map, as a server does that publishes it.
fn publish(database: &Path) -> String {
    let catalogue = maps::processes();
    let process = catalogue.current(&"border-zone-pass".into()).unwrap();
    let row = reglament_store::EditionRow {
        edition: process.edition.clone(),
        process: process.definition.process.clone(),
        stored_at: jiff::Timestamp::UNIX_EPOCH,
        content: canonical(&process.definition).unwrap(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let url = format!("sqlite:{}", database.display());
        let store = reglament_store::open(&url).await.unwrap();
        store.put_edition(&row).await.unwrap();
        store.close().await;
    });
    process.edition.to_string()
}
