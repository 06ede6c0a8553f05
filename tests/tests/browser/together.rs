use reglament_tests::TestApp;
use tokio::join;

use super::chromium::Chromium;
use super::stage;

const UNITS: &str = "/tasks?tab=units";
const FIRST: &str = "[data-row]:first-child";

#[tokio::test]
async fn of_two_browsers_that_claim_one_task_one_has_it_and_the_other_keeps_the_place() {
    let app = TestApp::start().await;
    stage::set(&app).await;
    // Without news the second hears of it only when it claims as well.
    app.app.dispatcher.live().end();
    let Some(one) = Chromium::with_scripts(&app.url).await else { return };
    let other = Chromium::with_scripts(&app.url).await.unwrap();
    for (browser, name) in [(&one, "aliya"), (&other, "bolat")] {
        browser.sign_in(name, "ru").await;
        browser.open(UNITS).await;
        browser.key("KeyJ").await;
    }
    join!(one.key("KeyC"), other.key("KeyC"));
    let winner = if one.is_at("/tasks/").await { (&one, &other) } else { (&other, &one) };
    let (winner, loser) = winner;
    winner.find("form.work").await;
    assert!(winner.path().await.starts_with("/tasks/"));
    loser.shows("Задача уже у другого сотрудника: ").await;
    loser.shows("взята 11:20").await;
    assert_eq!(loser.path().await, UNITS);
    loser.focus_is("[data-row]:nth-child(2) a").await;
    assert_eq!(loser.count(&format!("{FIRST}.gone")).await, 1);
    join!(one.end(), other.end());
}

#[tokio::test]
async fn a_list_hears_what_colleagues_take_and_what_is_new() {
    let app = TestApp::start().await;
    stage::set(&app).await;
    let Some(browser) = Chromium::with_scripts(&app.url).await else { return };
    browser.sign_in("aliya", "ru").await;
    browser.open(UNITS).await;
    browser.key("KeyJ").await;
    browser.key("KeyJ").await;
    let place = "return document.activeElement.getBoundingClientRect().top";
    let before = browser.run(place, vec![]).await;
    stage::until(|| app.app.dispatcher.live().listeners() == 1).await;
    let task =
        browser.run("return document.querySelector('[data-row]').dataset.task", vec![]).await;
    stage::claim_as(&app, "bolat", task.as_str().unwrap()).await;
    browser.shows("Взято: Образцов Болат, 11:20").await;
    assert_eq!(browser.count(&format!("{FIRST}.gone")).await, 1);
    assert_eq!(browser.run(place, vec![]).await, before, "the row with focus has moved");
    stage::file(&app, "Новиков Образец").await;
    browser.shows("Новых: 1").await;
    assert_eq!(browser.run(place, vec![]).await, before, "the row with focus has moved");
    browser.press("[data-live] a").await;
    browser.shows("Новиков Образец").await;
    browser.end().await;
}
