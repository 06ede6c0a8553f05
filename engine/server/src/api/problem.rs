//! What went wrong, as RFC 9457 says it: `application/problem+json` with a stable `code`.

mod code;

use std::collections::BTreeMap;

use axum::Json;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use reglament_core::rejection::Rejection;
use reglament_core::requirement::Unmet;
use reglament_core::text::{Lang, Texts};
use reglament_store::StoreError;
use serde::Serialize;
use utoipa::ToSchema;

pub use code::Code;

tokio::task_local! {
    /// The identifier of the request that is being answered; logs and problems name it.
    pub static REQUEST_ID: String;
}

/// A problem: the answer to every request that was not carried out.
#[derive(Clone, Debug)]
pub struct Problem(Box<ProblemDetails>);

/// The body of the answer to every request that was not carried out.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemDetails {
    /// Where the problem is explained.
    #[serde(rename = "type")]
    #[schema(example = "/api/v1/problems/already-claimed")]
    kind: String,
    /// The problem in general.
    title: &'static str,
    /// The status of the answer.
    #[schema(example = 409)]
    status: u16,
    /// What is wrong with this request, and what to do next.
    detail: String,
    /// The request, as the logs name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    instance: Option<String>,
    /// The stable code to decide by.
    #[schema(example = "already_claimed")]
    code: &'static str,
    /// The fields at fault.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldProblem>,
    /// The requirements of the map that are not met.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    requirements: Vec<UnmetRequirement>,
    /// Who has the task.
    #[serde(skip_serializing_if = "Option::is_none")]
    holder: Option<String>,
    /// Who did which other step, where four eyes are why.
    #[serde(skip_serializing_if = "Option::is_none")]
    conflict: Option<FourEyes>,
    /// The version that the instance has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    current_version: Option<u64>,
    /// After how many seconds to try again.
    #[serde(skip)]
    retry_after: Option<u64>,
}

/// Somebody who had a hand in a step that another person than the performer of this one must have done.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FourEyes {
    /// Who.
    #[schema(example = "aliya")]
    pub person: String,
    /// The step.
    #[schema(example = "intake")]
    pub step: String,
}

/// A field at fault.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// The field, as a JSON pointer into the request.
    #[schema(example = "/data/applicant/iin")]
    pub pointer: String,
    /// A stable code.
    #[schema(example = "required")]
    pub code: String,
    /// What is wrong with it.
    pub message: String,
}

/// A requirement of the map that is not met.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct UnmetRequirement {
    /// Its name in the map.
    #[schema(example = "passport_validity")]
    pub requirement: String,
    /// What must hold, in the words of the source.
    pub title: BTreeMap<String, String>,
    /// What to do instead.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub help: BTreeMap<String, String>,
    /// Its sources, by their names in the basis of the map.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<String>,
}

impl From<Unmet> for UnmetRequirement {
    fn from(unmet: Unmet) -> Self {
        let (title, help) = (words(&unmet.title), words(&unmet.help));
        Self { requirement: unmet.requirement, title, help, cites: unmet.cites }
    }
}

/// The texts by language, those that there are.
fn words(texts: &Texts) -> BTreeMap<String, String> {
    let all =
        Lang::ALL.into_iter().map(|lang| (lang.code().to_owned(), texts.only(lang).to_owned()));
    all.filter(|(_, text)| !text.is_empty()).collect()
}

impl Problem {
    /// The problem with this code; the detail says what to do next.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self(Box::new(ProblemDetails {
            kind: format!("/api/v1/problems/{}", code.slug()),
            title: code.title(),
            status: code.status().as_u16(),
            detail: detail.into(),
            instance: None,
            code: code.as_str(),
            errors: Vec::new(),
            requirements: Vec::new(),
            holder: None,
            conflict: None,
            current_version: None,
            retry_after: None,
        }))
    }

    /// Names a field at fault.
    #[must_use]
    pub fn with_error(mut self, pointer: &str, code: &str, message: impl Into<String>) -> Self {
        let (pointer, code) = (pointer.to_owned(), code.to_owned());
        self.0.errors.push(FieldProblem { pointer, code, message: message.into() });
        self
    }

    /// Tells the version that the instance has now.
    #[must_use]
    pub fn with_current_version(mut self, version: u64) -> Self {
        self.0.current_version = Some(version);
        self
    }

    /// Tells when to try again.
    #[must_use]
    pub fn with_retry_after(mut self, seconds: u64) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    /// The problem of a fault: the log says what happened, the caller gets a number to name.
    pub fn fault(error: &dyn std::error::Error) -> Self {
        let request = REQUEST_ID.try_with(Clone::clone).unwrap_or_default();
        tracing::error!(request, error = chain(error), "a request met a fault");
        Self::new(Code::Internal, "something failed on our side; try again, or report `instance`")
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        self.0.code
    }
}

/// An error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        let mut problem = Self::new(Code::Rejected(rejection.code), rejection.message);
        for fault in rejection.fields {
            let pointer = format!("/data/{}", fault.field.replace('.', "/"));
            problem = problem.with_error(&pointer, fault.code, fault.message);
        }
        problem.0.requirements = rejection.requirements.into_iter().map(Into::into).collect();
        problem.0.conflict = rejection.conflict.map(|conflict| FourEyes {
            person: conflict.person.to_string(),
            step: conflict.step.to_string(),
        });
        problem.0.holder = rejection.holder.map(|holder| holder.to_string());
        problem
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Closed => {
                Self::new(Code::Unavailable, "the server is shutting down").with_retry_after(5)
            }
            error => Self::fault(&error),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(mut self) -> Response {
        self.0.instance = REQUEST_ID.try_with(|id| format!("urn:request:{id}")).ok();
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let retry_after = self.0.retry_after;
        let mut response = (status, Json(self.0)).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
