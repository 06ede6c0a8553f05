//! What the OpenAPI document says beside the endpoints.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoParams, IntoResponses, Modify, OpenApi, ToSchema};

use super::problem::ProblemDetails;

/// The document without its endpoints, which the routes add.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Reglament",
        description = "Executable regulations: process definitions, cases, tasks, jobs, reports. \
            Times are RFC 3339 in UTC, dates are ISO 8601, numbers are decimals.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    components(schemas(ProblemDetails)),
    modifiers(&Security),
    security(("token" = []), ("session" = [])),
    tags(
        (name = "definitions", description = "What can be applied for"),
        (name = "instances", description = "Cases"),
        (name = "tasks", description = "Work of people"),
        (name = "jobs", description = "Work of programs"),
        (name = "reports", description = "Figures over cases"),
        (name = "maps", description = "Editions of maps and the cases that go to them"),
        (name = "audit", description = "Who did, read or was refused what"),
        (name = "problems", description = "What went wrong"),
    )
)]
pub struct Api;

struct Security;

impl Modify for Security {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let components = document.components.get_or_insert_default();
        let token = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("The token of a program"))
            .build();
        let session = ApiKeyValue::with_description(
            "reglament",
            "The session of a person (`__Host-reglament` over TLS); requests that change \
             something carry its token in `X-CSRF-Token`",
        );
        components.add_security_scheme("token", SecurityScheme::Http(token));
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    }
}

/// The headers of every request that changes something.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "read by the derive alone")]
pub struct Conditions {
    /// Carries the request out once, however often it is sent with this key.
    #[param(rename = "Idempotency-Key", example = "8e03978e-40d5-43dd-bc93-6894a57f9324")]
    idempotency_key: Option<String>,
    /// Only on this version of the case.
    #[param(rename = "If-Match", example = "\"12\"")]
    if_match: Option<String>,
}

/// A text in the languages of the interface.
#[derive(Serialize, ToSchema)]
pub struct Words {
    /// Russian.
    ru: Option<String>,
    /// Kazakh.
    kk: Option<String>,
    /// English.
    en: Option<String>,
}

/// The problems of reading.
pub struct ReadProblems;
/// The problems of commands.
pub struct CommandProblems;

impl IntoResponses for ReadProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[400, 401, 403, 404, 500, 503])
    }
}

impl IntoResponses for CommandProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        problems(&[400, 401, 403, 404, 409, 412, 413, 415, 422, 500, 503])
    }
}

fn problems(statuses: &[u16]) -> BTreeMap<String, RefOr<Response>> {
    statuses.iter().map(|status| (status.to_string(), problem(*status).into())).collect()
}

fn problem(status: u16) -> Response {
    let description = match status {
        400 => "The request does not read",
        401 => "Nobody is signed in",
        403 => "Not allowed",
        404 => "Nothing there that the caller may see",
        409 => "Not in this state of the case",
        412 => "The case is at another version",
        413 => "The body is too large",
        415 => "The body is not JSON",
        422 => "Not with this content",
        503 => "Not now: try again",
        _ => "A fault on our side",
    };
    let schema = Ref::from_schema_name("Problem");
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", ContentBuilder::new().schema(Some(schema)).build())
        .build()
}
