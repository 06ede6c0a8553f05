//! What a letter says about the course of a case: who did what, and what it is based on.

use crate::definition::{Definition, Element};
use crate::event::ScopeNo;
use crate::ids::StepId;
use crate::instance::Instance;
use crate::value::Value;

use super::{object, texts};

/// Who completed which step as a scope sees it, in the order in which the steps were completed last; `name` is filled in
/// where people are known.
pub(super) fn performed(definition: &Definition, instance: &Instance, scope: ScopeNo) -> Value {
    let who = |step: &StepId| {
        let runs = instance.around(scope).map(|(_, run)| &run.local);
        runs.chain([&instance.local]).find_map(|local| local.performers.get(step))
    };
    let mut order: Vec<&StepId> = Vec::new();
    for step in &instance.path {
        if who(step).is_some() {
            order.retain(|known| *known != step);
            order.push(step);
        }
    }
    let entry = |step: &StepId| {
        let person = who(step).map_or("", |by| by.person.as_str());
        performance(definition, step, person)
    };
    Value::List(order.into_iter().map(entry).collect())
}

/// A step, its unit and the person who completed it.
pub(super) fn performance(definition: &Definition, step: &StepId, person: &str) -> Value {
    let found = definition.step(step);
    let unit = found.and_then(|step| step.unit.as_ref());
    let unit = unit.and_then(|unit| definition.units.get(unit));
    object([
        ("step", Value::text(step.as_str())),
        ("title", found.map_or(Value::Null, |step| texts(&step.title))),
        ("unit", unit.map_or(Value::Null, |unit| texts(&unit.title))),
        ("person", Value::text(person)),
        ("name", Value::text(person)),
    ])
}

/// The steps that people complete.
pub(super) fn of_people(definition: &Definition) -> impl Iterator<Item = &StepId> {
    let is_task =
        |element: &Element| matches!(element, Element::UserTask(_) | Element::ManualTask(_));
    definition.all_steps().filter(move |(_, step)| is_task(&step.element)).map(|(id, _)| id)
}

/// The sources with these keys: `{ act, clause }` each.
pub(super) fn sources<'a>(
    definition: &Definition,
    keys: impl IntoIterator<Item = &'a String>,
) -> Value {
    let cited = keys.into_iter().filter_map(|key| definition.basis.get(key));
    let source = |citation: &crate::definition::Citation| {
        object([
            ("act", Value::text(citation.act.as_str())),
            ("clause", Value::text(citation.clause.as_str())),
        ])
    };
    Value::List(cited.map(source).collect())
}
