//! `GET /problems/{code}`: what a code means, so that the `type` of a problem leads somewhere.

use axum::Json;
use reglament_core::rejection::RejectionCode;
use serde::Serialize;
use utoipa::ToSchema;

use super::docs::ReadProblems;
use super::extract::Names;
use super::problem::{Code, Problem};

/// What a code means.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Explained {
    /// The code.
    code: &'static str,
    /// What it means.
    title: &'static str,
    /// The status of answers with it.
    status: u16,
}

/// Explains a code
///
/// Open to all, like the document that describes this API.
#[utoipa::path(
    get, path = "/problems/{code}", tag = "problems", security(()),
    params(("code" = String, Path, description = "A code, with hyphens", example = "four-eyes")),
    responses((status = 200, description = "What it means", body = Explained), ReadProblems),
)]
pub async fn show_problem(Names(code): Names<String>) -> Result<Json<Explained>, Problem> {
    let rejected = RejectionCode::ALL.iter().copied().map(Code::Rejected);
    let found = Code::OWN.into_iter().chain(rejected).find(|known| known.slug() == code);
    let found = found.ok_or_else(|| Problem::new(Code::NotFound, "no problem has this code"))?;
    Ok(Json(Explained {
        code: found.as_str(),
        title: found.title(),
        status: found.status().as_u16(),
    }))
}
