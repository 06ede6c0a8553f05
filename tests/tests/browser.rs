//! The pages in a real browser: Debian's Chromium, driven by its own driver, with JavaScript on and off.
//! `tests/bin/with-chromium` starts both. What the browser shows is kept in `target/screenshots/`.
#![expect(clippy::unwrap_used, reason = "a suite that fails, fails its test")]

mod browser {
    mod axe;
    mod chromium;
    mod demo;
    mod drafts;
    mod every_page;
    mod flow;
    mod keyboard;
    mod look;
    mod sites;
    mod stage;
    mod together;
}
