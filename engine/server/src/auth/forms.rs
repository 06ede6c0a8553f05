//! The extractor of posted pages: a form with the session's token, sent by our own page.

use axum::Form;
use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;

use super::signed_in::SignedIn;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::{record, routes};

/// A form that a signed-in person posted. Its field `csrf` is checked here and may be left out of
/// `T`; `Vec<(String, String)>` takes any fields.
#[derive(Clone, Debug)]
pub struct PostedForm<T> {
    /// Who posted it.
    pub by: SignedIn,
    /// Its fields.
    pub form: T,
}

impl<T: DeserializeOwned> FromRequest<App> for PostedForm<T> {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let by = <SignedIn as FromRequestParts<App>>::from_request_parts(&mut parts, app).await?;
        own_page(app, &parts, &by).await?;
        let whole = Request::from_parts(parts.clone(), body);
        let bytes = Bytes::from_request(whole, app).await.map_err(IntoResponse::into_response)?;
        let again = || Request::from_parts(parts.clone(), Body::from(bytes.clone()));
        let Form(fields) = Form::<Vec<(String, String)>>::from_request(again(), app)
            .await
            .map_err(IntoResponse::into_response)?;
        let token = fields.iter().find(|(name, _)| name == "csrf").map(|(_, token)| &**token);
        own_form(app, &parts, &by, token).await?;
        let Form(form) =
            Form::<T>::from_request(again(), app).await.map_err(IntoResponse::into_response)?;
        Ok(Self { by, form })
    }
}

const FOREIGN_PAGE: &str = "the request was sent by a page of another site; open the page here";
const NO_TOKEN: &str = "the form does not carry the token of your session; load the page again";

/// Refuses what a page of another site sent.
pub async fn own_page(app: &App, parts: &Parts, by: &SignedIn) -> Result<(), Response> {
    if is_same_origin(&parts.headers, app) {
        return Ok(());
    }
    Err(forged(app, parts, by, FOREIGN_PAGE).await.into_response())
}

/// Refuses a form without the token of the session.
pub async fn own_form(
    app: &App,
    parts: &Parts,
    by: &SignedIn,
    token: Option<&str>,
) -> Result<(), Response> {
    if token.is_some_and(|token| by.is_csrf(token)) {
        return Ok(());
    }
    Err(forged(app, parts, by, NO_TOKEN).await.into_response())
}

/// The answer to a request that somebody else may have made for this person; it goes on record.
pub(super) async fn forged(app: &App, parts: &Parts, by: &SignedIn, why: &str) -> Problem {
    let what = format!("{}: forged", routes::asked_for(parts));
    match record::refused(app, &by.actor(), None, &what).await {
        Ok(()) => Problem::new(Code::Csrf, why),
        Err(error) => error.into(),
    }
}

/// Whether a browser says that our own page sent this. A client that is no browser says nothing,
/// and has no cookie that another site could abuse.
pub fn is_same_origin(headers: &HeaderMap, app: &App) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => site == "same-origin" || site == "none",
        (None, Some(origin)) => {
            let ours = origin.split_once("://").map(|(_, host)| host);
            origin == app.settings.public_url.trim_end_matches('/')
                || (ours.is_some() && ours == header("host"))
        }
        (None, None) => true,
    }
}
