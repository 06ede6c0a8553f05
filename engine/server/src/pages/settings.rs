//! What a person sets for their own browser: light or dark, keys. Cookies keep it.

use axum::response::{IntoResponse, Redirect};
use axum_extra::extract::CookieJar;
use reglament_core::text::Lang;
use serde::Serialize;

use super::inbox::Notice;
use super::language::remember;
use super::render::View;
use super::shell::{KEYS_COOKIE, THEME_COOKIE, THEMES};
use super::visit::{PageResult, Posted, Visit};
use crate::texts::say;

/// The page of settings.
#[derive(Clone, Debug, Serialize)]
pub struct SettingsPage {
    /// The themes, one of them chosen.
    pub themes: Vec<Theme>,
    /// Whether single letters act as keys.
    pub letters: bool,
    /// Says that it was kept.
    pub notice: Option<Notice>,
}

/// A theme to choose.
#[derive(Clone, Debug, Serialize)]
pub struct Theme {
    /// Its value.
    pub value: &'static str,
    /// Its words.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl View for SettingsPage {
    const TEMPLATE: &'static str = "settings";

    fn title(&self, lang: Lang) -> String {
        say(lang, "settings-title", &[])
    }
}

/// Shows the page.
pub async fn show(visit: Visit) -> PageResult {
    let shell = visit.remembered();
    let theme = |value: &'static str| Theme {
        value,
        label: say(visit.lang, &format!("theme-{value}"), &[]),
        chosen: shell.theme.unwrap_or(AUTO) == value,
    };
    let kept = visit.path.ends_with("?done=kept");
    let page = SettingsPage {
        themes: [AUTO].into_iter().chain(THEMES).map(theme).collect(),
        letters: shell.keys,
        notice: kept.then(|| Notice::done(say(visit.lang, "settings-kept", &[]))),
    };
    visit.page(&page)
}

const AUTO: &str = "auto";

/// Keeps what was chosen.
pub async fn keep(jar: CookieJar, posted: Posted) -> PageResult {
    let app = &posted.visit.app;
    let theme = THEMES.into_iter().find(|theme| posted.pairs.get("theme") == Some(theme));
    let keys = if posted.pairs.get("letters").is_some() { "on" } else { "off" };
    let jar = jar.add(remember(app, THEME_COOKIE, theme.unwrap_or(AUTO)));
    let jar = jar.add(remember(app, KEYS_COOKIE, keys));
    Ok((jar, Redirect::to("/settings?done=kept")).into_response())
}
