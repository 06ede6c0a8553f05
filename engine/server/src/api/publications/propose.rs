//! `POST /publications`

use axum::extract::State;
use axum::http::StatusCode;
use axum::{Json, response::IntoResponse};
use jiff::civil::Date;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Files, PublicationInShort};
use crate::api::asked::Asked;
use crate::api::docs::CommandProblems;
use crate::api::problem::Problem;
use crate::app::App;
use crate::editions::Proposal;

/// An edition and when it comes into force.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPublication {
    /// The files of the map.
    pub map: Option<Files>,
    /// The publication whose edition comes back, instead of files.
    pub rolls_back: Option<u64>,
    /// The first day; today when absent.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day, when it is repealed.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// Why.
    #[serde(default)]
    pub note: String,
}

/// Proposes an edition
///
/// It is checked as `reglament check` does; with a mistake nothing is published. A second analyst approves it.
#[utoipa::path(
    post, path = "/publications", tag = "maps", request_body = NewPublication,
    responses(
        (status = 201, description = "It was proposed", body = PublicationInShort),
        CommandProblems,
    ),
)]
pub async fn propose_edition(
    State(app): State<App>,
    asked: Asked<NewPublication>,
) -> Result<impl IntoResponse, Problem> {
    let NewPublication { map, rolls_back, from, until, note } = asked.body;
    let map = map.map(Files::map).transpose()?;
    let from = from.unwrap_or_else(|| app.today());
    let proposal = Proposal { map, rolls_back, from, until, note };
    let editions = std::sync::Arc::clone(&app.editions);
    let proposed = editions.propose(&app, &asked.actor, proposal).await?;
    Ok((StatusCode::CREATED, Json(PublicationInShort::from(proposed))))
}
