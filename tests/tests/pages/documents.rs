//! The documents of a case: listed, read by who may read the case, verified by anybody.

use std::path::PathBuf;
use std::sync::Arc;

use reglament_core::command::Role;
use reglament_core::ids::InstanceId;
use reglament_server::channels::RecordingChannel;
use reglament_server::workers::{Outbox, Worker};
use reglament_store::DocumentRow;
use reglament_tests::{TestApp, maps, papers};
use serde_json::json;

use super::visitor::Visitor;

fn fixtures() -> PathBuf {
    maps::repository().join("tests/fixtures/workers")
}

/// A case with a document that was made.
async fn made() -> (TestApp, InstanceId, DocumentRow) {
    let app = TestApp::with(maps::catalogue(&maps::sources(&fixtures().join("processes")))).await;
    let portal = app.portal().await;
    let body = json!({ "process": "papers", "data": { "name": "Алия Примерова" } });
    let answer = portal.post("/api/v1/instances", body).await;
    let case = InstanceId::from(answer.json["instance"].as_str().unwrap());
    let papers = papers(&app.url, Some(&fixtures().join("templates")));
    let letters = app.app.letters.clone().unwrap();
    let outbox =
        Outbox::new(app.app.clone(), letters, papers, Arc::new(RecordingChannel::default()));
    outbox.run_once(app.app.clock.now()).await.unwrap();
    let row = app.app.store.documents(&case).await.unwrap().remove(0);
    (app, case, row)
}

#[tokio::test]
async fn who_may_read_the_case_reads_its_documents_and_that_is_on_record() {
    let (app, case, row) = made().await;
    let clerk = Visitor::officer(&app, "aliya", "clerks").await;
    let page = clerk.get(&format!("/instances/{case}")).await.expect(200);
    let page = page.shows("S-26-0001").shows("Открыть и распечатать");
    let href = page.href("/documents/");
    let before = app.app.store.audit_of(&case, 100).await.unwrap().len();
    let pdf = clerk.get(&href).await.expect(200);
    assert_eq!(pdf.headers["content-type"], "application/pdf");
    assert_eq!(pdf.headers["content-disposition"], "inline; filename=\"slip-S-26-0001.pdf\"");
    let after = app.app.store.audit_of(&case, 100).await.unwrap();
    assert_eq!(after.len(), before + 1);
    assert_eq!((&*after[before].action, &*after[before].actor), ("read", "aliya"));
    let download = clerk.get(&format!("{href}?download=1")).await.expect(200);
    let how = download.headers["content-disposition"].to_str().unwrap();
    assert!(how.starts_with("attachment"), "{how}");

    let stranger = Visitor::officer(&app, "stranger", "archive").await;
    stranger.get(&href).await.expect(404);
    Visitor::new(&app, "ru").get(&href).await.expect(303);
    clerk.get("/documents/1.1.1.pdf").await.expect(404);
    clerk.get(&format!("/documents/{case}.9.0.pdf")).await.expect(404);
    clerk.get("/documents/x").await.expect(404);
    assert_eq!(row.instance, case);
}

#[tokio::test]
async fn the_api_lists_and_gives_documents_to_who_may_read_the_case() {
    let (app, case, row) = made().await;
    let reader = app.person("leyla", &[], &[Role::Supervisor]).await;
    let list = reader.get(&format!("/api/v1/instances/{case}/documents")).await;
    let item = &list.json["items"][0];
    assert_eq!(item["number"], "S-26-0001");
    assert_eq!(item["sha256"], row.sha256);
    let pdf = reader.get(item["href"].as_str().unwrap()).await;
    assert_eq!(pdf.status, 200);
    let stranger = app.officer("stranger", &["archive"]).await;
    assert_eq!(stranger.get(item["href"].as_str().unwrap()).await.status, 404);
    let list = stranger.get(&format!("/api/v1/instances/{case}/documents")).await;
    assert_eq!(list.status, 404);
}

#[tokio::test]
async fn anybody_verifies_a_document_and_learns_nothing_about_people() {
    let (app, case, row) = made().await;
    for (lang, genuine) in [
        ("ru", "Документ подлинный."),
        ("kk", "Құжат түпнұсқа."),
        ("en", "The document is genuine."),
    ] {
        let nobody = Visitor::new(&app, lang);
        let page = nobody.get(&format!("/verify/{}", row.code.to_lowercase())).await.expect(200);
        let page = page.shows(genuine).shows("S-26-0001").shows("18");
        assert!(!page.html.contains("Алия") && !page.html.contains(case.as_str()), "{}", page.html);
    }
    let nobody = Visitor::new(&app, "ru");
    let asked = nobody.get(&format!("/verify?code={}", row.code.replace('-', "+"))).await;
    assert_eq!(asked.expect(303).location, format!("/verify/{}", row.code));
    nobody.get("/verify").await.expect(200).shows("Код проверки");
}

#[tokio::test]
async fn wrong_codes_are_refused_and_slow_their_sender_down() {
    let (app, _, row) = made().await;
    let nobody = Visitor::new(&app, "ru");
    for code in ["0000-0000-0000-0000", "x", "%3Cscript%3E", "1111-1111-1111-1111", "2", "3"] {
        let page = nobody.get(&format!("/verify/{code}")).await.expect(404);
        let page = page.shows("Документа с таким кодом нет");
        assert!(!page.html.contains("<script>"), "{}", page.html);
    }
    let genuine = format!("/verify/{}", row.code);
    nobody.get(&genuine).await.expect(429).shows("Слишком много неверных кодов");
    app.set_time("2026-03-18T05:30:00Z");
    nobody.get(&genuine).await.expect(200);
}
