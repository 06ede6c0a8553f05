//! The log for process mining, read by a tool of others: it finds the cases, events and variants that are there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;

use reglament_server::mining::{self, Selection, Written};
use reglament_store::StoreError;
use reglament_tests::{TestApp, maps};
use serde_json::{Value, json};

/// Holds the interpreter that has pm4py (`tests/bin/with-pm4py` sets it).
const PM4PY: &str = "REGLAMENT_TEST_PM4PY";
/// With the value 1, a missing one is a failure.
const REQUIRED: &str = "REGLAMENT_TEST_REQUIRE_PM4PY";

/// Cases that went different ways.
async fn worked() -> TestApp {
    let app = TestApp::permit().await;
    let (portal, aliya) = (app.portal().await, app.officer("aliya", &["front"]).await);
    for n in 0..6 {
        let body = json!({ "process": "permit", "data": { "applicant": { "name": "Сынақ <&>" } } });
        let filed = portal.post("/api/v1/instances", body).await.expect(201);
        let task = format!("/api/v1/tasks/{}", filed.task("intake"));
        app.set_time(&format!("2026-03-18T05:{n}0:00Z"));
        if n > 0 {
            let _ = aliya.post(&format!("{task}/claim"), json!({})).await.expect(200);
        }
        if n > 3 {
            let body = json!({ "outcome": "accepted" });
            let _ = aliya.post(&format!("{task}/complete"), body).await.expect(200);
        }
    }
    app
}

/// The logs in both formats, and what we count in them.
async fn exported(app: &TestApp, selection: &Selection) -> (Vec<u8>, Vec<u8>, Written) {
    let store = &*app.app.store;
    let (mut xes, mut ocel) = (Vec::new(), Vec::new());
    let written = mining::xes::write(store, selection, &mut xes).await.unwrap();
    assert_eq!(mining::ocel::write(store, selection, &mut ocel).await.unwrap(), written);
    (xes, ocel, written)
}

fn hidden() -> Selection {
    Selection { secret: Some("a secret of this export".to_owned()), ..Selection::default() }
}

#[tokio::test]
async fn people_are_pseudonyms_unless_they_are_asked_for() {
    let app = worked().await;
    let (xes, ocel, _) = exported(&app, &hidden()).await;
    let [xes, ocel] = [xes, ocel].map(|log| String::from_utf8(log).unwrap());
    for log in [&xes, &ocel] {
        assert!(
            log.contains("person-") && !log.contains("aliya") && !log.contains("Сынақ"),
            "{log}"
        );
    }
    let (named, ..) = exported(&app, &Selection::default()).await;
    assert!(String::from_utf8(named).unwrap().contains("\"aliya\""));
    let log: Value = serde_json::from_str(&ocel).unwrap();
    let ids: BTreeSet<&str> =
        log["objects"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap()).collect();
    for event in log["events"].as_array().unwrap() {
        for relation in event["relationships"].as_array().unwrap() {
            assert!(ids.contains(relation["objectId"].as_str().unwrap()), "{relation}");
        }
    }
}

#[tokio::test]
async fn a_selection_is_a_part() {
    let app = worked().await;
    let from = Some("2026-03-18T05:10:00Z".parse().unwrap());
    let part = Selection { from, until: Some("2026-03-18T05:30:00Z".parse().unwrap()), ..hidden() };
    assert_eq!(exported(&app, &part).await.2.cases, 2);
    let other = Selection { process: Some("another".into()), ..hidden() };
    assert_eq!(exported(&app, &other).await.2, Written::default());
}

#[tokio::test]
async fn another_tool_finds_what_is_there_without_a_warning() {
    let Some(python) = std::env::var_os(PM4PY) else {
        assert!(
            std::env::var(REQUIRED).as_deref() != Ok("1"),
            "{REQUIRED}=1, but {PM4PY} is not set"
        );
        let _ = writeln!(std::io::stderr(), "\n*** SKIPPED: run by tests/bin/with-pm4py\n");
        return;
    };
    let app = worked().await;
    let (xes, ocel, written) = exported(&app, &hidden()).await;
    assert_eq!(written.cases, 6);
    let mut variants = BTreeMap::<Vec<String>, u64>::new();
    mining::each(&*app.app.store, &hidden(), |history| {
        let way = mining::rows(&history.events).into_iter().map(|row| row.activity).collect();
        *variants.entry(way).or_default() += 1;
        Ok::<_, StoreError>(())
    })
    .await
    .unwrap();
    let found = read(&python, "xes", app.folder().join("log.xes"), &xes);
    assert_eq!((&found["cases"], &found["events"]), (&json!(6), &json!(written.rows)));
    assert_eq!(found["variants"], json!(variants.len()));
    assert_eq!(variants.len(), 3);
    let found = read(&python, "ocel", app.folder().join("log.json"), &ocel);
    assert_eq!((&found["cases"], &found["events"]), (&json!(6), &json!(written.rows)));
    assert_eq!(found["objects"]["person"], 1);
}

/// What the other tool says of a log; a warning of it is an error.
fn read(python: &std::ffi::OsStr, format: &str, file: PathBuf, log: &[u8]) -> Value {
    std::fs::write(&file, log).unwrap();
    let script = maps::repository().join("tests/verify/mine.py");
    let run = Command::new(python).arg(script).arg(format).arg(file).output().unwrap();
    let said = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success() && !said.to_lowercase().contains("warn"), "{said}");
    let line = String::from_utf8(run.stdout).unwrap();
    serde_json::from_str(line.lines().last().unwrap()).unwrap()
}
