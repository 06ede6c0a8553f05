use reglament_tests::TestApp;

use super::chromium::Chromium;
use super::stage;

const CTRL: u32 = 2;
const SHIFT: u32 = 8;

/// Every key comes as a Russian layout sends it: `с` for C, `о` for J.
#[tokio::test]
async fn a_task_is_claimed_decided_and_printed_without_a_mouse_on_a_cyrillic_layout() {
    let app = TestApp::start().await;
    let case = stage::decidable(&app).await;
    let Some(browser) = Chromium::with_scripts(&app.url).await else { return };
    browser.sign_in("gulnar", "ru").await;
    browser.open("/tasks?tab=units").await;
    browser.key("KeyJ").await;
    browser.focus_is("[data-row] a").await;
    browser.key("KeyC").await;
    browser.find("form.work").await;
    assert!(browser.path().await.starts_with(&format!("/tasks/{case}")));
    browser.chord("Enter", CTRL).await;
    browser.shows("Завершена задача «Решение о выдаче пропуска»: Выдать пропуск").await;

    browser.media("print").await;
    for (css, printed) in [("h1", true), (".history", true), (".bar", false), (".ways", false)] {
        let script = "return document.querySelector(arguments[0]).checkVisibility()";
        assert_eq!(browser.run(script, vec![css.into()]).await, printed, "{css} on paper");
    }
    browser.media("").await;

    // G I goes to the list; ? shows the keys, in a dialog that Esc closes.
    browser.key("KeyG").await;
    browser.key("KeyI").await;
    browser.find("[data-live]").await;
    browser.chord("Slash", SHIFT).await;
    browser.shows("взять самую срочную задачу").await;
    browser.key("Escape").await;
    browser.open("/tasks?tab=all").await;
    browser.chord("KeyK", CTRL).await;
    browser.find("#palette[open]").await;
    browser.type_into("#palette-find", "отчёт").await;
    browser.key("Enter").await;
    browser.shows("Открытые дела").await;
    assert_eq!(browser.path().await, "/reports/now");
    browser.end().await;
}

#[tokio::test]
async fn letters_move_only_in_the_list_and_not_where_they_are_switched_off() {
    let app = TestApp::start().await;
    stage::set(&app).await;
    let Some(browser) = Chromium::with_scripts(&app.url).await else { return };
    browser.sign_in("aliya", "ru").await;
    browser.open("/tasks?tab=units").await;
    let row = "return document.activeElement.closest('[data-row]')?.rowIndex ?? 0";
    for (code, at) in [("KeyJ", 1), ("KeyJ", 2), ("ArrowDown", 3), ("KeyK", 2), ("ArrowUp", 1)] {
        browser.key(code).await;
        assert_eq!(browser.run(row, vec![]).await, at, "{code}");
    }
    // A letter typed into a field is a letter.
    browser.key("Enter").await;
    browser.press("form[action$='/claim'] button").await;
    let task = browser.path().await;
    browser.press("#f-applicant-name").await;
    for code in ["KeyU", "KeyC", "KeyG", "KeyI"] {
        browser.key(code).await;
    }
    assert_eq!(browser.path().await, task);
    let typed = browser.find("#f-applicant-name").await.value().await.unwrap().unwrap();
    assert!(typed.contains("гспш"), "{typed}");
    // Outside of fields U gives the task back.
    browser.run("document.activeElement.blur()", vec![]).await;
    browser.key("KeyU").await;
    browser.shows("Задача возвращена коллегам.").await;

    browser.open("/settings").await;
    browser.press("#letters").await;
    browser.press("main button").await;
    browser.shows("Настройки сохранены.").await;
    browser.open("/tasks?tab=units").await;
    browser.key("KeyJ").await;
    assert_eq!(browser.run(row, vec![]).await, 0);
    browser.end().await;
}
