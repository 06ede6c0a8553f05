//! `GET /definitions`

use axum::extract::State;
use jiff::civil::Date;
use reglament_core::access::{self, Action};
use reglament_core::ids::{EditionId, ProcessId};
use reglament_core::process::Process;
use reglament_core::text::Texts;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::answer::Page;
use crate::api::docs::{ReadProblems, Words};
use crate::api::problem::Problem;
use crate::app::App;
use crate::auth::Caller;

/// A process definition in short.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DefinitionInShort {
    /// The name of the process.
    #[schema(value_type = String, example = "library-card")]
    process: ProcessId,
    /// Its current edition.
    #[schema(value_type = String)]
    edition: EditionId,
    /// What the service is called.
    #[schema(value_type = Words)]
    title: Texts,
    /// The authority that provides it.
    #[schema(example = "town")]
    authority: String,
    /// The first day on which its rules are in force.
    #[schema(value_type = String, format = Date)]
    in_force_from: Date,
    /// The last day; absent while in force.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    in_force_until: Option<Date>,
}

impl DefinitionInShort {
    /// The definition of this process in short.
    pub fn of(process: &Process) -> Self {
        let definition = &process.definition;
        Self {
            process: definition.process.clone(),
            edition: process.edition.clone(),
            title: definition.title.clone(),
            authority: definition.authority.clone(),
            in_force_from: definition.in_force.from,
            in_force_until: definition.in_force.until,
        }
    }
}

/// Lists the process definitions
#[utoipa::path(
    get, path = "/definitions", tag = "definitions",
    responses(
        (status = 200, description = "All of them, by name", body = Page<DefinitionInShort>),
        ReadProblems,
    ),
)]
pub async fn list_definitions(
    State(app): State<App>,
    Caller(actor): Caller,
) -> Result<Page<DefinitionInShort>, Problem> {
    access::check(&actor, &Action::ReadDefinitions)?;
    let catalogue = app.catalogue();
    let items = catalogue.all_current().map(|process| DefinitionInShort::of(process)).collect();
    Ok(Page { items, next: None })
}
