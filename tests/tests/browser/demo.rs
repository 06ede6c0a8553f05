//! What a newcomer does: the demonstration is started as a process, an application is filed over
//! HTTP, three people work it in the browser, and the letters lie in the mail folder.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use reglament_core::ids::CalendarId;
use reglament_core::term::Term;
use reglament_tests::{binary, maps};

use super::chromium::Chromium;

/// The demonstration, with what it printed; it ends with the test.
struct Demo {
    server: Child,
    url: String,
    password: String,
    token: String,
    folder: tempfile::TempDir,
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }
}

impl Demo {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut server = Command::new(binary())
            .args(["serve", "--demo", "--log", "error", "--listen", &format!("127.0.0.1:{port}")])
            .arg("--data")
            .arg(folder.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (mut url, mut password, mut token) = Default::default();
        for line in BufReader::new(server.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            after(&line, "Reglament runs at ", &mut url);
            after(&line, "password ", &mut password);
            after(&line, "Bearer ", &mut token);
            if line.contains("curl ") {
                break;
            }
        }
        Self { server, url, password, token, folder }
    }

    async fn file(&self) -> String {
        let application = std::fs::read(self.folder.path().join("application.json")).unwrap();
        let end = Instant::now() + Duration::from_secs(20);
        loop {
            let asked = reqwest::Client::new()
                .post(format!("{}/api/v1/instances", self.url))
                .bearer_auth(&self.token)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "newcomer")
                .body(application.clone());
            if let Ok(answer) = asked.send().await {
                let answer: serde_json::Value = answer.json().await.unwrap();
                return answer["instance"]
                    .as_str()
                    .unwrap_or_else(|| panic!("{answer}"))
                    .to_owned();
            }
            assert!(Instant::now() < end, "the demonstration does not answer");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// The subjects and texts of the letters, once there are so many.
    async fn letters(&self, count: usize) -> Vec<String> {
        let end = Instant::now() + Duration::from_secs(30);
        loop {
            let letters = read(&self.folder.path().join("mail"));
            if letters.len() >= count {
                return letters;
            }
            assert!(Instant::now() < end, "{} of {count} letters came", letters.len());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    async fn sign_in(&self, browser: &Chromium, name: &str, page: &str) {
        browser.open(page).await;
        browser.type_into("#name", name).await;
        browser.type_into("#password", &self.password).await;
        browser.press("main button").await;
        browser.find(".who").await;
        browser.press("a[hreflang=ru]").await;
        browser.find("html[lang=ru]").await;
        browser.open(page).await;
        browser.press(".tasks a[href^='/tasks/']").await;
        browser.press("form[action$='/claim'] button").await;
    }
}

fn after(line: &str, words: &str, found: &mut String) {
    if let (true, Some((_, rest))) = (found.is_empty(), line.split_once(words)) {
        rest.split([' ', '\'']).next().unwrap_or_default().clone_into(found);
    }
}

fn read(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten();
    let paths = files.map(|file| file.unwrap().path());
    paths
        .filter(|path| path.extension().is_some_and(|kind| kind == "eml"))
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

/// The last day of seven working days that an event today begins, by the calendar itself.
fn due_date() -> String {
    let catalogue = maps::processes();
    let process = catalogue.current(&"border-zone-pass".into()).unwrap();
    assert_eq!(process.definition.calendar, CalendarId::from("kz-migration-police"));
    let now = jiff::Timestamp::now();
    let (_, date) = process.calendar_known(now).due_at(now, Term::working_days(7)).unwrap();
    date.strftime("%d.%m.%Y").to_string()
}

async fn sign_out(browser: &Chromium) {
    browser.press(".who button").await;
    browser.find("#name").await;
}

#[tokio::test]
async fn a_newcomer_takes_an_application_to_its_letter() {
    let demo = Demo::start();
    let Some(browser) = Chromium::start(&demo.url).await else { return };
    let case = format!("/instances/{}", demo.file().await);

    demo.sign_in(&browser, "aliya", &case).await;
    for document in 0..3 {
        browser.press(&format!("#doc-{document}-0")).await;
    }
    browser.press("button[value=accepted]").await;
    browser.shows("Задача завершена.").await;
    browser.shows(&format!("Срок истекает {}, 18:00", due_date())).await;
    sign_out(&browser).await;

    demo.sign_in(&browser, "damir", &case).await;
    browser.press("#f-registers-wanted").await;
    browser.press("#f-registers-entry_ban").await;
    browser.press("button[value=checked]").await;
    browser.shows("Задача завершена.").await;
    sign_out(&browser).await;

    demo.sign_in(&browser, "gulnar", &case).await;
    browser.press("button[value=approve]").await;
    browser.shows("Задача завершена.").await;
    browser.press(".tasks a[href^='/tasks/']").await;
    browser.press("form[action$='/claim'] button").await;
    browser.type_into("#f-pass-number", "ПРИМЕР-1").await;
    browser.press("main button[name=outcome]").await;
    browser.shows("Задача завершена.").await;

    // Documents accepted, and the pass is ready: two letters to the applicant.
    let letters = demo.letters(2).await;
    assert!(letters.iter().all(|letter| letter.contains("Subject: ")), "{letters:?}");
    browser.end().await;
}
