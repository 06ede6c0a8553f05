//! The extractor of everything that changes something: who asks, for what, under which conditions.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::header::{CONTENT_TYPE, IF_MATCH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use reglament_core::command::{Actor, Command};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::ToSchema;

use super::problem::{Code, Problem};
use crate::app::App;
use crate::auth::{Caller, token_hash};
use crate::dispatch::{Idempotency, Options, Reply, Target};

/// Longer idempotency keys are refused; a UUID has 36 characters.
const KEY_CHARACTERS_MAX: usize = 255;

/// A request that changes something.
#[derive(Clone, Debug)]
pub struct Asked<T> {
    /// Who asks.
    pub actor: Actor,
    /// What the body says.
    pub body: T,
    /// The conditions in the headers `If-Match` and `Idempotency-Key`.
    pub options: Options,
}

/// A body without content: `{}` or nothing at all.
#[derive(Clone, Copy, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

impl<T: DeserializeOwned> FromRequest<App> for Asked<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (asked, headers) = whole(request, app).await?;
        let body = read(&headers, &asked.body)?;
        Ok(Self { actor: asked.actor, body, options: asked.options })
    }
}

/// A request whose body is a file.
#[derive(Clone, Debug)]
pub struct AskedWithFile(pub Asked<Bytes>);

impl FromRequest<App> for AskedWithFile {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        Ok(Self(whole(request, app).await?.0))
    }
}

/// A request with its body as it came, and its headers.
async fn whole(request: Request, app: &App) -> Result<(Asked<Bytes>, HeaderMap), Problem> {
    let (mut parts, body) = request.into_parts();
    let Caller(actor) = Caller::from_request_parts(&mut parts, app).await?;
    let whole = Request::from_parts(parts.clone(), body);
    let body = Bytes::from_request(whole, app).await.map_err(|error| unread(error.status()))?;
    let if_match = if_match(&parts.headers)?;
    let idempotency =
        key(&parts.headers)?.map(|key| Idempotency::new(&actor, &key, request_hash(&parts, &body)));
    let options = Options { idempotency, if_match, ..Options::default() };
    Ok((Asked { actor, body, options }, parts.headers))
}

impl<T> Asked<T> {
    /// Sends the command on its road.
    pub async fn dispatch(
        self,
        app: &App,
        target: Target,
        command: impl FnOnce(T) -> Command,
    ) -> Result<Reply, Problem> {
        let command = command(self.body);
        Ok(app.dispatcher.dispatch(target, command, self.actor, self.options).await?)
    }
}

fn unread(status: StatusCode) -> Problem {
    match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            Code::BodyTooLarge,
            "the body is larger than this address accepts; send less",
        ),
        _ => Problem::new(Code::MalformedBody, "the body broke off; send it again"),
    }
}

fn read<T: DeserializeOwned>(headers: &HeaderMap, bytes: &Bytes) -> Result<T, Problem> {
    if bytes.is_empty() {
        return parse(b"{}");
    }
    let kind = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(
            Code::UnsupportedMediaType,
            "send the body as JSON, with `Content-Type: application/json`",
        ));
    }
    parse(bytes)
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    // JSON can spell a NUL, which PostgreSQL keeps in no text.
    if bytes.windows(6).any(|window| window == b"\\u0000") {
        return Err(Problem::new(Code::MalformedBody, "the character U+0000 is not accepted"));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        Problem::new(Code::MalformedBody, format!("the body is not what is expected: {error}"))
    })
}

/// The version in `If-Match: "12"`; none without the header or with `*`.
fn if_match(headers: &HeaderMap) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(IF_MATCH) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    if text == "*" {
        return Ok(None);
    }
    let version = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    version.and_then(|version| version.parse().ok()).map(Some).ok_or_else(|| {
        Problem::new(Code::InvalidParameter, "`If-Match` carries one ETag of the case, as `\"12\"`")
    })
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Problem> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(key) if (1..=KEY_CHARACTERS_MAX).contains(&key.len()) => Ok(Some(key.to_owned())),
        _ => Err(Problem::new(
            Code::InvalidParameter,
            "`Idempotency-Key` has 1 to 255 visible ASCII characters, such as a UUID",
        )),
    }
}

/// What a repeated request must share with the first one.
fn request_hash(parts: &Parts, body: &[u8]) -> String {
    let body = String::from_utf8_lossy(body);
    token_hash(&format!("{} {}\n{body}", parts.method, parts.uri.path()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &'static str, value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(name, value.parse().unwrap());
        headers
    }

    #[test]
    fn if_match_carries_a_version() {
        assert_eq!(if_match(&HeaderMap::new()).unwrap(), None);
        assert_eq!(if_match(&headers("if-match", "*")).unwrap(), None);
        assert_eq!(if_match(&headers("if-match", "\"12\"")).unwrap(), Some(12));
        for wrong in ["12", "W/\"12\"", "\"12\", \"13\"", "\"twelve\""] {
            assert!(if_match(&headers("if-match", wrong)).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_body_is_json_and_nothing_else() {
        let json = headers("content-type", "application/json; charset=utf-8");
        assert!(read::<Nothing>(&HeaderMap::new(), &Bytes::new()).is_ok());
        assert!(read::<Nothing>(&json, &Bytes::from_static(b"{}")).is_ok());
        let code = |result: Result<Nothing, Problem>| result.unwrap_err().code();
        assert_eq!(code(read(&json, &Bytes::from_static(b"{\"a\":1}"))), "malformed_body");
        assert_eq!(code(read(&json, &Bytes::from_static(b"{"))), "malformed_body");
        assert_eq!(code(read(&json, &Bytes::from_static(b"\"\\u0000\""))), "malformed_body");
        let form = headers("content-type", "application/x-www-form-urlencoded");
        assert_eq!(code(read(&form, &Bytes::from_static(b"a=1"))), "unsupported_media_type");
    }

    #[test]
    fn keys_are_short_and_visible() {
        assert_eq!(key(&headers("idempotency-key", "a-1")).unwrap().as_deref(), Some("a-1"));
        assert!(key(&headers("idempotency-key", &"a".repeat(256))).is_err());
        assert!(key(&headers("idempotency-key", "")).is_err());
    }
}
