//! The extractor of a form with a file: its fields come first, so that the token of the session is known
//! before the file is read.

use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use super::form::Pairs;
use super::visit::Visit;
use crate::app::App;
use crate::auth::{self, SignedIn, token_hash};
use crate::dispatch::{Idempotency, Options};

/// A form has at most so many fields beside its file.
const FIELDS_MAX: usize = 20;
/// Such a field is not longer than this.
const FIELD_BYTES_MAX: usize = 16 * 1024;

/// A form with a file that a person posted.
pub struct PostedFile {
    /// Who posted it.
    pub visit: Visit,
    /// Its fields.
    pub pairs: Pairs,
    /// What the file is called by its sender.
    pub name: String,
    /// Its content; empty when none was chosen.
    pub content: Vec<u8>,
    /// Whether it is larger than this address takes.
    pub too_large: bool,
}

impl PostedFile {
    /// What the form demands of its command: once for each form that was shown.
    pub fn options(&self) -> Options {
        let key = self.pairs.get("key");
        let hash = format!("{} {}", self.name, token_hash(&String::from_utf8_lossy(&self.content)));
        let idempotency =
            key.map(|key| Idempotency::new(&self.visit.actor(), &format!("form/{key}"), hash));
        Options { idempotency, ..Options::default() }
    }

    /// Whether the form carries the token of the session; it must before its file is read.
    async fn check_token(&self, app: &App, parts: &Parts) -> Result<(), Response> {
        auth::own_form(app, parts, &self.visit.by, self.pairs.get("csrf")).await
    }
}

impl FromRequest<App> for PostedFile {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let by = <SignedIn as FromRequestParts<App>>::from_request_parts(&mut parts, app).await?;
        auth::own_page(app, &parts, &by).await?;
        let visit = Visit::of_parts(app, by, &parts);
        let whole = Request::from_parts(parts.clone(), body);
        let mut form =
            Multipart::from_request(whole, app).await.map_err(IntoResponse::into_response)?;
        let mut posted = Self {
            visit,
            pairs: Pairs::default(),
            name: String::new(),
            content: Vec::new(),
            too_large: false,
        };
        loop {
            let field = match form.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                    posted.too_large = true;
                    break;
                }
                Err(error) => return Err(error.into_response()),
            };
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                posted.check_token(app, &parts).await?;
                posted.name = field.file_name().unwrap_or_default().to_owned();
                match field.bytes().await {
                    Ok(content) => posted.content = content.to_vec(),
                    Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                        posted.too_large = true;
                        break;
                    }
                    Err(error) => return Err(error.into_response()),
                }
                continue;
            }
            let text = field.text().await.map_err(IntoResponse::into_response)?;
            if posted.pairs.0.len() >= FIELDS_MAX || text.len() > FIELD_BYTES_MAX {
                return Err(StatusCode::PAYLOAD_TOO_LARGE.into_response());
            }
            posted.pairs.0.push((name, text));
        }
        posted.check_token(app, &parts).await?;
        Ok(posted)
    }
}
