//! The plan of a migration: which step continues which.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Migration;
use crate::definition::{Definition, Element};
use crate::ids::{EditionId, StepId};

/// How cases of one edition go on in another. What it does not name keeps its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MigrationPlan {
    /// The edition that the cases run.
    pub from: EditionId,
    /// The edition that they will run.
    pub to: EditionId,
    /// The step that continues a step, where the names differ.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub steps: BTreeMap<StepId, StepId>,
    /// The path at which a field of the case data goes on, where the paths differ.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, String>,
    /// What becomes of the due date.
    #[serde(default)]
    pub clock: ClockRule,
}

/// What becomes of the due date of a case when its term is another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockRule {
    /// The new term counts from the same day 0, with the pauses and extensions there were.
    #[default]
    Recount,
    /// The case keeps the due date that its applicant was told.
    Keep,
}

impl MigrationPlan {
    /// A plan under which every step and field keeps its name.
    pub fn new(from: EditionId, to: EditionId) -> Self {
        let (steps, fields) = (BTreeMap::new(), BTreeMap::new());
        Self { from, to, steps, fields, clock: ClockRule::default() }
    }

    /// The step that continues this one.
    pub fn step<'a>(&'a self, step: &'a StepId) -> &'a StepId {
        self.steps.get(step).unwrap_or(step)
    }
}

impl Migration<'_> {
    /// The step of the other edition that continues this one; none when it has no such step.
    pub(super) fn continues<'a>(&'a self, step: &'a StepId) -> Option<&'a StepId> {
        let step = self.plan.step(step);
        self.to.definition.step(step).map(|_| step)
    }

    /// The same for what is only remembered: a step that is gone keeps its name.
    pub(super) fn renamed(&self, step: &StepId) -> StepId {
        self.continues(step).unwrap_or(step).clone()
    }
}

/// Whether one step can go on as the other: both wait for the same kind of thing.
pub(super) fn is_alike(one: &Element, other: &Element) -> bool {
    use Element::{ManualTask, UserTask};
    let is_task = |element: &Element| matches!(element, UserTask(_) | ManualTask(_));
    is_task(one) && is_task(other) || std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// The steps of one definition that no step of the other can continue under their names.
pub fn without_namesake(from: &Definition, to: &Definition) -> Vec<StepId> {
    let gone = from.all_steps().filter(|(id, step)| {
        to.step(id).is_none_or(|found| !is_alike(&step.element, &found.element))
    });
    gone.map(|(id, _)| id.clone()).collect()
}
