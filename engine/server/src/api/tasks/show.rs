//! `GET /tasks/{task}`

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use axum::http::header::ETAG;
use axum::response::IntoResponse;
use reglament_core::definition::{Element, UserTask};
use reglament_core::value::Value;
use serde::Serialize;
use utoipa::ToSchema;

use super::list::TaskInList;
use crate::api::answer::etag;
use crate::api::case::{self, Case};
use crate::api::definitions::show::OutcomeInFull;
use crate::api::docs::ReadProblems;
use crate::api::extract::Names;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::auth::Caller;

/// A task with what is needed to complete it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TaskInFull {
    /// Where it stands.
    #[serde(flatten)]
    short: TaskInList,
    /// The fields of its form, each with its present value: paths into the case data.
    #[schema(value_type = Object)]
    form: BTreeMap<String, Value>,
    /// Whether the demanded documents are ticked off in it.
    checks_documents: bool,
    /// The ways to complete it, the first one goes on.
    outcomes: Vec<OutcomeInFull>,
    /// The steps whose performer may not perform this one.
    not_same_person_as: Vec<String>,
}

impl TaskInFull {
    fn of(short: TaskInList, task: &UserTask, data: &Value) -> Self {
        let value = |path: &String| (path.clone(), data.at(path).clone());
        Self {
            short,
            form: task.form.iter().map(value).collect(),
            checks_documents: task.checks.is_some(),
            outcomes: task.outcomes.iter().map(OutcomeInFull::of).collect(),
            not_same_person_as: task.not_same_person_as.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Shows an open task
///
/// It shows data of the case: the read is put on record.
#[utoipa::path(
    get, path = "/tasks/{task}", tag = "tasks",
    params(("task" = String, Path, description = "The task")),
    responses(
        (
            status = 200, description = "In full", body = TaskInFull,
            headers(("ETag", description = "The version of its case")),
        ),
        ReadProblems,
    ),
)]
pub async fn show_task(
    State(app): State<App>,
    Caller(actor): Caller,
    Names(task): Names<String>,
) -> Result<impl IntoResponse, Problem> {
    let instance = case::instance_of(&task)?;
    let Case { instance, process } = case::for_reading(&app, &actor, &instance).await?;
    let done = || Problem::new(Code::NotFound, format!("there is no open task `{task}`"));
    let row = app.store.task(&task.as_str().into()).await?.ok_or_else(done)?;
    let step = process.definition.step(&row.step).map(|step| &step.element);
    let Some(Element::UserTask(element) | Element::ManualTask(element)) = step else {
        return Err(done());
    };
    let short = TaskInList::of(row, &app.catalogue());
    let view = TaskInFull::of(short, element, &instance.data);
    Ok(([(ETAG, etag(instance.version))], Json(view)))
}
