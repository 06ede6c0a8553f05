//! `GET /definitions/{process}`

use axum::Json;
use axum::extract::State;
use indexmap::IndexMap;
use reglament_core::access::{self, Action};
use reglament_core::definition::{Element, Fields, Outcome, Step};
use reglament_core::ids::StepId;
use reglament_core::process::Process;
use reglament_core::text::Texts;
use serde::Serialize;
use serde_json::Value as AnyJson;
use utoipa::ToSchema;

use super::list::DefinitionInShort;
use crate::api::docs::{ReadProblems, Words};
use crate::api::extract::Names;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::auth::Caller;

/// A process definition: what an application says, which documents and steps there are.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DefinitionInFull {
    /// Its name, edition, title and days.
    #[serde(flatten)]
    short: DefinitionInShort,
    /// The fields of the case data, by name, in the order of the form.
    #[schema(value_type = Object)]
    data: Fields,
    /// The applicant's statuses and their words.
    #[schema(value_type = std::collections::BTreeMap<String, Words>)]
    statuses: IndexMap<String, Texts>,
    /// The documents that may be demanded, and what each is called.
    #[schema(value_type = std::collections::BTreeMap<String, Words>)]
    documents: IndexMap<String, Texts>,
    /// The grounds on which a refusal may rest.
    #[schema(value_type = std::collections::BTreeMap<String, Words>)]
    grounds: IndexMap<String, Texts>,
    /// The term of the service, in the words of the law.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "7 working days")]
    term: Option<String>,
    /// The steps, in the order of the map.
    steps: Vec<StepInFull>,
}

/// A step of a definition.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepInFull {
    /// Its name.
    #[schema(value_type = String, example = "intake")]
    step: StepId,
    /// What kind of element it is.
    #[serde(rename = "type")]
    #[schema(example = "user_task")]
    kind: String,
    /// What it is called.
    #[schema(value_type = Words)]
    title: Texts,
    /// The unit that carries it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "district")]
    unit: Option<String>,
    /// Its own time limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "10 minutes")]
    within: Option<String>,
    /// The fields of its form: paths into the case data.
    form: Vec<String>,
    /// The ways to complete it, the first one goes on.
    outcomes: Vec<OutcomeInFull>,
}

/// A way to complete a task.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OutcomeInFull {
    /// Its name.
    #[schema(example = "accepted")]
    outcome: String,
    /// The button.
    #[schema(value_type = Words)]
    title: Texts,
    /// Whether it demands a ground of refusal.
    demands_ground: bool,
    /// Whether it extends the deadline.
    extends_deadline: bool,
}

impl DefinitionInFull {
    fn of(process: &Process) -> Self {
        let definition = &process.definition;
        let titles = definition.grounds.iter();
        Self {
            short: DefinitionInShort::of(process),
            data: definition.data.clone(),
            statuses: definition.statuses.clone(),
            documents: definition
                .documents
                .as_ref()
                .into_iter()
                .flat_map(|all| &all.names)
                .map(|(name, document)| (name.clone(), document.title.clone()))
                .collect(),
            grounds: titles.map(|(name, ground)| (name.clone(), ground.title.clone())).collect(),
            term: definition.deadline.as_ref().map(|deadline| deadline.within.to_string()),
            steps: definition.steps.iter().map(|(name, step)| StepInFull::of(name, step)).collect(),
        }
    }
}

impl StepInFull {
    fn of(name: &StepId, step: &Step) -> Self {
        let (form, outcomes) = match &step.element {
            Element::UserTask(task) | Element::ManualTask(task) => {
                let outcomes = task.outcomes.iter().map(OutcomeInFull::of);
                (task.form.clone(), outcomes.collect())
            }
            _ => (Vec::new(), Vec::new()),
        };
        Self {
            step: name.clone(),
            kind: kind_of(&step.element),
            title: step.title.clone(),
            unit: step.unit.as_ref().map(ToString::to_string),
            within: step.within.map(|term| term.to_string()),
            form,
            outcomes,
        }
    }
}

impl OutcomeInFull {
    /// An outcome of a task.
    pub fn of((name, outcome): (&String, &Outcome)) -> Self {
        Self {
            outcome: name.clone(),
            title: outcome.title.clone(),
            demands_ground: outcome.demands_ground,
            extends_deadline: outcome.extends_deadline,
        }
    }
}

/// The name of an element as maps write it.
fn kind_of(element: &Element) -> String {
    let written = serde_json::to_value(element).unwrap_or_default();
    written.get("type").and_then(AnyJson::as_str).unwrap_or_default().to_owned()
}

/// Shows a process definition
#[utoipa::path(
    get, path = "/definitions/{process}", tag = "definitions",
    params(("process" = String, Path, description = "Its name", example = "library-card")),
    responses((status = 200, description = "In full", body = DefinitionInFull), ReadProblems),
)]
pub async fn show_definition(
    State(app): State<App>,
    Caller(actor): Caller,
    Names(name): Names<String>,
) -> Result<Json<DefinitionInFull>, Problem> {
    access::check(&actor, &Action::ReadDefinitions)?;
    let catalogue = app.catalogue();
    let process = catalogue.current(&name.as_str().into());
    process.map(|process| Json(DefinitionInFull::of(process))).ok_or_else(|| {
        Problem::new(Code::NotFound, format!("there is no process `{name}`; list the definitions"))
    })
}
