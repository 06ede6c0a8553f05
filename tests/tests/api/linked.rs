//! A complaint and the case that it is about know each other, before those who may see both.

use reglament_core::command::Role;
use reglament_tests::{Answer, Client, TestApp, maps};
use serde_json::{Value, json};

struct Site {
    app: TestApp,
    portal: Client,
    dana: Client,
}

impl Site {
    async fn new() -> Self {
        let app = TestApp::with(maps::town()).await;
        let (portal, dana) =
            (app.portal().await, app.person("dana", &[], &[Role::Supervisor]).await);
        Self { app, portal, dana }
    }

    async fn card(&self) -> String {
        let reader = json!({ "reader": { "name": "Test Reader", "kind": "adult" } });
        let body = json!({ "process": "library-card", "data": reader });
        self.portal.post("/api/v1/instances", body).await.expect(201).at("/instance")
    }

    async fn complaint(&self, about: &str) -> Answer {
        let data = json!({ "name": "Test Reader", "complaint": { "case": about } });
        let body = json!({ "process": "library-complaint", "data": data });
        self.portal.post("/api/v1/instances", body).await
    }

    async fn shown(&self, by: &Client, case: &str) -> Value {
        by.get(&format!("/api/v1/instances/{case}")).await.expect(200).json
    }
}

#[tokio::test]
async fn both_cases_name_each_other() {
    let site = Site::new().await;
    let card = site.card().await;
    let first = site.complaint(&card).await.expect(201).at("/instance");
    let second = site.complaint(&format!(" {card} ")).await.expect(201).at("/instance");
    let about = site.shown(&site.dana, &first).await;
    assert_eq!((&about["linked_to"], &about["linked_cases"]), (&json!(card), &json!([])));
    let card = site.shown(&site.dana, &card).await;
    assert_eq!(card["linked_cases"], json!([second, first]));
    assert_eq!(card.get("linked_to"), None);
}

#[tokio::test]
async fn who_may_not_see_a_complaint_is_not_told_of_it() {
    let site = Site::new().await;
    let card = site.card().await;
    let complaint = site.complaint(&card).await.expect(201).at("/instance");
    let desk = site.app.officer("ann", &["desk"]).await;
    assert_eq!(site.shown(&desk, &card).await["linked_cases"], json!([]));
    let head = site.app.officer("eve", &["desk", "head"]).await;
    assert_eq!(site.shown(&head, &card).await["linked_cases"], json!([complaint]));
}

#[tokio::test]
async fn a_number_of_this_system_must_be_a_case_and_another_is_kept_as_text() {
    let site = Site::new().await;
    let refused = site.complaint("26031800000099").await.expect(422);
    assert_eq!(refused.code(), "unknown_case");
    assert_eq!(refused.at("/errors/0/pointer"), "/data/complaint/case");
    assert!(refused.text.contains("check the number"), "{}", refused.text);
    let listed = site.dana.get("/api/v1/instances").await.expect(200);
    assert_eq!(listed.json["items"], json!([]), "nothing was filed");

    let paper = site.complaint("12-345/2019").await.expect(201).at("/instance");
    assert_eq!(site.shown(&site.dana, &paper).await["linked_to"], "12-345/2019");
    let none = site.complaint("").await.expect(201).at("/instance");
    assert_eq!(site.shown(&site.dana, &none).await.get("linked_to"), None);
}

#[tokio::test]
async fn a_form_may_link_a_case_later_and_take_the_link_away() {
    let site = Site::new().await;
    let card = site.card().await;
    let filed = site.complaint("12-345/2019").await.expect(201);
    let eve = site.app.officer("eve", &["head"]).await;
    let task = format!("/api/v1/tasks/{}/complete", filed.task("answer"));
    let own = filed.at("/instance");
    let wrong = json!({ "data": { "complaint": { "case": own } } });
    assert_eq!(eve.post(&task, wrong).await.expect(422).code(), "unknown_case");
    let right = json!({ "data": { "complaint": { "case": card } } });
    let _ = eve.post(&task, right).await.expect(200);
    assert_eq!(site.shown(&site.dana, &own).await["linked_to"], json!(card));
    let history = site.dana.get(&format!("/api/v1/instances/{own}/history")).await.expect(200);
    assert_eq!(history.text.matches("case_linked").count(), 2);
}
