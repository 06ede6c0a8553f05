//! `POST /publications/{no}/decision`

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;

use super::PublicationInShort;
use crate::api::asked::Asked;
use crate::api::docs::CommandProblems;
use crate::api::extract::Names;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::editions::Verdict;

/// What is decided, and why.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Decision {
    /// `approve`, `reject` or `withdraw`.
    pub verdict: String,
    /// Why; an edition is not rejected without.
    #[serde(default)]
    pub note: String,
}

/// Decides about an edition that was proposed
///
/// Nobody approves what they proposed, and nobody else withdraws it.
#[utoipa::path(
    post, path = "/publications/{no}/decision", tag = "maps", request_body = Decision,
    params(("no" = u64, Path, description = "The number of the publication")),
    responses((status = 200, description = "As it stands now", body = PublicationInShort), CommandProblems),
)]
pub async fn decide_edition(
    State(app): State<App>,
    Names(no): Names<u64>,
    asked: Asked<Decision>,
) -> Result<Json<PublicationInShort>, Problem> {
    let verdict = match asked.body.verdict.as_str() {
        "approve" => Verdict::Approve,
        "reject" => Verdict::Reject,
        "withdraw" => Verdict::Withdraw,
        other => {
            let said = format!("`verdict` is `{other}`; it is `approve`, `reject` or `withdraw`");
            return Err(Problem::new(Code::InvalidParameter, said));
        }
    };
    let decided = app.editions.decide(&app, &asked.actor, no, verdict, &asked.body.note).await?;
    Ok(Json(decided.into()))
}
