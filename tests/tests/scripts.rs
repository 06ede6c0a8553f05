//! The modules of the pages, as a type checker reads them. `tests/bin/with-node` installs it.

use std::process::Command;

use reglament_tests::maps::repository;

#[test]
fn the_modules_have_sound_types() {
    let Ok(packages) = std::env::var("REGLAMENT_TEST_NODE_MODULES") else {
        let required = std::env::var("REGLAMENT_TEST_REQUIRE_NODE").is_ok();
        assert!(!required, "REGLAMENT_TEST_NODE_MODULES is not set; run tests/bin/with-node");
        println!("skipped: no type checker; run it by tests/bin/with-node");
        return;
    };
    let mut checker = Command::new("node");
    checker.arg(format!("{packages}/typescript/bin/tsc"));
    checker.arg("--project").arg(repository().join("tests/tsconfig.json"));
    let output = checker.output().unwrap();
    let words = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{words}{}", String::from_utf8_lossy(&output.stderr));
}

/// What the policy of the pages would stop in a browser is not written in the first place.
#[test]
fn the_modules_write_no_markup_and_evaluate_nothing() {
    let folder = repository().join("engine/web/js");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let banned = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("];
        for word in banned.into_iter().chain(["new Function", "localStorage", "http"]) {
            assert!(!text.contains(word), "{}: {word}", path.display());
        }
    }
}
