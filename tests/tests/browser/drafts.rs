use reglament_tests::TestApp;

use super::chromium::Chromium;
use super::stage;

const FIELD: &str = "#f-applicant-name";
const TYPED: &str = "Черновиков Образец";

#[tokio::test]
async fn what_is_typed_outlives_the_browser_and_a_server_that_does_not_answer() {
    let app = TestApp::start().await;
    stage::set(&app).await;
    let Some(browser) = Chromium::with_scripts(&app.url).await else { return };
    browser.sign_in("aliya", "ru").await;
    browser.open("/tasks?tab=units").await;
    browser.key("KeyJ").await;
    browser.key("KeyC").await;
    browser.find("form[data-draft]").await;
    let task = browser.path().await;
    browser.type_into(FIELD, TYPED).await;
    browser.shows("Черновик сохранён").await;
    browser.crash().await;

    let other = Chromium::with_scripts(&app.url).await.unwrap();
    other.sign_in("aliya", "ru").await;
    other.open(&task).await;
    assert_eq!(other.value(FIELD).await, TYPED);

    // While no draft arrives, the copy of the tab holds what the server does not have, over a reload too.
    other.block(&["*/tasks/*/draft"]).await;
    other.type_into(FIELD, "Без Сети").await;
    other.shows("Черновик не сохранён").await;
    let copies =
        "return Object.values(sessionStorage).filter((copy) => copy.includes('%D0%91')).length";
    assert_eq!(other.run(copies, vec![]).await, 1);
    other.open(&task).await;
    assert_eq!(other.value(FIELD).await, "Без Сети");
    other.block(&[]).await;
    other.shows("Черновик сохранён").await;
    assert_eq!(other.run(copies, vec![]).await, 0);
    other.quit().await;
}
