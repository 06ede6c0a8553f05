//! The extractor of the API: a program with its token, or a person with a session.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use reglament_core::command::Actor;

use super::forms::{forged, is_same_origin};
use super::session::of_request;
use super::tokens;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::routes;

/// Who calls the API. A person's request that changes something carries the token of the session
/// in `X-CSRF-Token`: the cookie alone is sent by the browser for any site that asks.
#[derive(Clone, Debug)]
pub struct Caller(pub Actor);

impl FromRequestParts<App> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let actor = match bearer(parts)? {
            Some(token) => bearer_of(app, &token).await?,
            None => person(parts, app).await?,
        };
        routes::admit(app, parts, &actor).await?;
        Ok(Self(actor))
    }
}

fn bearer(parts: &Parts) -> Result<Option<String>, Problem> {
    let Some(value) = parts.headers.get(AUTHORIZATION) else { return Ok(None) };
    let token = value.to_str().ok().and_then(|value| value.split_once(' '));
    match token {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => {
            Ok(Some(token.trim().to_owned()))
        }
        _ => Err(Problem::new(Code::Unauthenticated, "send `Authorization: Bearer <token>`")),
    }
}

async fn bearer_of(app: &App, token: &str) -> Result<Actor, Problem> {
    let unknown = || Problem::new(Code::Unauthenticated, "this token does not count; check it");
    let found = tokens::holder(app, token).await?;
    found.ok_or_else(unknown)
}

async fn person(parts: &Parts, app: &App) -> Result<Actor, Problem> {
    let Some(signed_in) = of_request(app, &parts.headers).await? else {
        return Err(Problem::new(
            Code::Unauthenticated,
            "send the token of a program (`Authorization: Bearer …`) or the cookie of a session",
        ));
    };
    if !parts.method.is_safe() {
        let token = parts.headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
        if !token.is_some_and(|token| signed_in.is_csrf(token))
            || !is_same_origin(&parts.headers, app)
        {
            let why = "a person's request that changes something carries `X-CSRF-Token`";
            return Err(forged(app, parts, &signed_in, why).await);
        }
    }
    Ok(signed_in.actor())
}
