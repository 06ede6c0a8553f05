//! Pages for what went wrong: each says what happened and what to do next.

use std::any::Any;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};
use handlebars::RenderError;
use reglament_core::text::Lang;
use reglament_store::StoreError;
use serde::Serialize;

use super::render::{View, render};
use super::shell::Shell;
use super::visit::language;
use crate::dispatch::DispatchError;
use crate::texts::say;

/// Why there is no page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageError {
    /// There is nothing at this address.
    NotFound,
    /// The person may not see or do this.
    Forbidden,
    /// Others changed the same case again and again.
    Busy,
    /// Our bug or the disk; it has been logged.
    Fault,
}

impl PageError {
    /// Logs a fault.
    pub fn fault(error: &dyn std::error::Error) -> Self {
        tracing::error!(%error, "a page met a fault");
        Self::Fault
    }
}

impl From<StoreError> for PageError {
    fn from(error: StoreError) -> Self {
        Self::fault(&error)
    }
}

impl From<RenderError> for PageError {
    fn from(error: RenderError) -> Self {
        Self::fault(&error)
    }
}

/// What no page answers in its own way.
impl From<DispatchError> for PageError {
    fn from(error: DispatchError) -> Self {
        match error {
            DispatchError::NoSuchInstance(_) | DispatchError::NoSuchProcess(_) => Self::NotFound,
            DispatchError::Rejected(_) => Self::Forbidden,
            DispatchError::Fault(fault) => Self::fault(&fault),
            _ => Self::Busy,
        }
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let status = match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Busy => StatusCode::CONFLICT,
            Self::Fault => StatusCode::INTERNAL_SERVER_ERROR,
        };
        status.into_response()
    }
}

/// The page of an error.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorPage {
    /// What happened, in short.
    pub heading: String,
    /// What happened.
    pub what: String,
    /// What to do next.
    pub next: String,
    /// Where to go.
    pub href: &'static str,
    /// The words of the way there.
    pub link: String,
}

impl View for ErrorPage {
    const TEMPLATE: &'static str = "error";

    fn title(&self, _: Lang) -> String {
        self.heading.clone()
    }
}

impl ErrorPage {
    /// The page for a status.
    pub fn of(lang: Lang, status: StatusCode) -> Self {
        let [heading, what, next] = match status.as_u16() {
            403 => ["error-403", "error-403-what", "error-403-next"],
            404 | 405 => ["error-404", "error-404-what", "error-404-next"],
            409 | 412 => ["error-409", "error-409-what", "error-409-next"],
            413 | 415 | 422 | 400 => ["error-400", "error-400-what", "error-400-next"],
            429 => ["error-429", "error-429-what", "error-429-next"],
            503 => ["error-503", "error-503-what", "error-503-next"],
            _ => ["error-500", "error-500-what", "error-500-next"],
        }
        .map(|key| say(lang, key, &[]));
        Self { heading, what, next, href: "/tasks", link: say(lang, "error-to-tasks", &[]) }
    }
}

/// The answer of a page whose handler panicked. What the panic said may hold data of a case: it is not
/// logged here.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a page panicked");
    PageError::Fault.into_response()
}

/// Gives every answer that is an error and no page the page of its status.
pub async fn dress(request: Request, next: Next) -> Response {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let response = next.run(request).await;
    let status = response.status();
    if (status.is_client_error() || status.is_server_error()) && !is_page(response.headers()) {
        return page(&headers, &uri, status);
    }
    response
}

/// The page of a status, in the language that the request asks for.
pub fn page(headers: &HeaderMap, uri: &Uri, status: StatusCode) -> Response {
    let lang = language(headers);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    match render(&Shell::new(lang, path).remembering(headers), &ErrorPage::of(lang, status)) {
        Ok(html) => (status, Html(html)).into_response(),
        Err(error) => {
            tracing::error!(%error, "the page of an error does not render");
            (status, Body::empty()).into_response()
        }
    }
}

fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("text/css") || headers.contains_key(LOCATION)
}
