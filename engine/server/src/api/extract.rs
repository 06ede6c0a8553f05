//! Parameters of the path and the query, with problems instead of plain text when they do not read.

use axum::extract::{FromRequestParts, Path, Query};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::{Code, Problem};

/// Parameters of the query.
#[derive(Clone, Debug)]
pub struct Params<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        // A NUL would reach the database, and PostgreSQL fails on it.
        if parts.uri.query().is_some_and(|query| query.contains("%00")) {
            return Err(Problem::new(Code::InvalidParameter, "a parameter holds U+0000"));
        }
        match Query::from_request_parts(parts, state).await {
            Ok(Query(params)) => Ok(Self(params)),
            Err(error) => Err(Problem::new(Code::InvalidParameter, error.body_text())),
        }
    }
}

/// Names in the path. What cannot be the name of anything is not found.
#[derive(Clone, Debug)]
pub struct Names<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Names<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let nothing = || Problem::new(Code::NotFound, "nothing has such a name");
        if parts.uri.path().contains("%00") {
            return Err(nothing());
        }
        let path = Path::from_request_parts(parts, state).await.map_err(|_| nothing())?;
        Ok(Self(path.0))
    }
}
