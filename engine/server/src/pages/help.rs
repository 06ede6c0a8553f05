//! Help: whom to call, how the pages are used, the list of keys. It is open to everybody.

use axum::http::{HeaderMap, Uri};
use axum::response::{Html, IntoResponse};
use reglament_core::text::Lang;
use serde::Serialize;

use super::render::{View, render};
use super::shell::Shell;
use super::visit::{PageResult, Visit, language};
use crate::texts::say;

/// The page of help.
#[derive(Clone, Debug, Serialize)]
pub struct HelpPage {
    /// What each key does.
    pub keys: Vec<Key>,
}

/// One key, or the keys that do the same.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Key {
    /// What is pressed.
    pub press: &'static [&'static str],
    /// The key of its words in the catalogue.
    pub does: &'static str,
}

/// The keys by their places on the keyboard; `engine/web/js/keys.js` carries them out.
const KEYS: [Key; 15] = [
    Key { press: &["J", "↓"], does: "key-down" },
    Key { press: &["K", "↑"], does: "key-up" },
    Key { press: &["Enter"], does: "key-open" },
    Key { press: &["C"], does: "key-claim" },
    Key { press: &["U"], does: "key-unclaim" },
    Key { press: &["A"], does: "key-assign" },
    Key { press: &["E"], does: "key-extend" },
    Key { press: &["X"], does: "key-select" },
    Key { press: &["Shift + X"], does: "key-range" },
    Key { press: &["N"], does: "key-next" },
    Key { press: &["/"], does: "key-search" },
    Key { press: &["G", "I"], does: "key-inbox" },
    Key { press: &["?"], does: "key-help" },
    Key { press: &["Ctrl + Enter"], does: "key-submit" },
    Key { press: &["Ctrl + K"], does: "key-palette" },
];

impl HelpPage {
    /// The page with all keys.
    pub fn new() -> Self {
        Self { keys: KEYS.to_vec() }
    }
}

impl Default for HelpPage {
    fn default() -> Self {
        Self::new()
    }
}

impl View for HelpPage {
    const TEMPLATE: &'static str = "help";

    fn title(&self, lang: Lang) -> String {
        say(lang, "help-title", &[])
    }
}

/// Shows the page, in the frame of who is signed in.
pub async fn show(visit: Option<Visit>, headers: HeaderMap, uri: Uri) -> PageResult {
    let page = HelpPage::new();
    if let Some(visit) = visit {
        return visit.page(&page);
    }
    let shell = Shell::new(language(&headers), uri.path()).remembering(&headers);
    Ok(Html(render(&shell, &page)?).into_response())
}
