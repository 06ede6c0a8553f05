//! Gives a task to somebody, or has somebody work on it: who can have it, who cannot and why, and how much
//! each has already.

use std::collections::BTreeMap;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::tz::TimeZone;
use reglament_core::access::{Action, Receiver, TaskFacts, may_receive};
use reglament_core::command::{Candidate, Command, Role};
use reglament_core::ids::{PersonId, TaskId};
use reglament_core::instance::Priority;
use reglament_core::text::Lang;
use reglament_store::Absence;
use serde::Serialize;

use super::build::{Open, gone, open, scope_of};
use super::claim::send;
use crate::dispatch::DispatchError;
use crate::organization::Roster;
use crate::pages::error::PageError;
use crate::pages::form::Choice;
use crate::pages::inbox::Notice;
use crate::pages::render::View;
use crate::pages::visit::{PageResult, Posted, Visit};
use crate::pages::{format, names, refusal};
use crate::record;
use crate::texts::say;

/// The people who might have a task.
#[derive(Clone, Debug, Serialize)]
pub struct AssignPage {
    /// The action of the regulation.
    pub action: String,
    /// The number of the case.
    pub number: String,
    /// The task.
    pub here: String,
    /// The people, those with the fewest tasks first, those who cannot have it last.
    pub people: Vec<PersonLine>,
    /// Whether this person may give it to somebody.
    pub may_assign: bool,
    /// Whether this person may have somebody work on it.
    pub may_delegate: bool,
    /// What was typed for whoever works on it.
    pub note: String,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// Somebody who might have the task.
#[derive(Clone, Debug, Serialize)]
pub struct PersonLine {
    /// Who.
    pub person: String,
    /// Their name.
    pub name: String,
    /// How many tasks they hold.
    pub load: String,
    /// Why they cannot have it.
    pub reason: Option<String>,
    /// Whether they were chosen.
    pub chosen: bool,
}

impl View for AssignPage {
    const TEMPLATE: &'static str = "assign";

