//! Switches the language and comes back to the same page.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Redirect};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use reglament_core::text::Lang;
use serde::Deserialize;

use super::error::PageError;
use super::visit::{LANGUAGE_COOKIE, is_local};
use crate::app::App;

/// Where to come back to.
#[derive(Debug, Deserialize)]
pub struct Back {
    #[serde(default)]
    to: String,
}

/// Remembers the language in a cookie. Nothing else changes, so a link may do it.
pub async fn switch(
    State(app): State<App>,
    Path(lang): Path<String>,
    Query(back): Query<Back>,
    jar: CookieJar,
) -> Result<impl IntoResponse, PageError> {
    let lang: Lang = lang.parse().map_err(|_| PageError::NotFound)?;
    let to = if is_local(&back.to) { back.to.as_str() } else { "/" };
    Ok((jar.add(cookie(&app, lang)), Redirect::to(to)))
}

/// The cookie that remembers a language.
pub fn cookie(app: &App, lang: Lang) -> Cookie<'static> {
    remember(app, LANGUAGE_COOKIE, lang.code())
}

/// A cookie that remembers a choice for a year.
pub fn remember(app: &App, name: &'static str, value: &'static str) -> Cookie<'static> {
    let year = std::time::Duration::from_hours(365 * 24);
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.is_https())
        .max_age(year.try_into().unwrap_or_default())
        .build()
}
