use reglament_core::text::Lang;
use reglament_tests::TestApp;

use super::chromium::Chromium;
use super::stage::{self, PASSWORD};
use super::{axe, sites};

/// Every page in three languages, wide and narrow, light and dark: axe finds nothing, nothing is cut off,
/// what has focus is seen.
#[tokio::test]
async fn every_page_is_accessible_in_every_language_width_and_theme() {
    let app = TestApp::start().await;
    let case = stage::set(&app).await;
    let Some(axe) = axe::source() else { return };
    let Some(browser) = Chromium::with_scripts(&app.url).await else { return };
    let mut faults = Vec::new();
    browser.open("/sign-in").await;
    visit(&browser, &axe, &[("sign-in".to_owned(), "/sign-in".to_owned())], &mut faults).await;
    browser.open("/sign-in").await;
    browser.type_into("#name", "saule").await;
    browser.type_into("#password", PASSWORD).await;
    browser.press("main button").await;
    browser.find(".who").await;
    browser.open("/tasks?tab=units").await;
    browser.press("form[action$='/claim'] button").await;
    browser.find("form.work").await;
    let task = browser.path().await;
    browser.open(&format!("/instances/{case}")).await;
    let letter = "return document.querySelector('a[href*=\"/letters/\"]').getAttribute('href')";
    let letter = browser.run(letter, vec![]).await.as_str().unwrap().to_owned();
    let mut pages = sites::all(|path| samples(path, &case.to_string(), &task, &letter));
    pages.push(("not-found".to_owned(), "/no-such-page".to_owned()));
    visit(&browser, &axe, &pages, &mut faults).await;
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    browser.end().await;
}

/// What shows a page whose address has parameters, and what a page shows besides its usual face.
fn samples(
    path: &str,
    case: &str,
    task: &str,
    letter: &str,
) -> Option<Vec<(&'static str, String)>> {
    let one = |path: String| Some(vec![("", path)]);
    match path {
        "/tasks" => {
            Some(vec![("", "/tasks?tab=all".to_owned()), ("-mine", "/tasks?tab=mine".to_owned())])
        }
        "/tasks/{task}" => one(task.to_owned()),
        "/instances/{instance}" => one(format!("/instances/{case}")),
        "/tasks/give" => one(format!("/tasks/give?task={}", task.trim_start_matches("/tasks/"))),
        "/tasks/{task}/assign" => one(format!("{task}/assign")),
        "/instances/{instance}/letters/{seq}/{n}" => one(letter.to_owned()),
        "/organization/people/{person}" => one("/organization/people/aliya".to_owned()),
        // The form of one that is there is the form of a new one.
        "/organization/offices/{office}"
        | "/organization/groups/{group}"
        | "/organization/programs/{program}"
        | "/organization/programs/{program}/tokens"
        // Files, and an address that leads to another.
        | "/reports"
        | "/tasks/file/{format}"
        | "/cases/file/{format}"
        | "/audit/file/{format}"
        | "/reports/{report}/picture"
        | "/reports/{report}/file/{format}" => Some(Vec::new()),
        "/reports/{report}" => Some(vec![
            ("-now", "/reports/now".to_owned()),
            ("-period", "/reports/period".to_owned()),
            ("-forecast", "/reports/forecast".to_owned()),
            (
                "-paths",
                "/reports/paths?from=2026-10-01&until=2026-10-31\
                 &process=private-visit-invitation"
                    .to_owned(),
            ),
        ]),
        "/cases" => one("/cases?of=open".to_owned()),
        "/verify/{code}" => one("/verify/0000000000".to_owned()),
        "/start/{process}" => one("/start/private-visit-invitation".to_owned()),
        _ => None,
    }
}

async fn visit(
    browser: &Chromium,
    axe: &str,
    pages: &[(String, String)],
    faults: &mut Vec<String>,
) {
    for lang in Lang::ALL {
        browser.width(1280).await;
        browser.open(&format!("/language/{lang}?to=/help")).await;
        for (name, path) in pages {
            browser.width(1280).await;
            browser.scheme("light").await;
            browser.open(path).await;
            let what = |mode: &str| format!("{name} ({path}) {lang} {mode}");
            assert_eq!(browser.count(&format!("html[lang={lang}]")).await, 1, "{}", what(""));
            axe::check(browser, axe, None, faults, &what("1280")).await;
            browser.scheme("dark").await;
            let contrast: &[&str] = &["color-contrast"];
            axe::check(browser, axe, Some(contrast), faults, &what("1280 dark")).await;
            browser.scheme("light").await;
            browser.width(320).await;
            axe::check(browser, axe, None, faults, &what("320")).await;
            axe::own(browser, faults, &what("320")).await;
            if std::env::var("REGLAMENT_TEST_PICTURES").is_ok() {
                picture(browser, &format!("{lang}-{name}")).await;
            }
        }
    }
}

/// For the eyes: light and dark, wide and narrow.
async fn picture(browser: &Chromium, name: &str) {
    for (scheme, width) in [("light", 320), ("light", 1280), ("dark", 1280)] {
        browser.scheme(scheme).await;
        browser.look(&format!("{name}-{scheme}"), width).await;
    }
}
