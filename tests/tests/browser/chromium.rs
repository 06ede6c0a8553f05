//! A browser for one test, in a profile of its own.

use std::path::PathBuf;

use serde_json::{Value, json};
use thirtyfour::common::capabilities::chromium::ChromiumLikeCapabilities;
use thirtyfour::prelude::*;

/// The browser.
pub struct Chromium {
    driver: WebDriver,
    /// Where the driver keeps this session, for what its client does not know.
    session: String,
    /// Where the pages are: the only host that may be asked for anything.
    site: String,
}

/// A page may take so long to come: other suites run beside this one.
const ATTEMPTS: u32 = 100;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(100);

/// As root Chromium needs no sandbox; the rest keeps it from speaking to anybody but the pages.
const ARGUMENTS: [&str; 10] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    // Otherwise keys are dropped until a page was painted, however long ago it was loaded.
    "--allow-pre-commit-input",
];

impl Chromium {
    /// A browser for the pages of this site, with scripts off; none when there is no driver.
    pub async fn start(site: &str) -> Option<Self> {
        Self::begin(site, json!({ "profile.managed_default_content_settings.javascript": 2 })).await
    }

    /// A browser in which the modules of the pages run.
    pub async fn with_scripts(site: &str) -> Option<Self> {
        Self::begin(site, json!({})).await
    }

    async fn begin(site: &str, prefs: Value) -> Option<Self> {
        let Ok(driver_url) = std::env::var("REGLAMENT_TEST_WEBDRIVER") else {
            let required = std::env::var("REGLAMENT_TEST_REQUIRE_BROWSER").is_ok();
            assert!(!required, "REGLAMENT_TEST_WEBDRIVER is not set; run tests/bin/with-chromium");
            println!("skipped: no browser; run it by tests/bin/with-chromium");
            return None;
        };
        let mut wanted = DesiredCapabilities::chrome();
        for argument in ARGUMENTS {
            wanted.add_arg(argument).unwrap();
        }
        wanted.add_experimental_option("prefs", prefs).unwrap();
        wanted.set("goog:loggingPrefs", json!({ "browser": "ALL", "performance": "ALL" })).unwrap();
        let driver = WebDriver::new(driver_url.as_str(), wanted).await.unwrap();
        let session = format!("{driver_url}/session/{}", driver.session_id());
        Some(Self { driver, session, site: site.to_owned() })
    }

    /// Opens a page of the site.
    pub async fn open(&self, path: &str) {
        self.driver.goto(format!("{}{path}", self.site)).await.unwrap();
    }

    /// Opens a page that carries itself.
    pub async fn open_elsewhere(&self, url: &str) {
        assert!(url.starts_with("data:"), "browsers of these tests stay at the site");
        self.driver.goto(url).await.unwrap();
    }

    /// The path of the page that is shown.
    pub async fn path(&self) -> String {
        let url = self.driver.current_url().await.unwrap().to_string();
        url.strip_prefix(&self.site).unwrap_or(&url).to_owned()
    }

