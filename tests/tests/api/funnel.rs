//! A case from application to end, through every endpoint that changes it.

use reglament_core::command::Role;
use reglament_tests::{Answer, Client, TestApp};
use serde_json::json;

/// Files an application for the permit.
pub async fn file(portal: &Client) -> Answer {
    let body =
        json!({ "process": "permit", "data": { "applicant": { "name": "Test Applicant" } } });
    portal.post("/api/v1/instances", body).await.expect(201)
}

#[tokio::test]
async fn a_case_goes_from_application_to_permit() {
    let app = TestApp::permit().await;
    let (portal, aliya) = (app.portal().await, app.officer("aliya", &["front"]).await);
    let gulnar = app.officer("gulnar", &["head"]).await;
    let worker = app.program("registers", &[Role::Worker]).await;

    let filed = file(&portal).await;
    let case = filed.at("/instance");
    assert_eq!(filed.header("location"), format!("/api/v1/instances/{case}"));
    assert_eq!(case.len(), 14);
    assert!(case.starts_with("260318"), "{case} names the day");
    assert_eq!(filed.at("/due"), "2026-03-25");

    let intake = filed.task("intake");
    let claimed = aliya.post(&format!("/api/v1/tasks/{intake}/claim"), json!({})).await.expect(200);
    assert_eq!(claimed.at("/tasks/0/assignee"), "aliya");
    let body = json!({ "outcome": "accepted", "data": { "note": "complete" } });
    let done = aliya.post(&format!("/api/v1/tasks/{intake}/complete"), body).await.expect(200);
    assert_eq!(done.at("/jobs/0/worker"), "register");

    let lease =
        worker.post("/api/v1/jobs/lease", json!({ "worker": "register" })).await.expect(200);
    let (job, token) = (lease.at("/jobs/0/job"), lease.at("/jobs/0/token"));
    assert_eq!(lease.at("/jobs/0/input/name"), "Test Applicant");
    let body = json!({ "token": token, "output": { "hits": 0 } });
    let checked = worker.post(&format!("/api/v1/jobs/{job}/complete"), body).await.expect(200);

    let decision = checked.task("decision");
    let body = json!({ "outcome": "approve" });
    let path = format!("/api/v1/tasks/{decision}/complete");
    let ended = gulnar.post(&path, body).await.expect(200);
    assert_eq!(ended.at("/state"), "ended");
    assert_eq!(ended.at("/status"), "granted");
    assert_eq!(ended.at("/clock"), "met");

    let shown = portal.get(&format!("/api/v1/instances/{case}")).await.expect(200);
    assert_eq!(shown.at("/data/note"), "complete");
    assert_eq!(shown.header("etag"), format!("\"{}\"", ended.at("/version")));
}

/// BZP: 7 working days from the acceptance on Wednesday, 18 March 2026; 23, 24 and 25 March are
/// days off (Nauryz, moved from the weekend).
#[tokio::test]
async fn a_border_zone_pass_is_decided_by_three_people() {
    let app = TestApp::start().await;
    let portal = app.portal().await;
    let aliya = app.officer("aliya", &["mp-district"]).await;
    let damir = app.officer("damir", &["mp-directorate"]).await;
    let gulnar = app.officer("gulnar", &["mp-head"]).await;
    let body = json!({ "process": "border-zone-pass", "data": {
        "applicant": { "kind": "individual", "name": "Sample Applicant", "language": "en" },
        "foreigner": { "name": "Sample Foreigner", "passport": "AB1234567" },
        "residence": { "kind": "temporary", "address": "Almaty" },
        "trip": { "zone": "Narynkol", "purpose": "tourism", "from": "2026-04-20", "until": "2026-04-30" },
    } });
    let filed = portal.post("/api/v1/instances", body).await.expect(201);
    let complete = async |client: &Client, task: String, body: serde_json::Value| {
        client.post(&format!("/api/v1/tasks/{task}/complete"), body).await
    };
    let body = json!({ "outcome": "accepted", "documents": "all" });
    let accepted = complete(&aliya, filed.task("intake"), body).await.expect(200);
    assert_eq!(accepted.at("/due"), "2026-04-01");
    let body = json!({ "data": { "registers": { "wanted": "no_hit", "entry_ban": "no_hit" } } });
    let checked = complete(&damir, accepted.task("register_check"), body).await.expect(200);
    let decision = checked.task("decision");
    let approve = json!({ "outcome": "approve" });
    let other = complete(&aliya, decision.clone(), approve.clone()).await.expect(403);
    assert_eq!(other.code(), "not_candidate");
    let approved = complete(&gulnar, decision, approve).await.expect(200);
    assert_eq!(approved.at("/status"), "approved");
}
