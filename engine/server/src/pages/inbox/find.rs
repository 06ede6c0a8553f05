//! Finds the tasks of a page: the parts of the list, one after the other, each in the order of the
//! store; and the states of terms, which only a calendar can tell.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use reglament_core::catalogue::Catalogue;
use reglament_core::command::Offices;
use reglament_core::ids::{GroupId, InstanceId, OfficeId, PersonId, ProcessId, StepId};
use reglament_core::instance::Priority;
use reglament_core::rows::TaskRow;
use reglament_core::{collation, search};
use reglament_store::{Search, StoreError, TaskFilter, TaskOrder};

use super::asked::{Asked, Mark, Sort};
use crate::organization::Roster;
use crate::pages::chip::State;
use crate::pages::visit::Visit;
use crate::pages::{names, term};
use crate::reach;

/// Rows on one page.
pub const ROWS: usize = 50;
/// Where a state is asked for, so many tasks are looked at for one page at most.
const LOOKED_AT_MAX: usize = 2_000;
/// So many cases that a text finds are looked at.
const FOUND_MAX: u32 = 500;

/// Whose tasks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Those that the person has, or somebody for whom they stand in.
    Mine,
    /// Those of their groups and of these people's.
    Units,
    /// Those of all groups, in their offices.
    All,
}

/// A page of the list.
#[derive(Debug, Default)]
pub struct Found {
    /// The tasks.
    pub rows: Vec<TaskRow>,
    /// The mark of the page before.
    pub previous: Option<Mark>,
    /// The mark of the page after.
    pub next: Option<Mark>,
}

/// The tab that an address names, as far as this person has it.
pub fn named(visit: &Visit, asked: &Asked) -> Option<Whose> {
    match asked.get("tab")? {
        "all" if visit.is_supervisor() => Some(Whose::All),
        "units" | "all" => Some(Whose::Units),
        _ => Some(Whose::Mine),
    }
}

/// A part of the list.
struct Leg {
    name: String,
    filter: TaskFilter,
}

impl Whose {
    /// Its name in an address.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Units => "units",
            Self::All => "all",
        }
    }

    /// The tasks of the tab.
    pub fn filter(self, visit: &Visit) -> TaskFilter {
        let actor = visit.actor();
        match self {
            Self::Mine => {
                let absent = actor.acting_for().iter().map(|absent| absent.person.clone());
                let holders = absent.chain(actor.person().cloned()).collect();
                TaskFilter { holders, ..TaskFilter::default() }
            }
            Self::Units => TaskFilter { reach: Some(actor.reach()), ..TaskFilter::default() },
            Self::All => {
                let reach = reach::of_all(&visit.app.catalogue(), &actor);
                TaskFilter { reach, ..TaskFilter::default() }
            }
        }
    }
}

/// The page that was asked for.
pub async fn page(visit: &Visit, whose: Whose, asked: &Asked) -> Result<Found, StoreError> {
    let Some(filter) = narrowed(visit, whose, asked).await? else { return Ok(Found::default()) };
    let mut legs = legs(visit, asked, &filter).await?;
    let mark = asked.mark();
    let back = mark.as_ref().is_some_and(|mark| mark.back);
    if back {
        legs.reverse();
        for leg in &mut legs {
            leg.filter.descending = !leg.filter.descending;
        }
    }
    let state = asked.get("state").and_then(state);
    let (mut found, more) = walk(visit, &legs, mark.as_ref(), state, ROWS).await?;
    if back {
        found.reverse();
    }
    let edge = |row: Option<&(usize, TaskRow)>, back| {
        row.map(|(leg, row)| Mark::of(&legs[*leg].name, row, back))
    };
    let (first, last) = (edge(found.first(), true), edge(found.last(), false));
    Ok(Found {
        previous: first.filter(|_| mark.is_some() && (!back || more)),
        next: last.filter(|_| if back { true } else { more }),
        rows: found.into_iter().map(|(_, row)| row).collect(),
    })
}

/// The beginning of the list, without pages; of these cases alone, where they are named. Whether there is more.
pub async fn list(
    visit: &Visit,
    whose: Whose,
    asked: &Asked,
    cases: Option<BTreeSet<InstanceId>>,
    rows_max: usize,
) -> Result<(Vec<TaskRow>, bool), StoreError> {
    let Some(mut filter) = narrowed(visit, whose, asked).await? else {
        return Ok((Vec::new(), false));
    };
    if let Some(cases) = cases {
        filter.instances = Some(match filter.instances {
            Some(found) => &found & &cases,
            None => cases,
        });
    }
    let legs = legs(visit, asked, &filter).await?;
    let state = asked.get("state").and_then(state);
    let (found, more) = walk(visit, &legs, None, state, rows_max).await?;
    Ok((found.into_iter().map(|(_, row)| row).collect(), more))
}

