//! Signing in and out.

pub mod oidc;

use axum::Form;
use axum::extract::{Query, State};
use axum::http::header::SET_COOKIE;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use reglament_core::ids::PersonId;
use reglament_core::text::Lang;
use serde::{Deserialize, Serialize};

use super::error::PageError;
use super::form::Problem;
use super::language::cookie;
use super::render::{View, render};
use super::shell::{Shell, percent};
use super::visit::{PageResult, Posted, Visit, is_local, language, remembered};
use crate::app::App;
use crate::auth::{self, ClientIp, SIGN_IN_PATH, SignInError, is_same_origin};
use crate::texts::say;

/// The sign-in page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SignInPage {
    /// Where to go afterwards.
    pub next: String,
    /// The name that was typed.
    pub name: String,
    /// Why nobody was signed in.
    pub problems: Vec<Problem>,
    /// The identity provider of the installation.
    pub provider: Option<Provider>,
}

/// An identity provider, as the page offers it.
#[derive(Clone, Debug, Serialize)]
pub struct Provider {
    /// Where the way begins.
    pub href: String,
    /// What it is called.
    pub name: String,
}

impl View for SignInPage {
    const TEMPLATE: &'static str = "sign_in";

    fn title(&self, lang: Lang) -> String {
        say(lang, "sign-in-title", &[])
    }
}

/// Where to go after signing in.
#[derive(Debug, Deserialize)]
pub struct Next {
    #[serde(default)]
    next: String,
}

/// What was typed.
#[derive(Deserialize)]
pub struct Typed {
    name: String,
    password: String,
    #[serde(default)]
    next: String,
}

/// Shows the page; who is signed in already goes on.
pub async fn show(
    State(app): State<App>,
    visit: Option<Visit>,
    headers: HeaderMap,
    Query(Next { next }): Query<Next>,
) -> PageResult {
    if visit.is_some() {
        return Ok(Redirect::to(after(&next)).into_response());
    }
    let page = SignInPage { next, ..SignInPage::default() };
    respond(&app, &headers, StatusCode::OK, page)
}

/// Signs in.
pub async fn post(
    State(app): State<App>,
    ClientIp(ip): ClientIp,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> PageResult {
    if !is_same_origin(&headers, &app) {
        return Err(PageError::Forbidden);
    }
    let name = typed.name.trim().to_owned();
    match auth::sign_in(&app, &name, &typed.password, ip).await {
        Ok(session) => {
            let mut response = Redirect::to(after(&typed.next)).into_response();
            set(&mut response, &session.header());
            if remembered(&headers).is_none()
                && let Some(person) = app.store.person(&PersonId::from(name)).await?
            {
                set(&mut response, &cookie(&app, person.language).to_string());
            }
            Ok(response)
        }
        Err(error) => refuse(&app, &headers, typed.next, name, &error),
    }
}

/// Signs out.
pub async fn out(headers: HeaderMap, posted: Posted) -> PageResult {
    let gone = auth::sign_out(&posted.visit.app, &headers).await?;
    let mut response = Redirect::to(SIGN_IN_PATH).into_response();
    set(&mut response, &gone.header());
    Ok(response)
}

fn refuse(
    app: &App,
    headers: &HeaderMap,
    next: String,
    name: String,
    error: &SignInError,
) -> PageResult {
    let lang = language(headers);
    let (status, text) = match error {
        SignInError::Refused => (StatusCode::UNAUTHORIZED, say(lang, "sign-in-refused", &[])),
        SignInError::TooMany(seconds) => {
            let minutes = seconds.div_ceil(60).max(1);
            let text = say(lang, "sign-in-too-many", &[("minutes", minutes.into())]);
            (StatusCode::TOO_MANY_REQUESTS, text)
        }
        other => return Err(PageError::fault(other)),
    };
    let problems = vec![Problem { id: "name".to_owned(), text }];
    let page = SignInPage { next, name, problems, provider: None };
    respond(app, headers, status, page)
}

fn respond(app: &App, headers: &HeaderMap, status: StatusCode, page: SignInPage) -> PageResult {
    let provider = app.settings.oidc.as_ref().map(|provider| Provider {
        href: format!("{}?next={}", auth::oidc::BEGIN_PATH, percent(&page.next)),
        name: provider.name.clone(),
    });
    let page = SignInPage { provider, ..page };
    let path = match page.next.as_str() {
        "" => SIGN_IN_PATH.to_owned(),
        next => format!("{SIGN_IN_PATH}?next={}", percent(next)),
    };
    let html = render(&Shell::new(language(headers), &path).remembering(headers), &page)?;
    Ok((status, Html(html)).into_response())
}

fn after(next: &str) -> &str {
    if is_local(next) { next } else { "/" }
}

fn set(response: &mut Response, cookie: &str) {
    if let Ok(value) = cookie.parse() {
        response.headers_mut().append(SET_COOKIE, value);
    }
}