    /// The first element for a selector, as soon as it is there.
    pub async fn find(&self, css: &str) -> WebElement {
        for _ in 0..ATTEMPTS {
            if let Ok(found) = self.driver.find(By::Css(css)).await {
                return found;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("{} has no {css}:\n{}", self.path().await, self.text().await);
    }

    /// How many elements a selector has.
    pub async fn count(&self, css: &str) -> usize {
        self.driver.find_all(By::Css(css)).await.unwrap().len()
    }

    /// Types into a field, in place of what stands there.
    pub async fn type_into(&self, css: &str, text: &str) {
        for _ in 0..ATTEMPTS {
            let field = self.find(css).await;
            // The page may be replaced between the look and the keys.
            if field.clear().await.is_ok() && field.send_keys(text).await.is_ok() {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("{} takes no text in {css}", self.path().await);
    }

    /// Presses something.
    pub async fn press(&self, css: &str) {
        for _ in 0..ATTEMPTS {
            // As above: what was found may be gone before it is pressed.
            if self.find(css).await.click().await.is_ok() {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("{} does not let {css} be pressed", self.path().await);
    }

    /// Runs a script of the test on the page; what it returns.
    pub async fn run(&self, script: &str, args: Vec<Value>) -> Value {
        self.driver.execute(script, args).await.unwrap().json().clone()
    }

    /// Runs one that calls its last argument when it is done.
    pub async fn run_async(&self, script: &str, args: Vec<Value>) -> Value {
        self.driver.execute_async(script, args).await.unwrap().json().clone()
    }

    /// Presses a key by its place on the keyboard, as a Russian layout sends it.
    pub async fn key(&self, code: &str) {
        self.chord(code, 0).await;
    }

    /// The same while `Ctrl` (2) or `Shift` (8) is held.
    pub async fn chord(&self, code: &str, modifiers: u32) {
        let (key, text) = layout(code);
        let text = if modifiers & 2 == 0 { text } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "code": code, "key": key, "text": text,
                "windowsVirtualKeyCode": virtual_key(code), "modifiers": modifiers });
            self.ask("Input.dispatchKeyEvent", event).await;
        }
    }

    /// Signs in at the page and chooses the language.
    pub async fn sign_in(&self, name: &str, lang: &str) {
        self.open("/sign-in").await;
        self.type_into("#name", name).await;
        self.type_into("#password", super::stage::PASSWORD).await;
        self.press("main button").await;
        self.find(".who").await;
        self.open(&format!("/language/{lang}?to=/tasks")).await;
        self.find(&format!("html[lang={lang}]")).await;
    }

    /// Waits until the element that has focus is this one.
    pub async fn focus_is(&self, css: &str) {
        let script = "return document.activeElement.matches(arguments[0])";
        for _ in 0..ATTEMPTS {
            if self.run(script, vec![css.into()]).await == true {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("focus is not on {css}");
    }

    /// Whether the page goes to such a path before long.
    pub async fn is_at(&self, beginning: &str) -> bool {
        for _ in 0..ATTEMPTS / 4 {
            if self.path().await.starts_with(beginning) {
                return true;
            }
            tokio::time::sleep(PAUSE).await;
        }
        false
    }

    /// Screen (empty) or paper.
    pub async fn media(&self, media: &str) {
        self.ask("Emulation.setEmulatedMedia", json!({ "media": media })).await;
    }

    /// What a person reads on the page.
    pub async fn text(&self) -> String {
        // The body may be of a page that is just being left.
        match self.driver.find(By::Css("body")).await {
            Ok(body) => body.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Waits for the page that says this.
    pub async fn shows(&self, words: &str) {
        let mut text = String::new();
        for _ in 0..ATTEMPTS {
            text = self.text().await;
            if text.contains(words) {
                return;
            }
            tokio::time::sleep(PAUSE).await;
        }
        panic!("{} does not say {words:?}:\n{text}", self.path().await);
    }

    /// Makes the window so wide; the height follows the page.
    pub async fn width(&self, width: u32) {
        self.metrics(width, 900).await;
    }

    async fn metrics(&self, width: u32, height: u64) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.ask("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Light or dark.
    pub async fn scheme(&self, scheme: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.ask("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Checks that nothing is cut off at the right; how high the page is.
    pub async fn fits(&self, name: &str, width: u32) -> u64 {
        self.width(width).await;
        let size = self.ask("Page.getLayoutMetrics", json!({})).await["cssContentSize"].clone();
        let needed = size["width"].as_u64().unwrap();
        assert!(needed <= u64::from(width), "{name} needs {needed} px and has {width}");
        size["height"].as_u64().unwrap()
    }

    /// The same, then takes a picture of the whole page.
    pub async fn look(&self, name: &str, width: u32) {
        let height = self.fits(name, width).await;
        self.metrics(width, height).await;
        let folder = folder();
        std::fs::create_dir_all(&folder).unwrap();
        self.driver.screenshot(&folder.join(format!("{name}-{width}.png"))).await.unwrap();
    }

    /// The page dies as it stands: nothing of it runs any more.
    pub async fn crash(self) {
        self.ask("Page.crash", json!({})).await;
        self.quit().await;
    }

    /// Ends the browser, whatever it met.
    pub async fn quit(self) {
        // It may have ended by itself.
        let _ = self.driver.quit().await;
    }

    /// Requests to such addresses fail from now on.
    pub async fn block(&self, addresses: &[&str]) {
        self.ask("Network.enable", json!({})).await;
        self.ask("Network.setBlockedURLs", json!({ "urls": addresses })).await;
    }

    /// What stands in a field.
    pub async fn value(&self, css: &str) -> String {
        self.find(css).await.value().await.unwrap().unwrap_or_default()
    }

    /// Ends the browser, after checking that it met no error and asked no other host for anything.
    pub async fn end(self) {
        let errors = self.log("browser").await;
        // A page that says 404, 409 or 422 is an answer, and the console notes it as an error; what it only
        // recommends is none.
        let errors: Vec<_> = errors
            .into_iter()
            .filter(|error| error["level"] != "DEBUG")
            .filter(|error| !error["message"].as_str().unwrap().contains("the server responded"))
            .collect();
        assert!(errors.is_empty(), "the console has {errors:#?}");
        for entry in self.log("performance").await {
            let message: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            let url = message["message"]["params"]["request"]["url"].as_str().unwrap_or_default();
            let ours = url.is_empty() || url.starts_with(&self.site) || url.starts_with("data:");
            assert!(ours, "the page asked another host: {url}");
        }
        self.driver.quit().await.unwrap();
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let answer = self.post("se/log", json!({ "type": kind })).await;
        answer["value"].as_array().unwrap().clone()
    }

    async fn ask(&self, command: &str, params: Value) -> Value {
        let body = json!({ "cmd": command, "params": params });
        self.post("goog/cdp/execute", body).await["value"].clone()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = http.post(format!("{}/{path}", self.session)).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }
}

/// What a Russian layout gives for a key.
fn layout(code: &str) -> (&str, &str) {
    match code {
        "KeyJ" => ("о", "о"),
        "KeyK" => ("л", "л"),
        "KeyC" => ("с", "с"),
        "KeyU" => ("г", "г"),
        "KeyX" => ("ч", "ч"),
        "KeyN" => ("т", "т"),
        "KeyG" => ("п", "п"),
        "KeyI" => ("ш", "ш"),
        "Slash" => (".", "."),
        "Space" => (" ", " "),
        "Enter" => ("Enter", "\r"),
        "Tab" => ("Tab", ""),
        other => (other, ""),
    }
}

fn virtual_key(code: &str) -> u32 {
    match code {
        "Enter" => 13,
        "Tab" => 9,
        "Space" => 32,
        "Escape" => 27,
        "Slash" => 191,
        "ArrowUp" => 38,
        "ArrowDown" => 40,
        other => other.chars().last().map_or(0, u32::from),
    }
}

fn folder() -> PathBuf {
    let target = std::env::var("CARGO_TARGET_DIR");
    let target =
        target.map_or_else(|_| reglament_tests::maps::repository().join("target"), PathBuf::from);
    target.join("screenshots")
}
