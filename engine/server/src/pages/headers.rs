//! The headers that every page carries: nothing from elsewhere, nothing framed, nothing kept.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;

/// Styles, pictures and modules of our own, forms and questions to ourselves; nothing inline, no eval.
const CSP: &str = "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; \
                   connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (CONTENT_SECURITY_POLICY, CSP),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// Sets them; a page that may be kept (the style sheet) says so itself.
pub async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    set(&mut response);
    response
}

/// Sets them on one answer.
pub fn set(response: &mut Response) {
    let headers = response.headers_mut();
    // A file that somebody sent has a policy of its own, which allows less.
    let own = headers.get(CONTENT_SECURITY_POLICY).cloned();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(own) = own {
        headers.insert(CONTENT_SECURITY_POLICY, own);
    }
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
}
