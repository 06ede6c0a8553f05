use reglament_core::text::Lang;
use reglament_tests::TestApp;

use super::chromium::Chromium;
use super::stage::{self, PASSWORD};

/// A wide screen and a small phone.
const WIDTHS: [u32; 2] = [1280, 360];
/// The narrowest screen that WCAG 1.4.10 asks for.
const NARROWEST: u32 = 320;

/// Every page in three languages and three widths: nothing is cut off, nothing from elsewhere.
#[tokio::test]
async fn every_page_fits_every_screen_in_every_language() {
    let app = TestApp::start().await;
    let case = stage::set(&app).await;
    let Some(browser) = Chromium::start(&app.url).await else { return };
    browser.open("/sign-in").await;
    for lang in Lang::ALL {
        browser.open(&format!("/language/{lang}?to=/sign-in")).await;
        look(&browser, &format!("sign-in-{lang}")).await;
    }
    browser.type_into("#name", "gulnar").await;
    browser.type_into("#password", PASSWORD).await;
    browser.press("main button").await;
    pages(
        &browser,
        &[
            ("inbox", "/tasks?tab=all"),
            ("reports-now", "/reports/now"),
            ("reports-period", "/reports/period"),
            ("reports-forecast", "/reports/forecast"),
            ("not-found", "/no-such-page"),
        ],
    )
    .await;
    pages(&browser, &[("case", &format!("/instances/{case}"))]).await;
    browser.press(".who button").await;
    browser.type_into("#name", "aliya").await;
    browser.type_into("#password", PASSWORD).await;
    browser.press("main button").await;
    browser.open("/tasks?tab=units").await;
    browser.press("form[action$='/claim'] button").await;
    let task = browser.path().await;
    let start = "/start/private-visit-invitation";
    pages(
        &browser,
        &[("task", &task), ("services", "/start"), ("start", start), ("mine", "/tasks?tab=mine")],
    )
    .await;
    browser.open(&task).await;
    browser.press("button[value=accepted]").await;
    look(&browser, "task-with-problems").await;
    browser.scheme("dark").await;
    browser.look("dark-task-with-problems", 1280).await;
    browser.open("/tasks?tab=units").await;
    browser.look("dark-inbox", 1280).await;
    browser.end().await;
}

async fn pages(browser: &Chromium, pages: &[(&str, &str)]) {
    for lang in Lang::ALL {
        browser.open(&format!("/language/{lang}?to=/tasks")).await;
        for (name, path) in pages {
            browser.open(path).await;
            assert_eq!(browser.count(&format!("html[lang={lang}]")).await, 1);
            look(browser, &format!("{name}-{lang}")).await;
        }
    }
}

async fn look(browser: &Chromium, name: &str) {
    browser.fits(name, NARROWEST).await;
    for width in WIDTHS {
        browser.look(name, width).await;
    }
}
