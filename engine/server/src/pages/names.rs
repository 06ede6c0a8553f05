//! What people, steps and processes are called on a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use reglament_core::catalogue::Catalogue;
use reglament_core::definition::{Element, Outcome, Step};
use reglament_core::event::{CASE, ScopeNo};
use reglament_core::ids::{
    EditionId, GroupId, OfficeId, PersonId, ProcessId, StepId, TaskId, UnitId,
};
use reglament_core::instance::{Instance, split_id};
use reglament_core::process::Process;
use reglament_core::rows::TaskRow;
use reglament_core::text::Lang;
use reglament_store::{Store, StoreError};

use crate::organization::Roster;
use crate::texts::say;

/// The names of people, by their identifiers.
#[derive(Clone, Debug, Default)]
pub struct People(BTreeMap<PersonId, String>);

impl People {
    /// The names of these people.
    pub async fn of<'a>(
        store: &Arc<dyn Store>,
        people: impl Iterator<Item = &'a PersonId>,
    ) -> Result<Self, StoreError> {
        let mut names = BTreeMap::new();
        for id in people {
            if !names.contains_key(id)
                && let Some(person) = store.person(id).await?
            {
                names.insert(id.clone(), person.name);
            }
        }
        Ok(Self(names))
    }

    /// These names.
    #[cfg(test)]
    pub fn known(names: impl IntoIterator<Item = (PersonId, String)>) -> Self {
        Self(names.into_iter().collect())
    }

    /// The name of a person; the identifier where the person is gone.
    pub fn name(&self, id: &str) -> String {
        self.0.get(&PersonId::from(id)).cloned().unwrap_or_else(|| id.to_owned())
    }
}

/// The process that a case runs; none if its edition is not loaded.
pub fn process(catalogue: &Catalogue, edition: &EditionId) -> Option<Arc<Process>> {
    catalogue.edition(edition).cloned()
}

/// What a process is called.
pub fn service(lang: Lang, process: Option<&Process>, id: &ProcessId) -> String {
    process.map_or_else(|| id.to_string(), |process| process.definition.title.get(lang).to_owned())
}

/// What a step is called; its identifier where the map gives no title.
pub fn step(lang: Lang, process: Option<&Process>, id: &StepId) -> String {
    let title = process.and_then(|process| process.definition.step(id)).map(|step| &step.title);
    title
        .filter(|title| !title.is_empty())
        .map_or_else(|| id.to_string(), |title| title.get(lang).to_owned())
}

/// A step with the number that its action has in the regulation.
pub fn action(lang: Lang, process: Option<&Process>, id: &StepId) -> String {
    let name = step(lang, process, id);
    match find(process, id).and_then(|step| step.action.as_ref()) {
        Some(action) => {
            let args = [("number", i64::from(action.number).into()), ("name", name.into())];
            say(lang, "action", &args)
        }
        None => name,
    }
}

/// What a task is called: its action, and the item that it is for.
pub fn task(lang: Lang, process: Option<&Process>, row: &TaskRow) -> String {
    let action = action(lang, process, &row.step);
    if row.label.is_empty() {
        return action;
    }
    say(lang, "event-of-item", &[("text", action.into()), ("item", row.label.clone().into())])
}

/// The steps of a process that people work, in any of its editions.
pub fn user_steps(catalogue: &Catalogue, process: &ProcessId) -> Vec<StepId> {
    let mut found = Vec::new();
    let editions = catalogue.all().filter(|map| map.definition.process == *process);
    for (id, step) in editions.flat_map(|map| map.definition.all_steps()) {
        let worked = matches!(step.element, Element::UserTask(_) | Element::ManualTask(_));
        if worked && !found.contains(id) {
            found.push(id.clone());
        }
    }
    found
}

/// What an office is called; its identifier where nobody knows it.
pub fn office(lang: Lang, roster: &Roster, id: &OfficeId) -> String {
    let known = roster.office(id);
    known.map_or_else(|| id.to_string(), |office| office.titles.get(lang).to_owned())
}

/// What the groups are called: as the organisation says, else as the first unit that they carry out.
pub fn groups(lang: Lang, roster: &Roster, catalogue: &Catalogue) -> BTreeMap<GroupId, String> {
    let known = roster.data().groups.iter();
    let known = known.map(|group| (group.group.clone(), group.titles.get(lang).to_owned()));
    let mut titles: BTreeMap<_, _> = known.filter(|(_, title)| !title.is_empty()).collect();
    for process in catalogue.all_current() {
        for unit in process.definition.units.values() {
            let title = || unit.title.get(lang).to_owned();
            titles.entry(unit.group.clone()).or_insert_with(title);
        }
    }
    titles
}

/// The scope in which a task stands: the case itself, or a run of a subprocess.
pub fn scope_of(case: &Instance, task: &TaskId) -> ScopeNo {
    let no = split_id(task.as_str()).map(|(_, no)| no);
    let activation = no.and_then(|no| case.activations.get(&no));
    activation.map_or(CASE, |activation| activation.scope)
}

/// The words of an outcome: those of the button.
pub fn outcome(lang: Lang, process: &Process, step: &StepId, outcome: &str) -> String {
    let found = process.definition.step(step).and_then(|step| match &step.element {
        Element::UserTask(task) | Element::ManualTask(task) => task.outcomes.get(outcome),
        _ => None,
    });
    if let Some(Outcome { to: Some(to), returns: true, .. }) = found {
        let to = self::step(lang, Some(process), to);
        return say(lang, "return-to", &[("step", to.into())]);
    }
    match found.map(|outcome| outcome.title.get(lang)) {
        None | Some("") => say(lang, "task-complete", &[]),
        Some(title) => title.to_owned(),
    }
}

/// What a unit is called.
pub fn unit(lang: Lang, process: Option<&Process>, id: &UnitId) -> String {
    let unit = process.and_then(|process| process.definition.units.get(id));
    unit.map_or_else(|| id.to_string(), |unit| unit.title.get(lang).to_owned())
}

/// The step of a map.
pub fn find<'p>(process: Option<&'p Process>, id: &StepId) -> Option<&'p Step> {
    process?.definition.step(id)
}
