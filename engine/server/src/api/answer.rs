//! Answers: an instance with its version as `ETag`, and pages of lists.

use axum::Json;
use axum::http::header::{ETAG, LINK, LOCATION};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::PREFIX;
use super::problem::{Code, Problem};
use crate::dispatch::Reply;

/// Lists give this many items when nothing is said.
const LIMIT_DEFAULT: u32 = 50;
/// And never more than this.
pub const LIMIT_MAX: u32 = 200;

/// What a command made of its instance.
pub struct Changed(pub Reply);

impl IntoResponse for Changed {
    fn into_response(self) -> Response {
        let etag = etag(self.0.version);
        ([(ETAG, etag)], Json(self.0)).into_response()
    }
}

/// A new instance.
pub struct Created(pub Reply);

impl IntoResponse for Created {
    fn into_response(self) -> Response {
        let address = format!("{PREFIX}/instances/{}", self.0.instance);
        let mut response = (StatusCode::CREATED, Changed(self.0)).into_response();
        if let Ok(address) = HeaderValue::from_str(&address) {
            response.headers_mut().insert(LOCATION, address);
        }
        response
    }
}

/// The entity tag of a version.
pub fn etag(version: u64) -> String {
    format!("\"{version}\"")
}

/// Where in a list, and how much of it.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many items, 50 if nothing is said, at most 200.
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u32>,
    /// The `next` of the page before.
    pub after: Option<String>,
}

impl Paging {
    /// How many items.
    pub fn limit(&self) -> Result<u32, Problem> {
        match self.limit.unwrap_or(LIMIT_DEFAULT) {
            limit @ 1..=LIMIT_MAX => Ok(limit),
            limit => Err(Problem::new(
                Code::InvalidParameter,
                format!("`limit` is {limit}; ask for 1 to {LIMIT_MAX} items"),
            )),
        }
    }

    /// The place in the list, as a number; 0 at its beginning.
    pub fn place(&self) -> Result<u64, Problem> {
        let Some(after) = &self.after else { return Ok(0) };
        after.parse().map_err(|_| {
            Problem::new(Code::InvalidParameter, "`after` is the `next` of the page before")
        })
    }
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Give this as `after` for the next page; absent on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T: Serialize> IntoResponse for Page<T> {
    fn into_response(self) -> Response {
        // Relative to the address that was asked for; the other parameters are the caller's.
        let link = self.next.as_ref().map(|next| format!("<?after={next}>; rel=\"next\""));
        let mut response = Json(self).into_response();
        if let Some(link) = link.and_then(|link| HeaderValue::from_str(&link).ok()) {
            response.headers_mut().insert(LINK, link);
        }
        response
    }
}
