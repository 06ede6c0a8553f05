//! Due dates over the days that the country amended: right before and after the day the amendment became
//! known, listed, and moved on command only.

use reglament_core::command::Role;
use reglament_tests::{Answer, Client, TestApp, maps};
use serde_json::json;

const REPORT: &str = "/api/v1/reports/moved-deadlines";

/// A site, its portal and its supervisor.
struct Site {
    app: TestApp,
    portal: Client,
    dana: Client,
}

impl Site {
    async fn new(within: &str) -> Self {
        let app = TestApp::with(maps::trial(within)).await;
        let (portal, dana) =
            (app.portal().await, app.person("dana", &[], &[Role::Supervisor]).await);
        Self { app, portal, dana }
    }

    /// The number of a case that is filed at this moment.
    async fn filed(&self, at: &str) -> String {
        self.app.set_time(at);
        let body = json!({ "process": "trial", "data": {} });
        self.portal.post("/api/v1/instances", body).await.expect(201).at("/instance")
    }

    async fn due(&self, case: &str) -> String {
        let case = self.dana.get(&format!("/api/v1/instances/{case}")).await.expect(200);
        case.at("/due")
    }

    async fn listed(&self) -> Answer {
        self.dana.get(REPORT).await.expect(200)
    }

    async fn recount(&self, case: &str) -> Answer {
        self.dana.post(&format!("/api/v1/instances/{case}/recount"), json!({})).await
    }
}

/// A case from before the amendment, one from its day, and what the report says between.
async fn amended(within: &str, before: &str, after: &str, dates: [&str; 3], known_from: &str) {
    let site = Site::new(within).await;
    let [was, moved, later] = dates;
    let old = site.filed(before).await;
    assert_eq!(site.due(&old).await, was);
    assert_eq!(site.listed().await.json["items"], json!([]), "nothing is known yet");
    let new = site.filed(after).await;
    assert_eq!(site.due(&new).await, later);

    // The amendment is known now: the older case is listed and has not moved.
    let report = site.listed().await;
    assert_eq!(report.json["items"].as_array().unwrap().len(), 1, "{}", report.text);
    assert_eq!(report.at("/items/0/instance"), old);
    assert_eq!(report.at("/items/0/deadlines/0/was_date"), was);
    assert_eq!(report.at("/items/0/deadlines/0/due_date"), moved);
    assert_eq!(report.at("/items/0/deadlines/0/why/0/known_from"), known_from);
    // The task of the step has a term of its own.
    assert_eq!(report.at("/items/0/deadlines/1/step"), "work");
    assert_eq!(report.at("/items/0/deadlines/1/due_date"), moved);
    assert_eq!(site.due(&old).await, was);

    let refused = site.recount(&new).await.expect(409);
    assert_eq!(refused.code(), "nothing_moves");
    let _ = site.recount(&old).await.expect(200);
    assert_eq!(site.due(&old).await, moved);
    assert_eq!(site.listed().await.json["items"], json!([]));
    let history = site.dana.get(&format!("/api/v1/instances/{old}/history")).await.expect(200);
    assert!(history.text.contains("clock_recounted") && history.text.contains("task_recounted"));
}

#[tokio::test]
async fn a_term_over_17_june_2024() {
    let dates = ["2024-06-18", "2024-06-17", "2024-06-18"];
    let (before, after) = ("2024-06-06T10:00:00+05:00", "2024-06-07T10:00:00+05:00");
    amended("7 working days", before, after, dates, "2024-06-07").await;
}

#[tokio::test]
async fn a_term_over_31_august_2026() {
    let dates = ["2026-09-07", "2026-09-04", "2026-09-07"];
    let (before, after) = ("2026-03-17T10:00:00+05:00", "2026-03-18T10:00:00+05:00");
    amended("115 working days", before, after, dates, "2026-03-18").await;
}

#[tokio::test]
async fn the_report_has_pages() {
    let site = Site::new("7 working days").await;
    let first = site.filed("2024-06-06T10:00:00+05:00").await;
    let second = site.filed("2024-06-06T11:00:00+05:00").await;
    site.app.set_time("2024-06-07T10:00:00+05:00");
    let page = site.dana.get(&format!("{REPORT}?limit=1")).await.expect(200);
    assert_eq!(page.at("/items/0/instance"), second);
    let next = format!("{REPORT}?limit=1&after={}", page.at("/next"));
    let page = site.dana.get(&next).await.expect(200);
    assert_eq!(page.at("/items/0/instance"), first);
}
