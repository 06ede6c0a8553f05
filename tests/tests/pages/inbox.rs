use reglament_core::command::Role;
use reglament_tests::TestApp;
use serde_json::json;

use super::visitor::Visitor;
use super::work::{APPLICANT, applied};

#[tokio::test]
async fn the_most_urgent_task_stands_first_and_those_without_a_term_last() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "aliya", "mp-district").await;
    let (later, earlier) = (applied(&app).await, applied(&app).await);
    let page = officer.get("/tasks").await.expect(200).shows(APPLICANT).shows("Не взята");
    assert!(page.html.contains("aria-sort=\"ascending\""));
    let place = |number: &str| page.html.find(&format!(">{number}</a>")).unwrap();
    assert!(place(&later) < place(&earlier), "equal terms are ordered by number");
}

#[tokio::test]
async fn the_loser_of_a_claim_is_told_who_has_it_and_since_when() {
    let app = TestApp::start().await;
    let aliya = Visitor::officer(&app, "aliya", "mp-district").await;
    let bolat = Visitor::officer(&app, "bolat", "mp-district").await;
    let case = applied(&app).await;
    let seen = bolat.get("/tasks?tab=units").await.expect(200);
    let task = seen.href(&format!("/tasks/{case}"));
    let claim = format!("{task}/claim");
    let page = aliya.get("/tasks?tab=units").await.expect(200);
    assert_eq!(aliya.submit(&page, &claim, &[]).await.expect(303).location, task);
    app.set_time("2026-03-18T05:42:00Z");
    let lost = bolat.submit(&seen, &claim, &[]).await.expect(409);
    let lost = lost.shows("aliya (test), взята 10:00").shows("Вернуться к списку");
    assert_eq!(lost.href("/tasks?tab"), "/tasks?tab=units");
    aliya.get("/tasks").await.expect(200).shows("aliya (test)").shows(&case);
}

#[tokio::test]
async fn a_second_click_on_claim_does_nothing_twice() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let page = officer.get("/tasks").await.expect(200);
    let claim = format!("{}/claim", page.href(&format!("/tasks/{case}")));
    officer.submit(&page, &claim, &[]).await.expect(303);
    officer.submit(&page, &claim, &[]).await.expect(303);
    let page = officer.get(&format!("/instances/{case}")).await.expect(200);
    assert_eq!(page.html.matches("Взята задача").count(), 1);
}

#[tokio::test]
async fn a_task_is_given_back() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "aliya", "mp-district").await;
    let case = applied(&app).await;
    let page = officer.get("/tasks").await.expect(200);
    let task = page.href(&format!("/tasks/{case}"));
    officer.submit(&page, &format!("{task}/claim"), &[]).await.expect(303);
    let page = officer.get(&task).await.expect(200);
    let back = officer.submit(&page, &format!("{task}/unclaim"), &[]).await.expect(303);
    officer.get(&back.location).await.expect(200).shows("Задача возвращена").shows("Не взята");
}

#[tokio::test]
async fn only_supervisors_see_all_tasks_and_the_overdue_list() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "damir", "mp-directorate").await;
    let chief =
        Visitor::signed_in(&app, "gulnar", &["mp-head"], &[Role::Officer, Role::Supervisor]);
    let chief = chief.await;
    let case = applied(&app).await;
    officer.get("/tasks?tab=all").await.expect(200).hides(&case).hides("tab=all");
    officer.get("/reports/overdue").await.expect(403).shows("Нет доступа");
    officer.get(&format!("/instances/{case}")).await.expect(404);
    chief.get("/tasks?tab=all").await.expect(200).shows(&case);
    chief.get("/reports/overdue").await.expect(200).shows("Просроченных дел нет");
}

#[tokio::test]
async fn a_list_longer_than_a_page_is_paged() {
    let app = TestApp::start().await;
    let officer = Visitor::officer(&app, "aliya", "mp-district").await;
    let portal = app.portal().await;
    for n in 0..51 {
        let body = json!({ "process": "border-zone-pass",
            "data": { "applicant": { "kind": "individual", "name": format!("Образцов {n}") } } });
        let _ = portal.post("/api/v1/instances", body).await.expect(201);
    }
    let first = officer.get("/tasks?tab=units").await.expect(200).hides("Предыдущая страница");
    assert_eq!(first.html.matches("<td role=\"cell\" class=\"number\">").count(), 50);
    first.shows("page&#x3D;2\">Следующая страница");
    let second = officer.get("/tasks?tab=units&page=2").await.expect(200).shows("Образцов 50");
    second.shows("Предыдущая страница").hides("Следующая страница");
}
