//! The part of a task's page that sends work back to an earlier step: a comment, and a button for
//! each step.

use indexmap::IndexMap;
use reglament_core::definition::Outcome;
use reglament_core::process::Process;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_core::text::Lang;

use super::{Button, Part};
use crate::pages::form::{Item, Pairs, Problem};
use crate::pages::names;
use crate::texts::say;

/// The field of the comment.
pub const COMMENT: &str = "comment";

/// The ways that send work back.
pub fn part(
    lang: Lang,
    process: &Process,
    outcomes: &IndexMap<String, Outcome>,
    pairs: &Pairs,
    refused: Option<&Rejection>,
    problems: &mut Vec<Problem>,
) -> Option<Part> {
    let buttons: Vec<_> =
        outcomes.iter().filter_map(|(name, way)| button(lang, process, name, way)).collect();
    if buttons.is_empty() {
        return None;
    }
    let missing = refused.is_some_and(|refused| {
        refused.code == RejectionCode::ReasonRequired
            && refused.fields.iter().any(|fault| fault.field == COMMENT)
    });
    let item = Item {
        kind: "long",
        name: COMMENT.to_owned(),
        id: COMMENT.to_owned(),
        label: say(lang, "return-comment", &[]),
        error: missing.then(|| say(lang, "return-fault", &[])),
        value: pairs.get(COMMENT).unwrap_or_default().to_owned(),
        ..Item::default()
    };
    let problem = |text: &String| Problem { id: item.id.clone(), text: text.clone() };
    problems.extend(item.error.as_ref().map(problem));
    let open = missing || pairs.get(COMMENT).is_some();
    Some(Part { open, limit: String::new(), items: vec![item], buttons })
}

fn button(lang: Lang, process: &Process, name: &str, outcome: &Outcome) -> Option<Button> {
    let to = outcome.to.as_ref().filter(|_| outcome.returns)?;
    let step = names::step(lang, Some(process), to);
    let title = say(lang, "return-to", &[("step", step.into())]);
    Some(Button { name: name.to_owned(), title })
}
