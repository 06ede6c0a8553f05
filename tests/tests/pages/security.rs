use reglament_core::command::Role;
use reglament_tests::TestApp;
use serde_json::json;

use super::visitor::Visitor;
use super::work::{applied, taken};

#[tokio::test]
async fn every_page_carries_the_same_guard() {
    let app = TestApp::start().await;
    let roles = [Role::Officer, Role::Supervisor, Role::Filing];
    let visitor = Visitor::signed_in(&app, "aliya", &["mp-district"], &roles).await;
    let case = applied(&app).await;
    let (task, _) = taken(&visitor, &case).await;
    let instance = format!("/instances/{case}");
    let start = "/start/border-zone-pass";
    let pages = ["/tasks", "/start", start, "/reports/period", "/nothing-here", &task, &instance];
    for path in pages {
        let page = visitor.get(path).await;
        let header = |name: &str| page.headers[name].to_str().unwrap().to_owned();
        let policy = header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert!(policy.contains("script-src 'self'; connect-src 'self'"), "{path}: {policy}");
        let module = "<script type=\"module\" src=\"/assets/";
        assert_eq!(page.html.matches(module).count(), 1, "{path}");
        let html = page.html.replace(module, "");
        for forbidden in ["<script", " style=", "<style", " onclick", "http://", "https://"] {
            assert!(!html.contains(forbidden), "{path} has {forbidden}");
        }
    }
}

/// All sheets and modules.
const FILES: [&str; 8] =
    ["app.css", "print.css", "app.js", "page.js", "keys.js", "swap.js", "live.js", "draft.js"];

#[tokio::test]
async fn assets_are_small_and_kept_for_good() {
    let app = TestApp::start().await;
    let visitor = Visitor::new(&app, "ru");
    let page = visitor.get("/sign-in").await.expect(200);
    let css = page.href("/assets/");
    let mut scripts = 0;
    for name in FILES {
        let asset = visitor.get(&sibling(&css, name)).await.expect(200);
        assert_eq!(asset.headers["cache-control"], "public, max-age=31536000, immutable");
        let kind = asset.headers["content-type"].to_str().unwrap();
        assert!(kind.starts_with(if name.ends_with("css") {
            "text/css"
        } else {
            "text/javascript"
        }));
        scripts += if name.ends_with("js") { asset.html.len() } else { 0 };
        assert!(asset.html.len() < 30_000, "{name} has {} bytes", asset.html.len());
    }
    assert!(scripts <= 20 * 1024, "the scripts have {scripts} bytes");
    visitor.get("/assets/app.css").await.expect(404);
    visitor.get("/assets/0123456789abcdef/app.css").await.expect(404);
}

fn sibling(href: &str, name: &str) -> String {
    format!("{}/{name}", href.rsplit_once('/').unwrap().0)
}

#[tokio::test]
async fn a_form_without_the_token_of_the_session_changes_nothing() {
    let app = TestApp::start().await;
    let visitor = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let page = visitor.get("/tasks").await.expect(200);
    let claim = format!("{}/claim", page.href(&format!("/tasks/{case}")));
    for form in [vec![], vec![("csrf", "forged")]] {
        let page = visitor.post(&claim, &form).await.expect(403).shows("Нет доступа");
        assert!(page.headers["content-type"].to_str().unwrap().starts_with("text/html"));
    }
    visitor.get("/tasks").await.expect(200).shows("Не взята");
}

#[tokio::test]
async fn what_people_type_is_text_and_never_markup() {
    let app = TestApp::start().await;
    let visitor = Visitor::officer(&app, "aliya", "mp-district").await;
    let attacks =
        ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "{{shell.csrf}}"];
    for attack in attacks {
        let data = json!({ "applicant": { "kind": "individual", "name": attack },
            "residence": { "address": attack } });
        let body = json!({ "process": "border-zone-pass", "data": data });
        let case = app.portal().await.post("/api/v1/instances", body).await.expect(201);
        let case = case.at("/instance");
        let (task, _) = taken(&visitor, &case).await;
        for path in ["/tasks", &task, &format!("/instances/{case}")] {
            let page = visitor.get(path).await.expect(200).hides("<script>").hides("<img");
            page.hides(&format!("\">{attack}")).hides("onerror=alert(1)>");
        }
    }
}
