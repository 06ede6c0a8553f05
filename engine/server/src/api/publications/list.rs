//! `GET /publications`

use axum::extract::State;
use reglament_core::access::{self, Action};
use serde::Deserialize;
use utoipa::IntoParams;

use super::PublicationInShort;
use crate::api::answer::Page;
use crate::api::docs::ReadProblems;
use crate::api::extract::Params;
use crate::api::problem::Problem;
use crate::app::App;
use crate::auth::Caller;

/// Which of them.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct WhichPublications {
    /// Of this process.
    pub process: Option<String>,
}

/// Lists when editions are in force, proposed ones too
#[utoipa::path(
    get, path = "/publications", tag = "maps", params(WhichPublications),
    responses(
        (status = 200, description = "By number", body = Page<PublicationInShort>),
        ReadProblems,
    ),
)]
pub async fn list_publications(
    State(app): State<App>,
    Caller(actor): Caller,
    Params(which): Params<WhichPublications>,
) -> Result<Page<PublicationInShort>, Problem> {
    access::check(&actor, &Action::EditMaps)?;
    let process = which.process.map(Into::into);
    let found = app.store.publications(process.as_ref()).await?;
    Ok(Page { items: found.into_iter().map(Into::into).collect(), next: None })
}
