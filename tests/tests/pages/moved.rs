//! The supervisor's page of due dates that an amendment of the calendar would move.

use reglament_core::command::{Actor, Command, Role};
use reglament_server::dispatch::{Options, Target};
use reglament_tests::{TestApp, maps};

use super::visitor::Visitor;

const HERE: &str = "/reports/moved-deadlines";

/// Cases from before the amendment of 7 June 2024 about the 17th, seen on that day.
async fn site(cases: usize) -> (TestApp, Vec<String>) {
    let app = TestApp::with(maps::trial("7 working days")).await;
    app.set_time("2024-06-06T10:00:00+05:00");
    let mut numbers = Vec::new();
    for _ in 0..cases {
        let roles = [Role::Filing].into();
        let portal = Actor::of_program("portal", roles);
        let start = Command::Start { data: serde_json::from_str("{}").unwrap(), caller: None };
        let target = Target::New("trial".into());
        let sent = app.app.dispatcher.dispatch(target, start, portal, Options::default());
        numbers.push(sent.await.unwrap().instance.to_string());
    }
    app.set_time("2024-06-07T10:00:00+05:00");
    (app, numbers)
}

#[tokio::test]
async fn one_case_is_moved_and_then_all() {
    let (app, cases) = site(3).await;
    let dana = Visitor::signed_in(&app, "dana", &[], &[Role::Supervisor]).await;
    let page = dana.get(HERE).await.expect(200);
    let page = page.shows("18.06.2024 → 17.06.2024").shows("известно с 07.06.2024");
    let to = dana.submit(&page, HERE, &[("instance", &cases[0])]).await.expect(303).location;
    let page = dana.get(&to).await.expect(200).shows("Пересчитаны сроки дел: 1");
    let page = page.hides(&cases[0]).shows(&cases[1]).shows(&cases[2]);
    let case = dana.get(&format!("/instances/{}", cases[0])).await.expect(200);
    let _ = case
        .shows("Срок пересчитан по календарю, известному теперь: был 18.06.2024, стал 17.06.2024");

    let to = dana.submit(&page, HERE, &[]).await.expect(303).location;
    let page = dana.get(&to).await.expect(200).shows("Пересчитаны сроки дел: 2");
    let _ = page.shows("Ни один открытый срок не сдвигается");
}

#[tokio::test]
async fn the_page_is_for_supervisors() {
    let (app, cases) = site(1).await;
    let clerk = Visitor::signed_in(&app, "ann", &["clerks"], &[Role::Officer]).await;
    let _ = clerk.get(HERE).await.expect(403);
    let inbox = clerk.get("/tasks").await.expect(200).hides(HERE);
    let csrf = inbox.hidden("/sign-out").into_iter().find(|field| field.0 == "csrf").unwrap().1;
    let form = [("csrf", csrf.as_str()), ("instance", &cases[0])];
    let _ = clerk.post(HERE, &form).await.expect(403);
    let dana = Visitor::signed_in(&app, "dana", &[], &[Role::Supervisor]).await;
    let _ = dana.get(HERE).await.expect(200).shows(&cases[0]);
}
