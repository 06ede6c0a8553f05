//! `reglament serve` as a whole: it starts, files, writes mails and stops in order.

use std::sync::Arc;
use std::time::Duration;

use clap::Parser;
use reglament_server::clock::SystemClock;
use reglament_server::serve::{ServeError, start};
use reglament_server::settings::ServeSettings;
use reglament_tests::{Client, maps};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::oneshot;

use super::office::fixtures;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    settings: ServeSettings,
}

fn settings(data: &TempDir, more: &[&str]) -> ServeSettings {
    let data = data.path().to_str().unwrap();
    let line = ["reglament", "--data", data, "--listen", "127.0.0.1:0"];
    Line::parse_from(line.iter().chain(more)).settings
}

async fn run(settings: &ServeSettings, work: impl AsyncFnOnce(String, String)) {
    let (end, ended) = oneshot::channel::<()>();
    let ended = async move { drop(ended.await) };
    let running = start(settings, Arc::new(SystemClock), ended).await.unwrap();
    let words = running.words.clone().unwrap_or_default();
    work(format!("http://{}", running.address), words).await;
    end.send(()).unwrap();
    let stopped = tokio::time::timeout(Duration::from_secs(30), running.ended()).await;
    stopped.expect("it stops in time").unwrap();
}

#[tokio::test]
async fn the_demonstration_files_an_application_and_stops_in_order() {
    let data = TempDir::new().unwrap();
    let settings = settings(&data, &["--demo"]);
    run(&settings, async |url, words| {
        for word in ["aliya", "gulnar", "supervisor", "password", "curl", &url] {
            assert!(words.contains(word), "{word} is not in {words}");
        }
        let token = words.split("Bearer ").nth(1).unwrap().split('\'').next().unwrap();
        let file = data.path().join("application.json");
        assert!(words.contains(file.to_str().unwrap()), "{words}");
        let application: Value =
            serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let portal = Client::program(&url, token);
        let filed = portal.post("/api/v1/instances", application).await.expect(201);
        assert_eq!(filed.json["status"], "received");
        filed.task("intake");
    })
    .await;
    // The same data again: the people get a new password, the case is still there.
    run(&settings, async |_, words| assert!(words.contains("password"))).await;
}

#[tokio::test]
async fn a_letter_lies_in_the_mail_folder_soon_after_its_command() {
    let data = TempDir::new().unwrap();
    let (processes, templates) = (fixtures().join("processes"), fixtures().join("templates"));
    let folders =
        ["--processes", processes.to_str().unwrap(), "--templates", templates.to_str().unwrap()];
    let settings = settings(&data, &folders);
    let store = reglament_server::serve::open_store(&settings.store).await.unwrap();
    let roles = [reglament_core::command::Role::Filing].into();
    let program = reglament_store::Program { program: "portal".into(), roles, active: true };
    let now = jiff::Timestamp::UNIX_EPOCH;
    let change = reglament_server::auth::tokens::program(program, "t", "test", now);
    store.change_organization(change).await.unwrap();
    drop(store);
    run(&settings, async |url, words| {
        assert!(words.contains("reglament person add"), "{words}");
        let portal = Client::program(&url, "t");
        let data = json!({ "name": "Aliya", "email": "aliya@example.org" });
        let application = json!({ "process": "letters", "data": data });
        let filed = portal.post("/api/v1/instances", application).await.expect(201);
        let case = filed.json["instance"].as_str().unwrap().to_owned();
        let mail = wait_for_mail(&settings).await;
        assert!(mail.contains(&format!("Subject: ru {case}")), "{mail}");
    })
    .await;
}

/// The bell is rung by the commit: a poll of fifteen seconds would not pass.
async fn wait_for_mail(settings: &ServeSettings) -> String {
    let folder = settings.store.data().join("mail");
    for _ in 0..80 {
        let found = std::fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path());
        if let Some(path) = found.into_iter().find(|it| it.extension().is_some_and(|e| e == "eml"))
        {
            return std::fs::read_to_string(path).unwrap();
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no mail within four seconds");
}

#[tokio::test]
async fn maps_with_mistakes_are_not_served() {
    let data = TempDir::new().unwrap();
    let folder = TempDir::new().unwrap();
    let map = "process: broken\ntitle: { ru: а, kk: а, en: a }\n";
    std::fs::create_dir_all(folder.path().join("demo/broken")).unwrap();
    std::fs::create_dir_all(folder.path().join("calendars")).unwrap();
    let calendar = maps::repository().join("tests/maps/calendars/lab.yaml");
    std::fs::copy(calendar, folder.path().join("calendars/lab.yaml")).unwrap();
    std::fs::write(folder.path().join("demo/broken/process.yaml"), map).unwrap();
    let settings = settings(&data, &["--processes", folder.path().to_str().unwrap()]);
    let refused = start(&settings, Arc::new(SystemClock), std::future::pending()).await;
    let Err(ServeError::Problems(problems)) = refused.map(|_| ()) else { panic!("it starts") };
    assert!(
        problems.iter().any(|it| it.starts_with("demo/broken/process.yaml:1:")),
        "{problems:?}"
    );
}
