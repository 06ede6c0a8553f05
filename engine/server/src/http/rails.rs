//! What every request passes.

use std::any::Any;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::api::problem::{Code, Problem, REQUEST_ID};
use crate::app::App;
use crate::auth::new_token;
use crate::pages;

/// A request that is not answered after this time is given up.
const PATIENCE: Duration = Duration::from_secs(30);

/// What answers carry unless they say otherwise themselves; pages set their own policy.
const HEADERS: [(HeaderName, &str); 6] = [
    (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Gives the request an id, and the answer its security headers.
pub async fn rails(State(app): State<App>, request: Request, next: Next) -> Response {
    let id = new_token().map(|token| token[..16].to_owned()).unwrap_or_default();
    let mut response = REQUEST_ID.scope(id.clone(), in_time(next.run(request))).await;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        set_if_absent(headers, name, value);
    }
    if app.settings.is_https() {
        set_if_absent(headers, STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains");
    }
    if let Ok(id) = HeaderValue::from_str(&id) {
        headers.insert("x-request-id", id);
    }
    response
}

/// The answer, unless it takes too long: a sender that never ends its body holds nothing open.
/// A command that is on its way is carried out all the same; a repeat with its key gets the answer.
async fn in_time(answer: impl Future<Output = Response>) -> Response {
    tokio::time::timeout(PATIENCE, answer).await.unwrap_or_else(|_| {
        Problem::new(Code::Unavailable, "the answer took too long; send the request again")
            .with_retry_after(1)
            .into_response()
    })
}

fn set_if_absent(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.entry(name).or_insert(HeaderValue::from_static(value));
}

/// The answer where nothing is: a problem to programs, a page to people.
pub async fn no_such_page(request: Request) -> Response {
    if request.uri().path().starts_with("/api/") {
        return Problem::new(Code::NotFound, "there is nothing at this address").into_response();
    }
    pages::no_such_page(&request)
}

/// The answer of a handler that panicked.
pub fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    // What the panic said may hold data of a case: the panic hook's place and this id must do.
    let request = REQUEST_ID.try_with(Clone::clone).unwrap_or_default();
    tracing::error!(request, "a handler panicked");
    Problem::new(Code::Internal, "something failed on our side; report `instance`").into_response()
}
