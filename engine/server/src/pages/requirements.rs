//! Requirements that a case does not meet, above its form.

use reglament_core::definition::{Definition, Element};
use reglament_core::ids::StepId;
use reglament_core::requirement::Unmet;
use reglament_core::text::Lang;
use serde::Serialize;

use super::sources;

/// A requirement that is not met.
#[derive(Clone, Debug, Serialize)]
pub struct RequirementLine {
    /// What must hold.
    pub title: String,
    /// What to do instead.
    pub help: String,
    /// Where it is said.
    pub sources: Vec<String>,
    /// The outcome that it guards; none where the application is not taken at all.
    pub outcome: Option<String>,
}

/// The lines of the requirements that a step's outcomes, or the start, do not meet.
pub fn draw(
    lang: Lang,
    definition: &Definition,
    step: Option<&StepId>,
    unmet: &[Unmet],
) -> Vec<RequirementLine> {
    let line = |one: &Unmet| {
        let title = one.title.get(lang);
        RequirementLine {
            title: if title.is_empty() { one.requirement.clone() } else { title.to_owned() },
            help: one.help.get(lang).to_owned(),
            sources: sources::of(definition, &one.cites),
            outcome: one.outcome.as_deref().map(|name| outcome(lang, definition, step, name)),
        }
    };
    unmet.iter().map(line).collect()
}

/// The words of an outcome; its name where it has none.
fn outcome(lang: Lang, definition: &Definition, step: Option<&StepId>, name: &str) -> String {
    let element = step.and_then(|step| definition.step(step)).map(|step| &step.element);
    let title = match element {
        Some(Element::UserTask(task) | Element::ManualTask(task)) => {
            task.outcomes.get(name).map(|outcome| outcome.title.get(lang))
        }
        _ => None,
    };
    title.filter(|title| !title.is_empty()).unwrap_or(name).to_owned()
}
