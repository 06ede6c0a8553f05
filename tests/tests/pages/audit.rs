//! The auditor's page.

use reglament_core::command::Role;
use reglament_store::AuditFilter;
use reglament_tests::TestApp;
use serde_json::json;

use super::visitor::Visitor;

/// A case that was filed and taken; its number.
async fn worked(app: &TestApp) -> String {
    let body = json!({ "process": "permit", "data": { "applicant": { "name": "Сынақ" } } });
    let filed = app.portal().await.post("/api/v1/instances", body).await.expect(201);
    let aliya = app.officer("aliya", &["front"]).await;
    let claim = format!("/api/v1/tasks/{}/claim", filed.task("intake"));
    let _ = aliya.post(&claim, json!({})).await.expect(200);
    filed.at("/instance")
}

#[tokio::test]
async fn an_auditor_lands_on_the_audit_and_reading_it_is_a_row_of_it() {
    let app = TestApp::permit().await;
    let case = worked(&app).await;
    let serik = Visitor::signed_in(&app, "serik", &[], &[Role::Auditor]).await;
    assert_eq!(serik.get("/").await.expect(303).location, "/audit");
    let page = serik.get("/audit").await.expect(200).shows(&case).shows("Задача взята");
    let page = page.shows("Контрольных точек ещё нет").hides("href=\"/tasks\"");
    let _ = page.hides("/instances/");
    let page = serik.get(&format!("/audit?case={case}&who=aliya")).await.expect(200);
    let _ = page.shows("claim_task").shows(">aliya<").hides("Подача заявления</td>");
    let _ = serik.get("/audit?until=2025-12-31").await.expect(200).shows("Таких записей нет");
    let _ = serik.get("/audit?from=soon").await.expect(200).shows("soon").shows(&case);
    let filter = AuditFilter {
        action: Some("read_audit".into()),
        actor: Some("serik".into()),
        limit: 9,
        ..AuditFilter::default()
    };
    let rows = app.app.store.audit_rows(&filter).await.unwrap();
    let details: Vec<_> = rows.iter().rev().map(|row| row.entry.detail.as_str()).collect();
    let of_case = format!("case={case}&who=aliya");
    assert_eq!(details, ["", &of_case, "until=2025-12-31T19:00:00Z", ""]);
}

#[tokio::test]
async fn a_file_has_what_the_page_has() {
    let app = TestApp::permit().await;
    let case = worked(&app).await;
    let serik = Visitor::signed_in(&app, "serik", &[], &[Role::Auditor]).await;
    let page = serik.get(&format!("/audit?case={case}")).await.expect(200);
    let file = serik.get(&page.href("/audit/file/csv")).await.expect(200);
    assert_eq!(file.html.lines().count(), 3, "{}", file.html);
    let _ = file.shows("Задача взята").shows("Подача заявления").hides("serik");
    let _ = serik.get("/audit/file/xlsx?who=nobody").await;
    let _ = serik.get("/audit/file/pdf").await.expect(404);
    let _ = serik.get("/audit").await.expect(200).shows("Выгрузка аудита");
}

#[tokio::test]
async fn long_audits_have_pages() {
    let app = TestApp::permit().await;
    let serik = Visitor::signed_in(&app, "serik", &[], &[Role::Auditor]).await;
    for _ in 0..101 {
        let _ = serik.get("/audit").await.expect(200);
    }
    let first = serik.get("/audit?action=read_audit").await.expect(200);
    let second = serik.get(&first.pager("next")).await.expect(200);
    assert_eq!(second.html.matches("<tr data-line").count(), 1);
    let _ = serik.get(&second.pager("prev")).await.expect(200);
}

#[tokio::test]
async fn the_page_is_for_auditors() {
    let app = TestApp::permit().await;
    let dana = Visitor::signed_in(&app, "dana", &[], &[Role::Supervisor, Role::Officer]).await;
    let _ = dana.get("/audit").await.expect(403);
    let _ = dana.get("/audit/file/csv").await.expect(403);
    let _ = dana.get("/tasks").await.expect(200).hides("href=\"/audit\"");
    assert_eq!(dana.get("/").await.expect(303).location, "/tasks");
    let nobody = Visitor::new(&app, "ru");
    assert_eq!(nobody.get("/").await.expect(303).location, "/tasks");
    let guest = Visitor::signed_in(&app, "guest", &["front"], &[]).await;
    let to = guest.get("/").await.expect(303).location;
    let _ = guest.get(&to).await.expect(200);
}
