//! The people who might have the tasks that were selected: each with their load, and with why they can have
//! none, or not all of them.

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::tz::TimeZone;
use reglament_core::access::{Receiver, TaskFacts, may_receive};
use reglament_core::collation;
use reglament_core::ids::{PersonId, TaskId};
use reglament_core::text::Lang;
use serde::Serialize;

use super::Notice;
use super::bulk::ROWS_MAX;
use crate::organization::{Candidate, Roster};
use crate::pages::error::PageError;
use crate::pages::form::Pairs;
use crate::pages::render::View;
use crate::pages::shell::percent;
use crate::pages::task::{self, Open, PersonLine};
use crate::pages::visit::{PageResult, Posted, Visit, is_local};
use crate::pages::{names, refusal};
use crate::record;
use crate::texts::say;

/// The people who might have the tasks.
#[derive(Clone, Debug, Serialize)]
pub struct GivePage {
    /// How many are given, and how many cannot be.
    pub summary: String,
    /// The tasks.
    pub tasks: Vec<GivenTask>,
    /// Every task that was selected.
    pub chosen: Vec<String>,
    /// The people, those who cannot have any of the tasks last.
    pub people: Vec<PersonLine>,
    /// Where the person was.
    pub back: String,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// A task that is to be given.
#[derive(Clone, Debug, Serialize)]
pub struct GivenTask {
    /// The number of its case.
    pub number: String,
    /// The action of the regulation.
    pub action: String,
}

impl View for GivePage {
    const TEMPLATE: &'static str = "give";

    fn title(&self, lang: Lang) -> String {
        say(lang, "give-title", &[])
    }
}

/// Leads to the people who can have these tasks.
pub fn of_rows(back: &str, tasks: &BTreeSet<String>) -> Response {
    let tasks: Vec<_> = tasks.iter().map(|task| format!("task={}", percent(task))).collect();
    let (back, tasks) = (percent(back), tasks.join("&"));
    Redirect::to(&format!("/tasks/give?back={back}&{tasks}")).into_response()
}

/// Shows who can have the tasks that the address names.
pub async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> PageResult {
    let pairs = Pairs(pairs);
    let tasks = pairs.all("task").take(ROWS_MAX).map(str::to_owned).collect();
    let back = pairs.get("back").filter(|back| is_local(back)).unwrap_or("/tasks");
    visit.page(&page(&visit, &tasks, back, None).await?)
}

/// The page again: nobody was chosen.
pub async fn nobody(posted: &Posted, tasks: &BTreeSet<String>) -> PageResult {
    let (visit, back) = (&posted.visit, posted.back().unwrap_or("/tasks"));
    let notice = Notice::failed(say(visit.lang, "assign-nobody", &[]), String::new());
    let page = page(visit, tasks, back, Some(notice)).await?;
    visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

async fn page(
    visit: &Visit,
    tasks: &BTreeSet<String>,
    back: &str,
    notice: Option<Notice>,
) -> Result<GivePage, PageError> {
    let mut open = Vec::new();
    for task in tasks {
        // What this person may not see, and what is done by now, looks the same.
        open.extend(task::open(visit, &TaskId::from(task.clone())).await.ok().flatten());
    }
    open.retain(|open| may_assign(visit, open));
    let on_record = tasks.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
    record::outside(&visit.app, visit.by.person.person.as_str(), "read_list", on_record).await?;
    let given = |open: &Open| GivenTask {
        number: open.case.id.to_string(),
        action: names::task(visit.lang, Some(&open.process), &open.row),
    };
    Ok(GivePage {
        summary: summary(visit.lang, open.len(), tasks.len()),
        tasks: open.iter().map(given).collect(),
        chosen: tasks.iter().cloned().collect(),
        people: people(visit, &open).await?,
        back: back.to_owned(),
        notice,
    })
}

fn summary(lang: Lang, given: usize, chosen: usize) -> String {
    let count = say(lang, "give-count", &[("count", given.into())]);
    if given == chosen {
        return count;
    }
    let rest = say(lang, "give-rest", &[("count", (chosen - given).into())]);
    format!("{count} {rest}")
}

fn may_assign(visit: &Visit, open: &Open) -> bool {
    let others = open.process.other_people(&open.case, &open.row.step, task::scope_of(open));
    task::rights(visit, open, &TaskFacts::of_row(&open.row, &others)).0
}

async fn people(visit: &Visit, open: &[Open]) -> Result<Vec<PersonLine>, PageError> {
    let roster = visit.app.roster().await?;
    let ids: Vec<_> = candidates(visit, &roster, open, &BTreeMap::new()).into_keys().collect();
    let loads: BTreeMap<_, _> = visit.app.store.loads(&ids).await?.into_iter().collect();
    let mut lines = Vec::new();
    for one in candidates(visit, &roster, open, &loads).into_values() {
        lines.push((one.load, line(visit, &roster, open, &one).await?));
    }
    lines.sort_by_cached_key(|(load, line)| {
        (line.reason.is_some(), *load, collation::key_in(visit.lang, &line.name))
    });
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

/// Who works in the group and the office of one of the tasks.
fn candidates<'r>(
    visit: &Visit,
    roster: &'r Roster,
    open: &[Open],
    loads: &BTreeMap<PersonId, u64>,
) -> BTreeMap<PersonId, Candidate<'r>> {
    let places: BTreeSet<_> =
        open.iter().map(|it| (&it.row.group, it.row.office.as_ref())).collect();
    let found = places
        .into_iter()
        .flat_map(|(group, office)| roster.candidates(group, office, visit.now(), loads));
    found.map(|one| (one.person.person.clone(), one)).collect()
}

async fn line(
    visit: &Visit,
    roster: &Roster,
    open: &[Open],
    one: &Candidate<'_>,
) -> Result<PersonLine, PageError> {
    let (lang, person) = (visit.lang, &one.person.person);
    let candidate = visit.app.candidate(person).await?;
    let receiver = Receiver { person, candidate: &candidate };
    let refused: Vec<_> =
        open.iter().filter_map(|open| why_not(lang, roster, open, &receiver)).collect();
    let zone = open.first().map_or(TimeZone::UTC, |open| open.process.calendar.zone().clone());
    let away = one.absence.map(|absence| task::away(lang, absence, &zone));
    let (can, none) = (open.len() - refused.len(), refused.len() == open.len());
    let mut load = task::load(lang, one.load);
    if !none && can < open.len() {
        let args = [("count", can.into()), ("all", open.len().into())];
        load = format!("{load} · {}", say(lang, "give-some", &args));
    }
    Ok(PersonLine {
        person: person.to_string(),
        name: one.person.name.clone(),
        load,
        reason: away.or_else(|| refused.into_iter().next().filter(|_| none)),
        chosen: false,
    })
}

/// Why somebody cannot have a task.
fn why_not(lang: Lang, roster: &Roster, open: &Open, to: &Receiver<'_>) -> Option<String> {
    if open.row.assignee.as_ref() == Some(to.person) {
        return Some(say(lang, "assign-holds", &[]));
    }
    let others = open.process.other_people(&open.case, &open.row.step, task::scope_of(open));
    let refused = may_receive(&TaskFacts::of_row(&open.row, &others), to).err()?;
    Some(refusal::why(lang, roster, Some(&open.process), &refused))
}
