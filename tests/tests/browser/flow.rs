use reglament_tests::TestApp;

use super::chromium::Chromium;
use super::stage::{self, PASSWORD};

async fn sign_in(browser: &Chromium, name: &str) {
    browser.type_into("#name", name).await;
    browser.type_into("#password", PASSWORD).await;
    browser.press("main button").await;
    // Signed in once the page names the person; going elsewhere before that would overtake it.
    browser.find(".who").await;
}

/// A paper application is filed, received, checked, decided and read, with no script.
#[tokio::test]
async fn a_case_is_worked_from_the_counter_to_the_decision_without_javascript() {
    let app = TestApp::start().await;
    stage::set(&app).await;
    let Some(browser) = Chromium::start(&app.url).await else { return };
    browser.width(1280).await;
    browser.open("/tasks").await;
    sign_in(&browser, "aliya").await;
    browser.press("a[hreflang=ru]").await;
    browser.press("a[href='/start']").await;
    browser.press("a[href='/start/border-zone-pass']").await;
    for (field, text) in [
        ("applicant-name", "Пример Заявитель"),
        ("foreigner-name", "SAMPLE GUEST"),
        ("foreigner-passport", "N0000002"),
        ("residence-address", "ул. Примерная, 2"),
        ("trip-zone", "Образцовский район"),
        ("trip-purpose", "Туризм"),
    ] {
        browser.type_into(&format!("#f-{field}"), text).await;
    }
    browser.press("#f-applicant-kind").await;
    browser.press("#f-residence-kind").await;
    browser.press("button[name=file]").await;
    browser.shows("Заявление принято в работу.").await;
    let case = browser.path().await;

    browser.press(".tasks a[href^='/tasks/']").await;
    browser.press("form[action$='/claim'] button").await;
    browser.press("button[value=accepted]").await;
    browser.shows("Исправьте ошибки").await;
    browser.shows("Заполните поле «С»").await;
    assert_eq!(browser.find("#f-trip-purpose").await.value().await.unwrap().unwrap(), "Туризм");
    // A date field takes digits in the order of the browser's own language.
    browser.type_into("#f-trip-from", "11022026").await;
    browser.type_into("#f-trip-until", "11122026").await;
    for document in 0..3 {
        browser.press(&format!("#doc-{document}-0")).await;
    }
    browser.press("button[value=accepted]").await;
    browser.shows("Задача завершена.").await;
    browser.shows("Срок истекает 28.10.2026, 18:00").await;
    browser.press(".who button").await;

    sign_in(&browser, "damir").await;
    browser.open(&case).await;
    browser.press(".tasks a[href^='/tasks/']").await;
    browser.press("form[action$='/claim'] button").await;
    browser.press("#f-registers-wanted").await;
    browser.press("#f-registers-entry_ban").await;
    browser.press("button[value=checked]").await;
    browser.shows("Задача завершена.").await;
    browser.press(".who button").await;

    sign_in(&browser, "gulnar").await;
    browser.open(&case).await;
    browser.press(".tasks a[href^='/tasks/']").await;
    browser.press("form[action$='/claim'] button").await;
    browser.press("button[value=approve]").await;
    browser.shows("Завершена задача «Решение о выдаче пропуска»: Выдать пропуск").await;
    browser.end().await;
}

/// Scripts are off in these browsers: what passes here needs none.
#[tokio::test]
async fn no_script_runs() {
    let app = TestApp::start().await;
    let Some(browser) = Chromium::start(&app.url).await else { return };
    let script = "<script>document.body.textContent='a%20script%20ran'</script>";
    browser.open_elsewhere(&format!("data:text/html,<body>no script{script}</body>")).await;
    browser.shows("no script").await;
    browser.end().await;
}
