//! What publishing an edition does, before it is done: what is different, which cases run other editions,
//! and what moving them would change.

use std::collections::BTreeMap;

use reglament_core::access::{self, Action};
use reglament_core::command::Actor;
use reglament_core::ids::{EditionId, InstanceId, ProcessId, StepId};
use reglament_core::instance::Instance;
use reglament_core::migration::{Migration, MigrationPlan, without_namesake};
use reglament_core::process::Process;
use reglament_store::{Store, StoreError};
use serde::Serialize;

use super::{EditionError, Editions, MapFiles};
use crate::app::App;

/// What publishing does.
#[derive(Clone, Debug, Serialize)]
pub struct PublishPlan {
    /// The process.
    pub process: ProcessId,
    /// The edition; the same content again is no new one.
    pub edition: EditionId,
    /// The edition that new cases start on today.
    pub current: Option<EditionId>,
    /// Whether it is another one.
    pub is_new: bool,
    /// The steps of the current edition that this one cannot continue under their names.
    pub without_namesake: Vec<StepId>,
    /// The cases that run, by edition and step: they stay on their editions.
    pub running: Vec<RunningCases>,
    /// How many of them could be moved to this edition as it is.
    pub movable: u64,
    /// How many of those would get another due date.
    pub due_moves: u64,
}

/// Cases that run an edition and stand at a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RunningCases {
    /// The edition.
    pub edition: EditionId,
    /// The step.
    pub step: StepId,
    /// How many.
    pub cases: u64,
}

impl Editions {
    /// Works out what publishing these files would do. Nothing is changed.
    pub async fn plan(
        &self,
        app: &App,
        actor: &Actor,
        map: &MapFiles,
    ) -> Result<PublishPlan, EditionError> {
        access::check(actor, &Action::EditMaps)?;
        let checked = self.check(map);
        let sound = checked.is_sound();
        let Some(process) = checked.process.as_ref().filter(|_| sound) else {
            return Err(EditionError::Mistakes(Box::new(checked)));
        };
        Ok(of(app, process).await?)
    }
}

async fn of(app: &App, to: &Process) -> Result<PublishPlan, StoreError> {
    let (catalogue, id) = (app.catalogue(), to.definition.process.clone());
    let current = catalogue.current(&id);
    let mut plan = PublishPlan {
        edition: to.edition.clone(),
        is_new: current.is_none_or(|current| current.edition != to.edition),
        without_namesake: current
            .map(|current| without_namesake(&current.definition, &to.definition))
            .unwrap_or_default(),
        current: current.map(|current| current.edition.clone()),
        process: id.clone(),
        running: Vec::new(),
        movable: 0,
        due_moves: 0,
    };
    let now = app.clock.now();
    let mut running: BTreeMap<(EditionId, StepId), u64> = BTreeMap::new();
    for instance in running_cases(&*app.store, &id).await? {
        let Some(case) = app.store.instance(&instance).await? else { continue };
        for step in steps_of(&case) {
            *running.entry((case.edition.clone(), step)).or_default() += 1;
        }
        let Some(from) = catalogue.edition(&case.edition) else { continue };
        let moves = MigrationPlan::new(from.edition.clone(), to.edition.clone());
        if let Ok(moved) = (Migration { from, to, plan: &moves }).preview(&case, now) {
            plan.movable += 1;
            plan.due_moves += u64::from(moved.due.before != moved.due.after);
        }
    }
    plan.running = running
        .into_iter()
        .map(|((edition, step), cases)| RunningCases { edition, step, cases })
        .collect();
    Ok(plan)
}

fn steps_of(case: &Instance) -> std::collections::BTreeSet<StepId> {
    case.activations.values().map(|open| open.step.clone()).collect()
}

/// The running cases of a process, by number.
pub async fn running_cases(
    store: &dyn Store,
    process: &ProcessId,
) -> Result<Vec<InstanceId>, StoreError> {
    let open = store.open_cases().await?;
    let mut found: Vec<InstanceId> =
        open.into_iter().filter(|case| case.process == *process).map(|it| it.instance).collect();
    found.sort();
    Ok(found)
}