/// Walks along the parts until a page is full; whether there is more behind it.
async fn walk(
    visit: &Visit,
    legs: &[Leg],
    mark: Option<&Mark>,
    state: Option<State>,
    rows_max: usize,
) -> Result<(Vec<(usize, TaskRow)>, bool), StoreError> {
    let from = mark.map_or(0, |mark| legs.iter().position(|leg| leg.name == mark.leg).unwrap_or(0));
    let mut found = Vec::new();
    let mut looked_at = 0;
    for (n, leg) in legs.iter().enumerate().skip(from) {
        let mut after = mark.filter(|_| n == from).map(|mark| mark.place.clone());
        loop {
            let wanted = rows_max + 1 - found.len();
            let limit = if state.is_some() { wanted.max(4 * ROWS) } else { wanted };
            let limit = u32::try_from(limit).unwrap_or(u32::MAX);
            let filter = TaskFilter { after, limit, ..leg.filter.clone() };
            let rows = visit.app.store.tasks(&filter).await?;
            let (count, last) = (rows.len(), rows.last().map(reglament_store::TaskPlace::of));
            looked_at += count;
            found.extend(
                rows.into_iter().filter(|row| is_in(visit, row, state)).map(|row| (n, row)),
            );
            if found.len() > rows_max {
                found.truncate(rows_max);
                return Ok((found, true));
            }
            if count < limit as usize {
                break;
            }
            if looked_at >= LOOKED_AT_MAX {
                return Ok((found, true));
            }
            after = last;
        }
    }
    Ok((found, false))
}

fn is_in(visit: &Visit, row: &TaskRow, state: Option<State>) -> bool {
    let Some(state) = state else { return true };
    let process = names::process(&visit.app.catalogue(), &row.edition);
    let (_, chip) = term::of_task(visit.lang, process.as_deref(), row, visit.now());
    chip.is_some_and(|chip| chip.state == state)
}

/// The state of a term by its name in an address.
pub fn state(name: &str) -> Option<State> {
    STATES.into_iter().find(|(known, _)| *known == name).map(|(_, state)| state)
}

/// The states that can be asked for.
pub const STATES: [(&str, State); 6] = [
    ("late", State::Late),
    ("risk", State::Risk),
    ("ontime", State::OnTime),
    ("paused", State::Paused),
    ("outside", State::Outside),
    ("extended", State::Extended),
];

/// The tasks of the tab, narrowed by what the address says; none when it finds nothing.
pub async fn narrowed(
    visit: &Visit,
    whose: Whose,
    asked: &Asked,
) -> Result<Option<TaskFilter>, StoreError> {
    let mut filter = whose.filter(visit);
    filter.steps = steps(visit, asked);
    filter.priority = asked.get("priority").and_then(priority);
    let roster = visit.app.roster().await?;
    within(&mut filter, asked, &visit.app.catalogue(), &roster);
    held(&mut filter, visit, asked);
    in_state(&mut filter, asked.get("state").and_then(state), visit.now());
    if let Some(text) = asked.get("q") {
        let found = visit.app.store.find_cases(&searched(text, &visit.actor().offices())).await?;
        if found.is_empty() {
            return Ok(None);
        }
        filter.instances = Some(found.into_iter().collect());
    }
    Ok(Some(filter))
}

/// What a text in the box of the list looks for.
fn searched(text: &str, offices: &Offices) -> Search {
    let offices = match offices {
        Offices::All => None,
        Offices::Only(only) => Some(only.clone()),
    };
    let number = Some(search::as_number(text)).filter(|number| number.len() >= 3);
    Search { words: search::asked(text), number, document: None, offices, limit: FOUND_MAX }
}

/// A priority by its name.
pub fn priority(name: &str) -> Option<Priority> {
    Priority::ALL.into_iter().find(|priority| priority.as_str() == name)
}

/// A group or an office of the address: it narrows what is reached and never widens it.
fn within(filter: &mut TaskFilter, asked: &Asked, catalogue: &Catalogue, roster: &Roster) {
    let group = asked.get("group");
    // An office is asked for with its territories and those below it.
    let office = asked.get("office").map(|office| roster.reach(&OfficeId::from(office)));
    if group.is_none() && office.is_none() {
        return;
    }
    let reach = match filter.reach.take() {
        Some(reach) => reach,
        None => all_groups(catalogue).map(|group| (group, Offices::All)).collect(),
    };
    let mut narrow = BTreeMap::new();
    for (id, offices) in reach {
        if group.is_some_and(|group| group != id.as_str()) {
            continue;
        }
        let offices = match (&office, offices) {
            (None, offices) => offices,
            (Some(asked), Offices::All) => Offices::Only(asked.clone()),
            (Some(asked), Offices::Only(only)) if only.is_disjoint(asked) => continue,
            (Some(asked), Offices::Only(only)) => Offices::Only(&only & asked),
        };
        narrow.insert(id, offices);
    }
    filter.reach = Some(narrow);
}

