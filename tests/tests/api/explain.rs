//! How a fee, the documents and a due date came about: the rule, what it asked for, and the source.

use reglament_core::command::Role;
use reglament_tests::{Client, TestApp, maps};
use serde_json::{Value, json};

/// A site with a case of a child, before its documents were accepted.
async fn site() -> (TestApp, Client, String) {
    let app = TestApp::with(maps::town()).await;
    let (portal, dana) = (app.portal().await, app.person("dana", &[], &[Role::Supervisor]).await);
    let reader = json!({ "reader": { "name": "Test Reader", "kind": "child" } });
    let body = json!({ "process": "library-card", "data": reader });
    let case = portal.post("/api/v1/instances", body).await.expect(201).at("/instance");
    (app, dana, case)
}

async fn told(by: &Client, case: &str, what: &str) -> Value {
    by.get(&format!("/api/v1/instances/{case}/explain/{what}")).await.expect(200).json
}

#[tokio::test]
async fn a_fee_and_the_documents_name_their_rules_and_sources() {
    let (_app, dana, case) = site().await;
    let fee = told(&dana, &case, "fee").await;
    assert_eq!(fee["total"], 0);
    let line = &fee["lines"][0];
    assert_eq!(line["rule"]["table"], "card-fee");
    assert_eq!(line["rule"]["number"], 1);
    assert_eq!(line["rule"]["inputs"], json!({ "reader.kind": "child" }));
    assert_eq!(line["sources"][0]["act"], "Правила библиотеки");
    assert_eq!(line["sources"][0]["clause"], "п. 5");

    let documents = told(&dana, &case, "documents").await;
    let names: Vec<_> =
        documents["lines"].as_array().unwrap().iter().map(|line| &line["name"]).collect();
    assert_eq!(names, ["application", "parents-letter"]);
    assert_eq!(documents["lines"][1]["copies"], 1);
    assert_eq!(documents["lines"][1]["rule"]["inputs"], json!({ "reader.kind": "child" }));
    assert_eq!(told(&dana, &case, "requirements").await["lines"], json!([]));
}

#[tokio::test]
async fn a_due_date_is_told_once_its_clock_runs() {
    let (app, dana, case) = site().await;
    let path = format!("/api/v1/instances/{case}/explain/due");
    assert_eq!(dana.get(&path).await.expect(409).code(), "not_explained");
    let ann = app.officer("ann", &["desk"]).await;
    let task = dana.get(&format!("/api/v1/instances/{case}")).await.expect(200).task("intake");
    let body = json!({ "outcome": "accepted", "documents": "all" });
    let _ = ann.post(&format!("/api/v1/tasks/{task}/complete"), body).await.expect(200);
    let due = told(&dana, &case, "due").await;
    assert_eq!(due["due"], "2026-03-27T13:00:00Z");
    assert_eq!(due["lines"][0]["sources"][0]["id"], "rules-3");
    let days = due["accounts"][0]["days"].as_array().unwrap();
    assert_eq!(days.iter().filter(|day| day["counted"]["as"] == "day").count(), 7);
}

#[tokio::test]
async fn what_is_not_explained_is_said() {
    let (_app, dana, case) = site().await;
    let path = format!("/api/v1/instances/{case}/explain/weather");
    let answer = dana.get(&path).await.expect(404);
    assert!(answer.text.contains("ask for `fee`"), "{}", answer.text);
}
