//! The ways of cases over the map: the figures are those of another count, and the files are of the same cases.

use reglament_core::command::Role;
use reglament_core::text::Lang;
use reglament_server::reports::{Kind, Spec, Viewer, make};
use reglament_store::AuditFilter;
use reglament_tests::TestApp;
use serde_json::json;

use super::visitor::Visitor;

const HERE: &str = "/reports/paths?from=2026-03-01&until=2026-03-31";

/// Six cases: two only filed, two taken, one accepted, one accepted and withdrawn.
async fn site() -> TestApp {
    let app = TestApp::permit().await;
    let (portal, aliya) = (app.portal().await, app.officer("aliya", &["front"]).await);
    for n in 0..6 {
        app.set_time(&format!("2026-03-18T05:{n}0:00Z"));
        let body = json!({ "process": "permit", "data": { "applicant": { "name": "Сынақ <&>" } } });
        let filed = portal.post("/api/v1/instances", body).await.expect(201);
        let task = format!("/api/v1/tasks/{}", filed.task("intake"));
        app.set_time(&format!("2026-03-18T05:{n}4:00Z"));
        if n > 1 {
            let _ = aliya.post(&format!("{task}/claim"), json!({})).await.expect(200);
        }
        app.set_time(&format!("2026-03-18T05:{n}9:00Z"));
        if n > 3 {
            let body = json!({ "outcome": "accepted" });
            let _ = aliya.post(&format!("{task}/complete"), body).await.expect(200);
        }
        if n == 5 {
            let message = format!("/api/v1/instances/{}/messages/withdrawn", filed.at("/instance"));
            let _ = portal.post(&message, json!({})).await.expect(200);
        }
    }
    app
}

/// The cells of a section of the report.
async fn rows(app: &TestApp, place: usize) -> Vec<Vec<String>> {
    let actor = reglament_core::command::Actor::of_program("test", [Role::Supervisor].into());
    let viewer = Viewer::new(&app.app, &actor, Lang::En).await.unwrap();
    let pairs = [("from", "2026-03-01"), ("until", "2026-03-31")];
    let pairs: Vec<_> = pairs.map(|(name, day)| (name.to_owned(), day.to_owned())).to_vec();
    let spec = Spec::read(Kind::Paths, &pairs, viewer.today());
    let report = make(&viewer, &spec).await;
    let table = report.sections[place].table.clone().unwrap();
    let words = |row: &Vec<_>| {
        row.iter()
            .map(|cell: &reglament_server::reports::model::Cell| cell.words(Lang::En))
            .collect()
    };
    table.rows.iter().map(words).collect()
}

#[tokio::test]
async fn every_figure_is_that_of_a_count_by_hand() {
    let app = site().await;
    let steps = rows(&app, 0).await;
    assert_eq!(steps[0], ["Intake", "6", "2", "0", "4 min", "5 min"]);
    assert_eq!(
        steps[1],
        ["Record keeping", "2", "0", "1", "—", "—"].map(|it| if it == "Record keeping" {
            steps[1][0].clone()
        } else {
            it.to_owned()
        })
    );
    assert_eq!(steps[2][1..], ["0", "0", "0", "—", "—"]);
    assert_eq!(steps[4][1..], ["1", "1", "0", "—", "—"]);
    let variants = rows(&app, 1).await;
    let counts: Vec<_> = variants.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(counts, ["4", "1", "1"]);
    assert_eq!(variants[0][0], "Intake");
    let flows = rows(&app, 2).await;
    let counts: Vec<_> = flows.iter().map(|row| (row[2].as_str(), row[1].as_str())).collect();
    assert_eq!(counts[0], ("6", "Intake"));
    assert_eq!((counts[1].0, counts[2].0, counts.len()), ("2", "1", 3));
    assert_eq!(flows[2][0], "Event of the whole case");
}

#[tokio::test]
async fn the_page_has_a_picture_with_the_figures() {
    let app = site().await;
    let dana = Visitor::signed_in(&app, "dana", &[], &[Role::Supervisor]).await;
    let page = dana.get(HERE).await.expect(200).shows("Пути дел").shows("Варианты");
    let picture = dana.get(&page.href("/reports/paths/picture")).await.expect(200);
    assert_eq!(picture.headers["content-type"], "image/svg+xml");
    let policy = picture.headers["content-security-policy"].to_str().unwrap().to_owned();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    let picture = picture.shows(">6 · 5 мин<").shows(">2<").shows("class=\"flow w4\"");
    assert_eq!(picture.html.matches("class=\"figure\"").count(), 7, "{}", picture.html);
    let _ = dana.get("/reports/now/picture").await.expect(404);
    let clerk = Visitor::signed_in(&app, "ann", &["front"], &[Role::Officer]).await;
    let _ = clerk.get(HERE).await.expect(403);
    let _ = clerk.get("/reports/paths/picture").await.expect(403);
}

#[tokio::test]
async fn the_log_has_the_same_cases_with_pseudonyms_and_goes_on_record() {
    let app = site().await;
    let dana = Visitor::signed_in(&app, "dana", &[], &[Role::Supervisor]).await;
    let page = dana.get(HERE).await.expect(200);
    let xes = dana.get(&page.href("/reports/paths/file/xes")).await.expect(200);
    assert_eq!(xes.html.matches("<trace>").count(), 6);
    let _ = xes.shows("person-").hides("aliya").hides("Сынақ");
    let ocel = dana.get(&page.href("/reports/paths/file/ocel")).await.expect(200);
    assert_eq!(ocel.headers["content-type"], "application/json");
    let _ = ocel.shows("person-").hides("aliya");
    let none = dana.get("/reports/paths/file/xes?from=2025-01-01&until=2025-01-02").await;
    assert_eq!(none.expect(200).html.matches("<trace>").count(), 0);
    let _ = dana.get("/reports/period/file/xes").await.expect(404);
    let filter = AuditFilter { action: Some("export".into()), limit: 9, ..AuditFilter::default() };
    let rows = app.app.store.audit_rows(&filter).await.unwrap();
    let details: Vec<_> = rows.iter().rev().map(|row| row.entry.detail.as_str()).collect();
    assert!(details[0].starts_with("Xes of 6 cases, names: false"), "{details:?}");
    assert_eq!(details.len(), 3);
}
