//! `GET /instances/{instance}/explain/{what}`

use axum::Json;
use axum::extract::State;
use jiff::Timestamp;
use reglament_core::explain::{Explanation, Question};
use reglament_core::instance::InstanceState;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::case::{self, Case};
use crate::api::docs::ReadProblems;
use crate::api::extract::Names;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::auth::Caller;

/// How something of a case came about: `lines`, each with the `rule` that fired (`table`, `number`,
/// `inputs`), what was `computed`, and the `sources`.
#[derive(Serialize, ToSchema)]
#[schema(value_type = Object)]
pub struct CaseExplanation(Explanation);

/// Explains a fee, documents, requirements or a due date
///
/// As of now; of a case that ended, as of its end. The read is put on record.
#[utoipa::path(
    get, path = "/instances/{instance}/explain/{what}", tag = "instances",
    params(
        ("instance" = String, Path, description = "The number of the case"),
        ("what" = String, Path, description = "`fee`, `documents`, `requirements` or `due`"),
    ),
    responses(
        (status = 200, description = "Line by line", body = CaseExplanation),
        (status = 409, description = "It cannot be told yet", body = crate::api::problem::ProblemDetails,
            content_type = "application/problem+json"),
        ReadProblems,
    ),
)]
pub async fn explain_instance(
    State(app): State<App>,
    Caller(actor): Caller,
    Names((instance, what)): Names<(String, String)>,
) -> Result<Json<CaseExplanation>, Problem> {
    let case = case::for_reading(&app, &actor, &instance.into()).await?;
    let not_yet = |why: String| Problem::new(Code::NotExplained, why);
    let told = match question(&what)? {
        Question::Due => {
            let told = case.process.explain_due_of(&case.instance).map_err(not_yet)?;
            told.ok_or_else(|| not_yet("the clock of the case has not started".to_owned()))?
        }
        other => {
            let at = as_of(&case, app.clock.now());
            case.process.explain(other, &case.instance.data, at).map_err(not_yet)?
        }
    };
    Ok(Json(CaseExplanation(told)))
}

fn question(what: &str) -> Result<Question, Problem> {
    match what {
        "fee" => Ok(Question::Fee),
        "documents" => Ok(Question::Documents),
        "requirements" => Ok(Question::Requirements),
        "due" => Ok(Question::Due),
        other => Err(Problem::new(
            Code::NotFound,
            format!(
                "`{other}` is not explained; ask for `fee`, `documents`, `requirements` or `due`"
            ),
        )),
    }
}

fn as_of(case: &Case, now: Timestamp) -> Timestamp {
    match case.instance.state {
        InstanceState::Running => now,
        InstanceState::Ended { at, .. } | InstanceState::Cancelled { at, .. } => at,
    }
}
