//! The way to the identity provider and back.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use reglament_core::text::Lang;
use serde::Deserialize;

use super::{Next, SignInPage, after, respond, set};
use crate::app::App;
use crate::auth::oidc::{self, Begun, OidcError};
use crate::pages::error::PageError;
use crate::pages::form::Problem;
use crate::pages::visit::{PageResult, language};
use crate::record;
use crate::texts::say;

/// What the provider gives back.
#[derive(Debug, Deserialize)]
pub struct Answer {
    #[serde(default)]
    code: String,
    #[serde(default)]
    state: String,
}

/// Sends the browser to the provider.
pub async fn begin(
    State(app): State<App>,
    headers: HeaderMap,
    Query(Next { next }): Query<Next>,
) -> PageResult {
    match oidc::begin(&app, &next).await {
        Ok(Begun { url, browser }) => {
            let mut response = Redirect::to(&url).into_response();
            set(&mut response, &cookie(&app, browser).to_string());
            Ok(response)
        }
        Err(error) => refuse(&app, &headers, &error),
    }
}

/// Takes the browser back.
pub async fn back(
    State(app): State<App>,
    headers: HeaderMap,
    Query(answer): Query<Answer>,
) -> PageResult {
    let jar = CookieJar::from_headers(&headers);
    let browser = jar.get(name(&app)).map(Cookie::value);
    let finished = oidc::finish(&app, &answer.code, &answer.state, browser).await;
    let mut response = match finished {
        Ok(back) => {
            let mut response = Redirect::to(after(&back.next)).into_response();
            set(&mut response, &back.cookie.header());
            response
        }
        Err(error) => {
            record::outside(&app, "somebody", "sign-in-refused", String::new()).await?;
            refuse(&app, &headers, &error)?
        }
    };
    let mut gone = cookie(&app, String::new());
    gone.make_removal();
    set(&mut response, &gone.to_string());
    Ok(response)
}

fn refuse(app: &App, headers: &HeaderMap, error: &OidcError) -> PageResult {
    let lang = language(headers);
    let words = |lang: Lang, key: &str| say(lang, key, &[]);
    let (status, text) = match error {
        OidcError::Absent => return Err(PageError::NotFound),
        OidcError::Provider(reason) => {
            tracing::warn!(reason, "the identity provider failed");
            (StatusCode::BAD_GATEWAY, words(lang, "sign-in-provider-failed"))
        }
        OidcError::Unproven(_) => (StatusCode::UNAUTHORIZED, words(lang, "sign-in-unproven")),
        OidcError::Unknown => (StatusCode::FORBIDDEN, words(lang, "sign-in-unknown-identity")),
        OidcError::SignIn(error) => return Err(PageError::fault(error)),
    };
    let problems = vec![Problem { id: "name".to_owned(), text }];
    respond(app, headers, status, SignInPage { problems, ..SignInPage::default() })
}

fn name(app: &App) -> &'static str {
    if app.settings.is_https() { "__Host-reglament-way" } else { "reglament-way" }
}

/// The provider sends the browser back from another site: the cookie must come along on that one visit.
fn cookie(app: &App, value: String) -> Cookie<'static> {
    Cookie::build((name(app), value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(app.settings.is_https())
        .build()
}
