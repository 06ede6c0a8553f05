//! A person at a page: who, in which language, and the frame around what they see.

use axum::extract::{FromRequest, FromRequestParts, OptionalFromRequestParts, Request};
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum_extra::extract::CookieJar;
use jiff::Timestamp;
use reglament_core::access::{Action, check};
use reglament_core::command::{Actor, Role};
use reglament_core::ids::InstanceId;
use reglament_core::text::Lang;
use sha2::{Digest, Sha256};

use super::assets::hex;
use super::error::PageError;
use super::form::Pairs;
use super::places;
use super::render::{View, render};
use super::shell::Shell;
use crate::app::App;
use crate::auth::{PostedForm, SignedIn, new_token};
use crate::dispatch::{Idempotency, Options};
use crate::reading::{self, Case};

/// The cookie that remembers the language.
pub const LANGUAGE_COOKIE: &str = "language";

/// What a handler of a page gives back.
pub type PageResult = Result<Response, PageError>;

/// A person who is signed in, at a page.
pub struct Visit {
    /// The product.
    pub app: App,
    /// Who.
    pub by: SignedIn,
    /// The language of the page.
    pub lang: Lang,
    /// The address of the page.
    pub path: String,
    /// What the browser sent, for what its cookies remember.
    headers: HeaderMap,
}

/// A form that a person posted.
pub struct Posted {
    /// Who posted it.
    pub visit: Visit,
    /// Its fields.
    pub pairs: Pairs,
}

impl Visit {
    fn new(app: &App, by: SignedIn, headers: &HeaderMap, path: String) -> Self {
        let lang = remembered(headers).unwrap_or(by.person.language);
        Self { app: app.clone(), by, lang, path, headers: headers.clone() }
    }

    /// The visit of a request.
    pub fn of_parts(app: &App, by: SignedIn, parts: &Parts) -> Self {
        Self::new(app, by, &parts.headers, path(parts))
    }

    /// The person as an actor.
    pub fn actor(&self) -> Actor {
        self.by.actor()
    }

    /// The present moment.
    pub fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Whether the person may do this.
    pub fn may(&self, action: &Action<'_>) -> bool {
        check(&self.actor(), action).is_ok()
    }

    /// Refuses what the person may not do.
    pub fn require(&self, action: &Action<'_>) -> Result<(), PageError> {
        check(&self.actor(), action).map_err(|_| PageError::Forbidden)
    }

    /// The case, if the person may see it; the read is put on record.
    pub async fn case(&self, id: &InstanceId) -> Result<Case, PageError> {
        reading::read(&self.app, &self.actor(), id).await?.ok_or(PageError::NotFound)
    }

    /// The page, with status 200.
    pub fn page<V: View>(&self, view: &V) -> PageResult {
        self.page_with(StatusCode::OK, view)
    }

    /// The page, with this status.
    pub fn page_with<V: View>(&self, status: StatusCode, view: &V) -> PageResult {
        let html = render(&self.shell()?, view)?;
        Ok((status, Html(html)).into_response())
    }

    /// The frame with what the browser remembers, without the person.
    pub fn remembered(&self) -> Shell {
        Shell::new(self.lang, &self.path).remembering(&self.headers)
    }

    fn shell(&self) -> Result<Shell, PageError> {
        let key = new_token().map_err(|error| PageError::fault(&error))?;
        let (places, more) = places::of(self);
        Ok(Shell {
            person: Some(self.by.person.name.clone()),
            csrf: self.by.csrf().to_owned(),
            key: key.chars().take(16).collect(),
            places,
            more,
            search: self.may(&Action::ListInstances).then_some("/search"),
            ..self.remembered()
        })
    }

    /// Whether the person sees all tasks and reports.
    pub fn is_supervisor(&self) -> bool {
        self.actor().has(Role::Supervisor)
    }
}

impl Posted {
    /// What a posted form demands of its command: once for each form that was shown.
    pub fn options(&self, if_match: Option<u64>) -> Options {
        let key = self.pairs.get("key");
        let idempotency = key
            .map(|key| Idempotency::new(&self.visit.actor(), &format!("form/{key}"), self.hash()));
        Options { idempotency, if_match, ..Options::default() }
    }

    /// The hash of what was posted and where.
    pub fn hash(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.visit.path);
        for (name, value) in self.pairs.0.iter().filter(|pair| pair.0 != "csrf") {
            hash.update(format!("\0{name}\0{value}"));
        }
        hex(&hash.finalize())
    }

    /// Where the form says to go back to, if that is a page of ours.
    pub fn back(&self) -> Option<&str> {
        self.pairs.get("back").filter(|path| is_local(path))
    }
}

/// Whether this is a path of this site: `//host` and `/\host` would lead elsewhere.
pub fn is_local(path: &str) -> bool {
    let mut letters = path.chars();
    letters.next() == Some('/')
        && !matches!(letters.next(), Some('/' | '\\'))
        && !path.chars().any(char::is_control)
}

/// The language that the cookie remembers.
pub fn remembered(headers: &HeaderMap) -> Option<Lang> {
    CookieJar::from_headers(headers).get(LANGUAGE_COOKIE)?.value().parse().ok()
}

/// The language for somebody who is not signed in: remembered, or asked for by the browser.
pub fn language(headers: &HeaderMap) -> Lang {
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let asked =
        asked.unwrap_or_default().split(',').find_map(|lang| lang.trim().get(..2)?.parse().ok());
    remembered(headers).or(asked).unwrap_or(Lang::Ru)
}

impl FromRequestParts<App> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let by = <SignedIn as FromRequestParts<App>>::from_request_parts(parts, app).await?;
        Ok(Self::new(app, by, &parts.headers, path(parts)))
    }
}

impl OptionalFromRequestParts<App> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Response> {
        let by = <SignedIn as OptionalFromRequestParts<App>>::from_request_parts(parts, app).await;
        let by = by.map_err(IntoResponse::into_response)?;
        Ok(by.map(|by| Self::new(app, by, &parts.headers, path(parts))))
    }
}

impl FromRequest<App> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let (headers, path) = (parts.headers.clone(), path(&parts));
        let whole = Request::from_parts(parts, body);
        let posted = PostedForm::<Vec<(String, String)>>::from_request(whole, app).await?;
        let visit = Visit::new(app, posted.by, &headers, path);
        Ok(Self { visit, pairs: Pairs(posted.form) })
    }
}

fn path(parts: &Parts) -> String {
    parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site_are_gone_back_to() {
        for (path, ours) in [
            ("/tasks?tab=units", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("https://evil.example", false),
            ("", false),
            ("/tasks\r\nSet-Cookie: a=b", false),
        ] {
            assert_eq!(is_local(path), ours, "{path}");
        }
    }

    #[test]
    fn the_cookie_counts_before_the_browser() {
        let mut headers = HeaderMap::new();
        assert_eq!(language(&headers), Lang::Ru);
        headers.insert(ACCEPT_LANGUAGE, "de-DE,en-GB;q=0.8,ru;q=0.5".parse().unwrap());
        assert_eq!(language(&headers), Lang::En);
        headers.insert("cookie", "language=kk".parse().unwrap());
        assert_eq!(language(&headers), Lang::Kk);
    }
}