    fn title(&self, lang: Lang) -> String {
        say(lang, "assign-title", &[])
    }
}

/// Shows who can have the task.
pub async fn assign_to(visit: Visit, Path(task): Path<String>) -> PageResult {
    let Some(found) = open(&visit, &TaskId::from(task.clone())).await? else { return gone(&task) };
    let page = page(&visit, &found, None).await?;
    if !page.may_assign && !page.may_delegate {
        return Err(PageError::Forbidden);
    }
    record::read(&visit.app, &visit.actor(), &found.case.id, found.case.version).await?;
    visit.page(&page)
}

/// Gives the task to the person who was chosen.
pub async fn assign(Path(task): Path<String>, posted: Posted) -> PageResult {
    give(&task, &posted, |task, to, candidate| Command::AssignTask { task, to, candidate }).await
}

/// Has the person who was chosen work on it; it comes back.
pub async fn delegate(Path(task): Path<String>, posted: Posted) -> PageResult {
    let note = posted.pairs.get("note").unwrap_or_default().to_owned();
    give(&task, &posted, |task, to, candidate| Command::DelegateTask {
        task,
        to,
        candidate,
        note: note.clone(),
    })
    .await
}

async fn give(
    task: &str,
    posted: &Posted,
    command: impl Fn(TaskId, PersonId, Candidate) -> Command,
) -> PageResult {
    let (visit, id) = (&posted.visit, TaskId::from(task));
    let Some(found) = open(visit, &id).await? else { return gone(task) };
    let Some(to) = posted.pairs.get("to").map(PersonId::from) else {
        let notice = Notice::failed(say(visit.lang, "assign-nobody", &[]), String::new());
        let page = AssignPage { notice: Some(notice), ..page(visit, &found, Some(posted)).await? };
        return visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    let candidate = visit.app.candidate(&to).await?;
    match send(posted, &found, command(id, to, candidate)).await {
        Ok(()) => Ok(Redirect::to(&format!("/tasks/{task}?done=given")).into_response()),
        Err(DispatchError::Rejected(refused)) => {
            let roster = visit.app.roster().await?;
            let words = refusal::why(visit.lang, &roster, Some(&found.process), &refused);
            let notice = Notice::failed(say(visit.lang, "assign-refused", &[]), words);
            let page = page(visit, &found, Some(posted)).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            visit.page_with(status, &AssignPage { notice: Some(notice), ..page })
        }
        Err(error) => Err(error.into()),
    }
}

/// Gives a delegated task back to whoever answers for it.
pub async fn resolve(Path(task): Path<String>, posted: Posted) -> PageResult {
    let note = posted.pairs.get("note").unwrap_or_default().to_owned();
    let command = |task| Some(Command::ResolveDelegation { task, note });
    plain(&task, &posted, command, "resolved").await
}

/// Says how urgent the task is.
pub async fn priority(Path(task): Path<String>, posted: Posted) -> PageResult {
    let asked = posted.pairs.get("priority").unwrap_or_default();
    let found = Priority::ALL.into_iter().find(|priority| priority.as_str() == asked);
    let command = |task| found.map(|priority| Command::SetPriority { task, priority });
    plain(&task, &posted, command, "prioritised").await
}

async fn plain(
    task: &str,
    posted: &Posted,
    command: impl FnOnce(TaskId) -> Option<Command>,
    done: &str,
) -> PageResult {
    let (visit, id) = (&posted.visit, TaskId::from(task));
    let Some(found) = open(visit, &id).await? else { return gone(task) };
    let command = command(id).ok_or(PageError::NotFound)?;
    match send(posted, &found, command).await {
        Ok(()) => Ok(Redirect::to(&format!("/tasks/{task}?done={done}")).into_response()),
        Err(DispatchError::Rejected(refused)) => {
            super::claim::not_taken(posted, &found, &refused).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether this person may give the task to somebody, or have somebody work on it.
pub fn may_give(visit: &Visit, open: &Open, facts: &TaskFacts<'_>) -> bool {
    let (assign, delegate) = rights(visit, open, facts);
    assign || delegate
}

/// How urgent the task may be, for who may say so.
pub fn priorities(visit: &Visit, is: Priority, facts: &TaskFacts<'_>) -> Vec<Choice> {
    if !visit.may(&Action::SetPriority(facts)) {
        return Vec::new();
    }
    let choice = |priority: Priority| Choice {
        value: priority.as_str().to_owned(),
        label: say(visit.lang, &format!("priority-{}", priority.as_str()), &[]),
        id: format!("priority-{}", priority.as_str()),
        chosen: priority == is,
    };
    Priority::ALL.into_iter().map(choice).collect()
}

/// Whether this person may assign and delegate the task, to somebody who could have it.
pub fn rights(visit: &Visit, open: &Open, facts: &TaskFacts<'_>) -> (bool, bool) {
    let somebody = Candidate {
        groups: [open.row.group.clone()].into(),
        roles: [Role::Officer].into(),
        ..Candidate::default()
    };
    let nobody = PersonId::from("");
    let receiver = Receiver { person: &nobody, candidate: &somebody };
    let assign = visit.may(&Action::AssignTask(facts, &receiver));
    (assign, visit.may(&Action::DelegateTask(facts, &receiver)))
}

async fn page(
    visit: &Visit,
    open: &Open,
    posted: Option<&Posted>,
) -> Result<AssignPage, PageError> {
    let roster = visit.app.roster().await?;
    let others = open.process.other_people(&open.case, &open.row.step, scope_of(open));
    let facts = TaskFacts::of_row(&open.row, &others);
    let people = people(visit, open, &roster, &facts, posted).await?;
    let (may_assign, may_delegate) = rights(visit, open, &facts);
    Ok(AssignPage {
        action: names::task(visit.lang, Some(&open.process), &open.row),
        number: open.case.id.to_string(),
        here: format!("/tasks/{}", open.row.task),
        people,
        may_assign,
        may_delegate,
        note: posted.and_then(|posted| posted.pairs.get("note")).unwrap_or_default().to_owned(),
        notice: None,
    })
}

/// How many tasks somebody holds, in words.
pub fn load(lang: Lang, count: u64) -> String {
    say(lang, "assign-load", &[("count", count.into())])
}

/// That somebody is away, and until when.
pub fn away(lang: Lang, absence: &Absence, zone: &TimeZone) -> String {
    let Some(until) = absence.until else { return say(lang, "assign-away", &[]) };
    let until = format::moment(lang, until, zone);
    say(lang, "assign-away-until", &[("until", until.into())])
}

async fn people(
    visit: &Visit,
    open: &Open,
    roster: &Roster,
    facts: &TaskFacts<'_>,
    posted: Option<&Posted>,
) -> Result<Vec<PersonLine>, PageError> {
    let (lang, now) = (visit.lang, visit.now());
    let (group, office) = (&open.row.group, open.row.office.as_ref());
    let ids: Vec<_> = roster
        .candidates(group, office, now, &BTreeMap::new())
        .iter()
        .map(|one| one.person.person.clone())
        .collect();
    let loads: BTreeMap<_, _> = visit.app.store.loads(&ids).await?.into_iter().collect();
    let chosen = posted.and_then(|posted| posted.pairs.get("to"));
    let mut lines = Vec::new();
    for one in roster.candidates(group, office, now, &loads) {
        let candidate = visit.app.candidate(&one.person.person).await?;
        let receiver = Receiver { person: &one.person.person, candidate: &candidate };
        let refused = may_receive(facts, &receiver).err();
        let away = one.absence.map(|absence| away(lang, absence, open.process.calendar.zone()));
        let holds = open.row.assignee.as_ref() == Some(&one.person.person);
        let holds = holds.then(|| say(lang, "assign-holds", &[]));
        let refused =
            refused.map(|refused| refusal::why(lang, roster, Some(&open.process), &refused));
        lines.push(PersonLine {
            person: one.person.person.to_string(),
            name: one.person.name.clone(),
            load: load(lang, one.load),
            reason: away.or(holds).or(refused),
            chosen: chosen == Some(one.person.person.as_str()),
        });
    }
    lines.sort_by_key(|line| line.reason.is_some());
    Ok(lines)
}
