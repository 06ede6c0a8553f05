//! The page of digests that are mailed by schedule.

use reglament_core::command::Role;
use reglament_server::schedules;
use reglament_tests::TestApp;

use super::visitor::Visitor;

const HERE: &str = "/reports/schedules";

#[tokio::test]
async fn a_supervisor_keeps_a_schedule_and_removes_it() {
    let app = TestApp::permit().await;
    schedules::begin(&*app.app.store, app.app.clock.now()).await.unwrap();
    let dana = Visitor::signed_in(&app, "dana", &[], &[Role::Supervisor]).await;
    let page = dana.get(HERE).await.expect(200);
    // It is Wednesday, ten o'clock.
    let page = page.shows("overdue-digest").shows("Следующая: 19.03.2026, 09:00");
    let weekly = [
        ("name", "weekly"),
        ("report", "overdue"),
        ("line", "0 30 8 * * Mon"),
        ("days_off", "shift"),
        ("role-supervisor", "on"),
    ];
    let mut wrong = weekly;
    wrong[2].1 = "every morning";
    let refused = submit(&dana, &page, &wrong).await.expect(422);
    let refused = refused.shows("Напишите расписание шестью полями");
    assert!(refused.html.contains("value=\"every morning\""), "what was typed is still there");
    let to = submit(&dana, &page, &weekly).await.expect(303).location;
    let page = dana.get(&to).await.expect(200).shows("Рассылка сохранена").shows("weekly");
    let page = page.shows("Следующая: 23.03.2026, 08:30").shows("следующий рабочий день");
    let to = submit(&dana, &page, &[("remove", "weekly")]).await.expect(303).location;
    let _ = dana.get(&to).await.expect(200).hides("weekly").shows("overdue-digest");
}

#[tokio::test]
async fn the_page_is_for_supervisors() {
    let app = TestApp::permit().await;
    schedules::begin(&*app.app.store, app.app.clock.now()).await.unwrap();
    let clerk = Visitor::signed_in(&app, "ann", &["clerks"], &[Role::Officer]).await;
    let _ = clerk.get(HERE).await.expect(403);
    let csrf = clerk.token("/tasks").await;
    let form = [("csrf", csrf.as_str()), ("remove", "overdue-digest")];
    let _ = clerk.post(HERE, &form).await.expect(403);
    assert_eq!(app.app.store.schedules().await.unwrap().len(), 1);
}

/// Posts one of the forms of the page, with the token that all of them carry.
async fn submit(
    visitor: &Visitor,
    page: &super::visitor::Page,
    fields: &[(&str, &str)],
) -> super::visitor::Page {
    let csrf = page.hidden("/sign-out").into_iter().find(|field| field.0 == "csrf").unwrap().1;
    let form: Vec<_> =
        [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
    visitor.post(HERE, &form).await
}
