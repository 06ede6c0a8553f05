//! What the list can be narrowed by. Each choice is a part of the address.

use std::collections::BTreeSet;

use reglament_core::collation;
use reglament_core::command::{Offices, Role};
use reglament_core::ids::{GroupId, OfficeId, ProcessId};
use reglament_core::text::Lang;
use reglament_store::{Office, Person, TaskFilter};
use serde::Serialize;

use super::asked::Asked;
use super::find::STATES;
use crate::organization::Roster;
use crate::pages::names;
use crate::pages::visit::Visit;
use crate::texts::say;

/// The form that narrows the list.
#[derive(Clone, Debug, Serialize)]
pub struct Filters {
    /// Whether it is unfolded.
    pub open: bool,
    /// What the form carries along.
    pub kept: Vec<Filter>,
    /// The text that is looked for.
    pub q: String,
    /// The lists to choose from.
    pub selects: Vec<Select>,
    /// What narrows the list now.
    pub active: Vec<Filter>,
    /// The list without it.
    pub clear: Option<String>,
}

/// A name and a value of the address.
#[derive(Clone, Debug, Serialize)]
pub struct Filter {
    /// Its name, or what it says.
    pub name: String,
    /// Its value, or the list without it.
    pub value: String,
}

/// A list to choose from.
#[derive(Clone, Debug, Serialize)]
pub struct Select {
    /// The name of its field.
    pub name: &'static str,
    /// Its words.
    pub label: String,
    /// What can be chosen.
    pub options: Vec<Choice>,
}

/// Something to choose.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// Its value.
    pub value: String,
    /// Its words.
    pub label: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

/// The filters of the list.
pub fn of(visit: &Visit, roster: &Roster, asked: &Asked, filter: &TaskFilter) -> Filters {
    let selects = selects(visit, roster, asked, filter);
    let label = |name: &str| say(visit.lang, &format!("filter-{name}"), &[]);
    let chosen = selects.iter().filter_map(|select| {
        let choice = select.options.iter().find(|choice| choice.chosen)?;
        let name = format!("{}: {}", select.label, choice.label);
        Some(Filter { name, value: asked.with(select.name, None).href() })
    });
    let text = asked.get("q").map(|text| Filter {
        name: format!("{}: {text}", label("q")),
        value: asked.with("q", None).href(),
    });
    let active: Vec<_> = text.into_iter().chain(chosen).collect();
    let kept = ["tab", "sort", "dir"].into_iter().filter_map(|name| {
        Some(Filter { name: name.to_owned(), value: asked.get(name)?.to_owned() })
    });
    let bare = ["tab", "sort", "dir"]
        .into_iter()
        .fold(Asked::default(), |bare, name| bare.with(name, asked.get(name)));
    Filters {
        open: !active.is_empty(),
        kept: kept.collect(),
        q: asked.get("q").unwrap_or_default().to_owned(),
        clear: asked.is_narrowed().then(|| bare.href()),
        selects,
        active,
    }
}

fn selects(visit: &Visit, roster: &Roster, asked: &Asked, filter: &TaskFilter) -> Vec<Select> {
    let select = |name: &'static str, options: Vec<(String, String)>| {
        let value = asked.get(name);
        let choice = |(option, label): (String, String)| Choice {
            chosen: value == Some(option.as_str()),
            value: option,
            label,
        };
        Select {
            name,
            label: say(visit.lang, &format!("filter-{name}"), &[]),
            options: options.into_iter().map(choice).collect(),
        }
    };
    let word = |key: &str| say(visit.lang, key, &[]);
    let states = STATES.map(|(name, _)| (name.to_owned(), word(&format!("filter-state-{name}"))));
    let priorities = ["urgent", "high", "normal"];
    let priorities = priorities.map(|name| (name.to_owned(), word(&format!("priority-{name}"))));
    let all = vec![
        select("state", states.into()),
        select("service", services(visit, filter)),
        select("step", steps(visit, asked)),
        select("group", groups(visit, roster, filter)),
        select("office", offices(visit, roster, filter)),
        select("holder", holders(visit, roster, filter)),
        select("priority", priorities.into()),
    ];
    // A list with nothing or one thing to choose narrows nothing.
    let useful = |select: &Select| {
        select.options.len() > 1 || select.options.iter().any(|choice| choice.chosen)
    };
    all.into_iter().filter(useful).collect()
}

