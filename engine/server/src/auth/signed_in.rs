//! The extractor of pages: the person whose browser asks.

use std::fmt::Write;

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use reglament_core::command::Actor;
use reglament_store::{Person, Session};

use super::secret::same_secret;
use super::session::of_request;
use crate::api::problem::Problem;
use crate::app::App;
use crate::routes;

/// Where people sign in; `?next=` brings them back.
pub const SIGN_IN_PATH: &str = "/sign-in";

/// A person who is signed in, and their session. As an extractor it sends everybody else to the
/// sign-in page; `Option<SignedIn>` lets them pass.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Who.
    pub person: Person,
    /// The session.
    pub session: Session,
    /// Who they are to commands, as of this request.
    pub(super) actor: Actor,
}

impl SignedIn {
    /// The person as an actor of commands, with the rights that they have at this request.
    pub fn actor(&self) -> Actor {
        self.actor.clone()
    }

    /// The token that each form of this session carries in its field `csrf`.
    pub fn csrf(&self) -> &str {
        &self.session.csrf
    }

    /// Whether this is the token of this session.
    pub fn is_csrf(&self, token: &str) -> bool {
        same_secret(token, &self.session.csrf)
    }
}

impl OptionalFromRequestParts<App> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Option<Self>, Problem> {
        Ok(of_request(app, &parts.headers).await?)
    }
}

impl FromRequestParts<App> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let found = <Self as OptionalFromRequestParts<App>>::from_request_parts(parts, app).await;
        match found.map_err(IntoResponse::into_response)? {
            Some(signed_in) => match routes::admit(app, parts, &signed_in.actor()).await {
                Ok(()) => Ok(signed_in),
                Err(refused) => Err(refused.into_response()),
            },
            None => Err(Redirect::to(&sign_in_and_return(parts)).into_response()),
        }
    }
}

/// The sign-in page with the way back. Only a page that was asked for with GET can be returned to.
fn sign_in_and_return(parts: &Parts) -> String {
    if parts.method != axum::http::Method::GET {
        return SIGN_IN_PATH.to_owned();
    }
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let mut next = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            next.push(char::from(byte));
        } else {
            let _ = write!(next, "%{byte:02X}");
        }
    }
    format!("{SIGN_IN_PATH}?next={next}")
}
