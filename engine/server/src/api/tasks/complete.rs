//! `POST /tasks/{task}/complete`

use std::collections::BTreeMap;

use axum::extract::State;
use reglament_core::command::{Command, Completion, DocumentChecks, DocumentState, RefusalGround};
use reglament_core::text::Texts;
use reglament_core::value::Value;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::api::answer::Changed;
use crate::api::asked::Asked;
use crate::api::case;
use crate::api::docs::{CommandProblems, Conditions, Words};
use crate::api::extract::Names;
use crate::api::instances::extend::Extension;
use crate::api::problem::Problem;
use crate::app::App;
use crate::dispatch::{Reply, Target};

/// How a task is completed.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"outcome": "accepted", "documents": "all"}))]
pub struct CompletionBody {
    /// The outcome; the first of the task when absent.
    outcome: Option<String>,
    /// The fields of the form.
    #[serde(default)]
    #[schema(value_type = Object)]
    data: Value,
    /// The demanded documents, ticked off.
    documents: Option<Documents>,
    /// The ground of a refusal.
    ground: Option<Refusal>,
    /// The extension, when the outcome extends the deadline.
    extension: Option<Extension>,
    /// Why the work is sent back, when the outcome does that.
    comment: Option<String>,
}

/// `"all"`, or each document by name.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(untagged, expecting = "`documents` is \"all\", or present, missing or expired by name")]
pub enum Documents {
    /// Every demanded document is present and valid.
    All(All),
    /// Each one by name.
    Each(BTreeMap<String, Found>),
}

/// Every demanded document is present and valid.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum All {
    /// `all`
    All,
}

/// How a document was found.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DocumentState)]
pub enum Found {
    /// Present and valid.
    Present,
    /// Not there.
    Missing,
    /// There, and past its validity.
    Expired,
}

/// The ground of a refusal.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// The ground, by its name in the map.
    ground: String,
    /// The facts, in Russian and in Kazakh.
    #[schema(value_type = Words)]
    facts: Texts,
    /// Until when, where the ground demands it.
    until: Option<String>,
}

impl From<CompletionBody> for Completion {
    fn from(body: CompletionBody) -> Self {
        Self {
            outcome: body.outcome,
            data: body.data,
            documents: body.documents.map(Into::into),
            ground: body.ground.map(|ground| RefusalGround {
                ground: ground.ground,
                facts: ground.facts,
                until: ground.until,
            }),
            extension: body.extension.map(Into::into),
            comment: body.comment,
        }
    }
}

impl From<Documents> for DocumentChecks {
    fn from(documents: Documents) -> Self {
        match documents {
            Documents::All(All::All) => Self::All,
            Documents::Each(each) => Self::Each(
                each.into_iter()
                    .map(|(name, state)| match state {
                        Found::Present => (name, DocumentState::Present),
                        Found::Missing => (name, DocumentState::Missing),
                        Found::Expired => (name, DocumentState::Expired),
                    })
                    .collect(),
            ),
        }
    }
}

/// Completes a task
///
/// A task that nobody has is taken by it.
#[utoipa::path(
    post, path = "/tasks/{task}/complete", tag = "tasks",
    params(("task" = String, Path, description = "The task"), Conditions),
    request_body = CompletionBody,
    responses((status = 200, description = "It is done", body = Reply), CommandProblems),
)]
pub async fn complete_task(
    State(app): State<App>,
    Names(task): Names<String>,
    asked: Asked<CompletionBody>,
) -> Result<Changed, Problem> {
    let instance = case::instance_of(&task)?;
    case::for_command(&app, &asked.actor, &instance).await?;
    let complete =
        |body: CompletionBody| Command::CompleteTask { task: task.into(), completion: body.into() };
    Ok(Changed(asked.dispatch(&app, Target::Instance(instance), complete).await?))
}
