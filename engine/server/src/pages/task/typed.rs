//! What was typed into the form of a task.

use reglament_core::command::{Completion, DocumentChecks};
use reglament_core::definition::{Checks, UserTask};
use reglament_core::value::Value;

use super::back::COMMENT;
use super::{documents, ground};
use crate::pages::form::{self, Asked, Pairs};

/// The completion that a posted form asks for.
pub fn completion(task: &UserTask, asked: &[Asked], pairs: &Pairs, before: &Value) -> Completion {
    let outcome = pairs.get("outcome").map(str::to_owned);
    let chosen = outcome.as_ref().and_then(|name| task.outcomes.get(name));
    let demands_ground = chosen.is_some_and(|outcome| outcome.demands_ground);
    let extends = chosen.is_some_and(|outcome| outcome.extends_deadline);
    let returns = chosen.is_some_and(|outcome| outcome.returns);
    let checks = task.checks == Some(Checks::Documents);
    Completion {
        outcome,
        data: form::read(asked, pairs, before, false),
        documents: checks.then(|| DocumentChecks::Each(documents::read(pairs))),
        // What was typed for a refusal is no part of an approval.
        ground: if demands_ground { ground::read_ground(pairs) } else { None },
        extension: if extends { ground::read_extension(pairs) } else { None },
        comment: pairs.get(COMMENT).filter(|_| returns).map(str::to_owned),
    }
}