/// The services with a step of the groups that are reached, by name.
fn services(visit: &Visit, filter: &TaskFilter) -> Vec<(String, String)> {
    let catalogue = visit.app.catalogue();
    let reached =
        |group: &GroupId| filter.reach.as_ref().is_none_or(|reach| reach.contains_key(group));
    let processes = catalogue
        .all_current()
        .filter(|process| process.definition.units.values().any(|unit| reached(&unit.group)));
    let services = processes.map(|process| {
        (
            process.definition.process.to_string(),
            process.definition.title.get(visit.lang).to_owned(),
        )
    });
    sorted(visit.lang, services.collect())
}

fn steps(visit: &Visit, asked: &Asked) -> Vec<(String, String)> {
    let Some(service) = asked.get("service").map(ProcessId::from) else { return Vec::new() };
    let catalogue = visit.app.catalogue();
    let process = catalogue.current(&service).map(AsRef::as_ref);
    let steps = names::user_steps(&catalogue, &service).into_iter();
    let named = steps.map(|step| (step.to_string(), names::action(visit.lang, process, &step)));
    sorted(visit.lang, named.collect())
}

/// The offices of what is reached; their territories are within them.
fn offices(visit: &Visit, roster: &Roster, filter: &TaskFilter) -> Vec<(String, String)> {
    let seen = |id: &OfficeId| match &filter.reach {
        None => true,
        Some(reach) => reach.values().any(|offices| match offices {
            Offices::All => true,
            Offices::Only(only) => only.contains(id),
        }),
    };
    let known = roster.data().offices.iter().filter(|office| office.active && seen(&office.office));
    let title = |office: &Office| office.titles.get(visit.lang).to_owned();
    sorted(visit.lang, known.map(|office| (office.office.to_string(), title(office))).collect())
}

/// Nobody, this person, and who works the groups that are reached, by name.
fn holders(visit: &Visit, roster: &Roster, filter: &TaskFilter) -> Vec<(String, String)> {
    let word = |key: &str| say(visit.lang, key, &[]);
    let mut holders = vec![
        ("none".to_owned(), word("filter-holder-none")),
        ("me".to_owned(), word("filter-holder-me")),
    ];
    if filter.holders.is_empty() {
        let me = &visit.by.person.person;
        let others = colleagues(visit, roster, filter).filter(|one| one.person != *me);
        let named = others.map(|one| (one.person.to_string(), one.name.clone()));
        holders.extend(sorted(visit.lang, named.collect()));
    }
    holders
}

/// Who works the groups that are reached, in the offices that this person sees.
fn colleagues<'r>(
    visit: &Visit,
    roster: &'r Roster,
    filter: &TaskFilter,
) -> impl Iterator<Item = &'r Person> {
    let offices = visit.actor().offices();
    let groups = filter.reach.as_ref().map(|reach| reach.keys().cloned().collect::<BTreeSet<_>>());
    roster.data().people.iter().filter(move |one| {
        let works = one.roles.contains(&Role::Officer) || one.roles.contains(&Role::Supervisor);
        let near = match (&offices, &one.office) {
            (Offices::All, _) | (_, None) => true,
            (Offices::Only(only), Some(office)) => only.contains(office),
        };
        let together = groups.as_ref().is_none_or(|groups| !groups.is_disjoint(&one.groups));
        one.active && works && near && together
    })
}

fn groups(visit: &Visit, roster: &Roster, filter: &TaskFilter) -> Vec<(String, String)> {
    let titles = names::groups(visit.lang, roster, &visit.app.catalogue());
    let reached = filter.reach.iter().flatten().map(|(group, _)| group);
    let named = reached.map(|group| {
        let title = titles.get(group).cloned();
        (group.to_string(), title.unwrap_or_else(|| group.to_string()))
    });
    sorted(visit.lang, named.collect())
}

fn sorted(lang: Lang, mut options: Vec<(String, String)>) -> Vec<(String, String)> {
    options.sort_by_cached_key(|(_, label)| collation::key_in(lang, label));
    options
}

/// The person's groups, for which they may keep a filter.
pub fn own_groups(visit: &Visit, roster: &Roster) -> Vec<Select> {
    let titles = names::groups(visit.lang, roster, &visit.app.catalogue());
    let options = visit.by.person.groups.iter().map(|group| Choice {
        value: group.to_string(),
        label: titles.get(group).cloned().unwrap_or_else(|| group.to_string()),
        chosen: false,
    });
    vec![Select {
        name: "group",
        label: say(visit.lang, "saved-for", &[]),
        options: options.collect(),
    }]
}
