//! A decision that is made and has not taken effect: what it is, and how it is taken back.

use reglament_core::access::{Action, TaskFacts};
use reglament_core::instance::{ActivationState, Instance, split_id};
use reglament_core::process::Process;
use reglament_core::rows::TaskRow;

use super::Held;
use crate::pages::format;
use crate::pages::names::{self, People};
use crate::pages::visit::Visit;
use crate::texts::say;

/// The decision that is held of a task.
pub(super) fn of(
    visit: &Visit,
    process: &Process,
    people: &People,
    case: &Instance,
    row: &TaskRow,
) -> Option<Held> {
    let (_, no) = split_id(row.task.as_str())?;
    let ActivationState::Task(task) = &case.activations.get(&no)?.state else { return None };
    let decision = task.held.as_deref()?;
    let outcome = decision.completion.outcome.as_deref().unwrap_or_default();
    let until = format::recent(visit.lang, decision.until, visit.now(), process.calendar.zone());
    let words = say(
        visit.lang,
        "case-decision-held",
        &[
            ("outcome", names::outcome(visit.lang, process, &row.step, outcome).into()),
            ("person", people.name(decision.person.as_str()).into()),
            ("until", until.into()),
        ],
    );
    let facts = TaskFacts::of_row(row, &[]);
    let may = visit.may(&Action::RecallDecision(&facts));
    Some(Held { words, recall: may.then(|| row.task.to_string()) })
}