fn all_groups(catalogue: &Catalogue) -> impl Iterator<Item = GroupId> {
    let units = catalogue.all().flat_map(|process| process.definition.units.values());
    units.map(|unit| unit.group.clone())
}

fn held(filter: &mut TaskFilter, visit: &Visit, asked: &Asked) {
    match asked.get("holder") {
        Some("none") => filter.unclaimed = true,
        Some("me") => filter.holders = [visit.by.person.person.clone()].into(),
        Some(person) if filter.holders.is_empty() => {
            filter.holders = [PersonId::from(person)].into();
        }
        _ => {}
    }
}

/// What the store can tell of a state; the calendar tells the rest.
fn in_state(filter: &mut TaskFilter, state: Option<State>, now: Timestamp) {
    match state {
        Some(State::Late) => (filter.due_before, filter.paused) = (Some(now), Some(false)),
        Some(State::Risk | State::OnTime | State::Outside) => {
            (filter.due_from, filter.paused) = (Some(now), Some(false));
        }
        Some(State::Extended) => filter.extended = true,
        Some(State::Paused) => filter.paused = Some(true),
        Some(State::Met) | None => {}
    }
}

/// The steps of the service, or the one step, that the address names.
fn steps(visit: &Visit, asked: &Asked) -> Option<BTreeSet<(ProcessId, StepId)>> {
    let service = ProcessId::from(asked.get("service")?);
    if let Some(step) = asked.get("step") {
        return Some([(service, StepId::from(step))].into());
    }
    let steps = names::user_steps(&visit.app.catalogue(), &service);
    Some(steps.into_iter().map(|step| (service.clone(), step)).collect())
}

/// The parts of the list: one, unless the order is by names that only the pages know.
async fn legs(visit: &Visit, asked: &Asked, filter: &TaskFilter) -> Result<Vec<Leg>, StoreError> {
    let descending = asked.descending();
    let mut legs = match asked.sort() {
        Sort::Stored(order) => {
            let filter = TaskFilter { order, descending, ..filter.clone() };
            return Ok(vec![Leg { name: String::new(), filter }]);
        }
        Sort::Action => by_action(visit, filter),
        Sort::Holder => by_holder(visit, filter).await?,
    };
    if descending {
        legs.reverse();
    }
    Ok(legs)
}

fn by_action(visit: &Visit, filter: &TaskFilter) -> Vec<Leg> {
    let catalogue = visit.app.catalogue();
    let mut named = Vec::new();
    for process in catalogue.all_current() {
        let id = &process.definition.process;
        for step in names::user_steps(&catalogue, id) {
            if filter.steps.as_ref().is_none_or(|steps| steps.contains(&(id.clone(), step.clone())))
            {
                let name = names::action(visit.lang, Some(process), &step);
                named.push((collation::key_in(visit.lang, &name), id.clone(), step));
            }
        }
    }
    named.sort();
    let leg = |(_, process, step): (String, ProcessId, StepId)| Leg {
        name: format!("{process}/{step}"),
        filter: TaskFilter {
            steps: Some([(process, step)].into()),
            order: TaskOrder::Due,
            ..filter.clone()
        },
    };
    named.into_iter().map(leg).collect()
}

/// By the name of who has the task; tasks that nobody has come last.
async fn by_holder(visit: &Visit, filter: &TaskFilter) -> Result<Vec<Leg>, StoreError> {
    let mut holders = visit.app.store.holders().await?;
    holders.retain(|holder| filter.holders.is_empty() || filter.holders.contains(holder));
    let people = visit.app.store.people().await?;
    let names: BTreeMap<_, _> = people
        .iter()
        .map(|person| (&person.person, collation::key_in(visit.lang, &person.name)))
        .collect();
    holders.sort_by_cached_key(|holder| (names.get(holder).cloned(), holder.clone()));
    let leg = |holder: PersonId| Leg {
        name: holder.to_string(),
        filter: TaskFilter { holders: [holder].into(), ..filter.clone() },
    };
    let mut legs: Vec<_> =
        if filter.unclaimed { Vec::new() } else { holders.into_iter().map(leg).collect() };
    if filter.holders.is_empty() {
        let filter = TaskFilter { unclaimed: true, ..filter.clone() };
        legs.push(Leg { name: String::new(), filter });
    }
    Ok(legs)
}
