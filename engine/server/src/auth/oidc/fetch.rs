//! The HTTP client that asks the identity provider: no redirects, no endless answers, no endless waits.

use std::time::Duration;

use axum::body::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use openidconnect::{HttpRequest, HttpResponse};

/// Longer answers are refused: metadata, keys and tokens have a few kilobytes.
const ANSWER_BYTES_MAX: usize = 512 * 1024;
/// A provider that does not answer in this time is down.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a provider gave no answer.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct FetchError(String);

impl FetchError {
    fn of(error: &dyn std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// Sends a request and reads the answer whole.
pub(super) async fn fetch(request: HttpRequest) -> Result<HttpResponse, FetchError> {
    let answer = tokio::time::timeout(PATIENCE, exchange(request)).await;
    answer.unwrap_or_else(|_| Err(FetchError("no answer in time".to_owned())))
}

async fn exchange(request: HttpRequest) -> Result<HttpResponse, FetchError> {
    let connector = hyper_rustls::HttpsConnectorBuilder::new()
        .with_native_roots()
        .map_err(|error| FetchError::of(&error))?
        .https_or_http()
        .enable_http1()
        .build();
    let client = Client::builder(TokioExecutor::new()).build(connector);
    let answer = client.request(request.map(|body| Full::new(Bytes::from(body)))).await;
    let (parts, body) = answer.map_err(|error| FetchError::of(&error))?.into_parts();
    let body = Limited::new(body, ANSWER_BYTES_MAX).collect().await;
    let body = body.map_err(|error| FetchError::of(&error))?.to_bytes().to_vec();
    Ok(HttpResponse::from_parts(parts, body))
}
