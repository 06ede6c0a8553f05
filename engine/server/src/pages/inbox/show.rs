//! Shows the inbox.

use std::collections::BTreeMap;

use axum::extract::Query;
use axum::http::Uri;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reglament_core::access::{Action, TaskFacts, check};
use reglament_core::instance::Priority;
use reglament_core::process::Process;
use reglament_core::rejection::{Rejection, RejectionCode};
use reglament_core::rows::TaskRow;
use reglament_core::text::Lang;
use reglament_store::{StoreError, TaskFilter, TaskOrder};

use super::asked::{Asked, Sort};
use super::columns::{self, Column};
use super::find::{self, Found, Whose};
use super::{Head, Inbox, Notice, Row, Tab, Urgency, file, filters, saved};
use crate::organization::Roster;
use crate::pages::error::PageError;
use crate::pages::names::{self, People};
use crate::pages::visit::{PageResult, Visit};
use crate::pages::{format, refusal, term};
use crate::texts::say;

/// Tasks behind a tab are counted up to here: a page must not count a million.
const COUNTED_MAX: u32 = 1_000;

/// Shows the inbox.
pub async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> PageResult {
    let done = pairs.iter().find(|(name, _)| name == "done").map(|(_, value)| value.clone());
    let asked = Asked::read(pairs);
    let whose = whose(&visit, &asked).await?;
    let page = page(&visit, whose, &asked).await?;
    let notice = done.as_deref().and_then(|done| notice(visit.lang, done));
    visit.page(&Inbox { notice, ..page })
}

/// The view, as a bench measures it.
pub async fn measured(visit: &Visit, query: &str) -> Result<usize, PageError> {
    let asked = Asked::of_query(query);
    let whose = whose(visit, &asked).await?;
    Ok(page(visit, whose, &asked).await?.rows.len())
}

async fn page(visit: &Visit, whose: Whose, asked: &Asked) -> Result<Inbox, PageError> {
    let own = whose != Whose::All;
    visit.require(&Action::ListTasks(own.then_some(&visit.by.person.groups)))?;
    let asked = &asked.with_tab(whose.name());
    let found = find::page(visit, whose, asked).await?;
    let columns = columns::of(visit).await?;
    let (reached, roster) = (whose.filter(visit), visit.app.roster().await?);
    let at = |mark: &super::asked::Mark| format!("{}&after={}", asked.start(), mark.encoded());
    Ok(Inbox {
        tabs: tabs(visit, whose).await?,
        saved: saved::of(visit, whose, asked).await?,
        groups: filters::own_groups(visit, &roster),
        filters: filters::of(visit, &roster, asked, &reached),
        head: head(visit.lang, asked, &columns),
        previous: found.previous.as_ref().map(at),
        next: found.next.as_ref().map(at),
        rows: rows(visit, &columns, found).await?,
        columns,
        empty: empty(visit.lang, whose, asked),
        elsewhere: match whose {
            Whose::Mine => Some(tab(visit, Whose::Units, whose, None)),
            Whose::Units | Whose::All => None,
        },
        here: visit.path.clone(),
        files: file::links(asked),
        notice: None,
    })
}

fn empty(lang: Lang, whose: Whose, asked: &Asked) -> String {
    let key = if asked.is_narrowed() {
        "inbox-empty-narrowed".to_owned()
    } else {
        format!("inbox-empty-{}", whose.name())
    };
    say(lang, &key, &[])
}

fn notice(lang: Lang, done: &str) -> Option<Notice> {
    let key = match done {
        "unclaimed" => "inbox-unclaimed",
        "none" => "inbox-none-next",
        "saved" => "inbox-filter-saved",
        _ => return None,
    };
    Some(Notice::done(say(lang, key, &[])))
}

/// The tab that was asked for; without one the person's own tasks, or the unit's when there are none.
async fn whose(visit: &Visit, asked: &Asked) -> Result<Whose, StoreError> {
    if let Some(whose) = find::named(visit, asked) {
        return Ok(whose);
    }
    let own = visit.app.store.count_tasks(&Whose::Mine.filter(visit), 1).await?;
    Ok(if own == 0 { Whose::Units } else { Whose::Mine })
}

async fn tabs(visit: &Visit, whose: Whose) -> Result<Vec<Tab>, StoreError> {
    let mut tabs = Vec::new();
    for one in [Whose::Mine, Whose::Units, Whose::All] {
        if one == Whose::All && !visit.is_supervisor() {
            continue;
        }
        let count = count(visit, &one.filter(visit), COUNTED_MAX).await?;
        tabs.push(tab(visit, one, whose, Some(count)));
    }
    Ok(tabs)
}

/// How many tasks there are, as a badge shows it.
pub async fn count(visit: &Visit, filter: &TaskFilter, max: u32) -> Result<String, StoreError> {
    let count = visit.app.store.count_tasks(filter, max).await?;
    Ok(if count < max { count.to_string() } else { format!("{}+", max - 1) })
}

fn tab(visit: &Visit, whose: Whose, shown: Whose, count: Option<String>) -> Tab {
    let name = whose.name();
    Tab {
        href: format!("/tasks?tab={name}"),
        label: say(visit.lang, &format!("inbox-tab-{name}"), &[]),
        count,
        current: whose == shown,
    }
}

fn head(lang: Lang, asked: &Asked, columns: &[Column]) -> Vec<Head> {
    let sorted = |key: &str, sort: Sort| {
        let current = asked.sort() == sort;
        let turn = current && !asked.descending();
        let name = (sort != Sort::Stored(TaskOrder::Due)).then(|| sort.name());
        let href = asked.with("sort", name).with("dir", turn.then_some("desc")).href();
        let way = if asked.descending() { "descending" } else { "ascending" };
        Head { label: say(lang, key, &[]), href: Some(href), sort: current.then_some(way) }
    };
    let chosen = columns.iter().filter(|column| column.shown);
    let chosen = chosen.map(|column| Head { label: column.label.clone(), href: None, sort: None });
    let first = [
        sorted("column-number", Sort::Stored(TaskOrder::Number)),
        sorted("column-applicant", Sort::Stored(TaskOrder::Applicant)),
        sorted("column-action", Sort::Action),
        sorted("column-due", Sort::Stored(TaskOrder::Due)),
        sorted("column-holder", Sort::Holder),
    ];
    first.into_iter().chain(chosen).collect()
}

async fn rows(visit: &Visit, columns: &[Column], found: Found) -> Result<Vec<Row>, PageError> {
    let tasks = &found.rows;
    let looks = &visit.app.dispatcher.live().looks;
    let (me, now) = (&visit.by.person.person, visit.now());
    let lookers: Vec<_> = tasks.iter().map(|task| looks.others(&task.task, me, now)).collect();
    let people = tasks.iter().flat_map(|task| {
        [&task.assignee, &task.on_behalf_of, &task.owner].into_iter().filter_map(Option::as_ref)
    });
    let people = People::of(&visit.app.store, people.chain(lookers.iter().flatten())).await?;
    let cases = tasks.iter().map(|task| task.instance.clone()).collect();
    let registered: BTreeMap<_, _> =
        visit.app.store.registered(&cases).await?.into_iter().collect();
    let roster = visit.app.roster().await?;
    let mut rows = Vec::with_capacity(tasks.len());
    for (task, lookers) in tasks.iter().zip(&lookers) {
        let names: Vec<_> = lookers.iter().map(|person| people.name(person.as_str())).collect();
        let viewing = (!names.is_empty()).then(|| names.join(", "));
        let registered = registered.get(&task.instance).cloned();
        rows.push(Row {
            registered,
            viewing,
            ..row(visit, columns, &people, &roster, task).await?
        });
    }
    Ok(rows)
}

async fn row(
    visit: &Visit,
    columns: &[Column],
    people: &People,
    roster: &Roster,
    task: &TaskRow,
) -> Result<Row, PageError> {
    let (lang, now) = (visit.lang, visit.now());
    let process = names::process(&visit.app.catalogue(), &task.edition);
    let process = process.as_deref();
    let zone = process.map_or(TimeZone::UTC, |process| process.calendar.zone().clone());
    let (due, chip) = term::of_task(lang, process, task, now);
    let refused = refused(visit, process, task).await?;
    let name = |person: &reglament_core::ids::PersonId| people.name(person.as_str());
    Ok(Row {
        task: task.task.to_string(),
        number: task.instance.to_string(),
        registered: None,
        case_href: format!("/instances/{}", task.instance),
        task_href: format!("/tasks/{}", task.task),
        applicant: task.applicant.clone(),
        action: names::task(lang, process, task),
        urgency: urgency(lang, task.priority),
        due,
        chip,
        holder: task.assignee.as_ref().map(name),
        behalf: task.on_behalf_of.as_ref().map(name),
        owner: task.owner.as_ref().map(name),
        since: since(lang, task, now, &zone),
        viewing: None,
        more: columns::cells(visit.lang, columns, roster, process, task),
        claimable: task.assignee.is_none() && refused.is_none(),
        blocked: refused
            .filter(|it| task.assignee.is_none() && it.code == RejectionCode::FourEyes)
            .map(|refused| refusal::why(lang, roster, process, &refused)),
    })
}

/// Why this person may not take the task. The case is read only where four eyes can be the reason.
async fn refused(
    visit: &Visit,
    process: Option<&Process>,
    task: &TaskRow,
) -> Result<Option<Rejection>, StoreError> {
    let bare = TaskFacts::of_row(task, &[]);
    let actor = visit.actor();
    let refused = check(&actor, &Action::ClaimTask(&bare)).err();
    let paired = process.filter(|process| process.other_eyes(&task.step).next().is_some());
    let (None, Some(process), None) = (&refused, paired, &task.assignee) else {
        return Ok(refused);
    };
    let Some(case) = visit.app.dispatcher.known(&task.instance).await? else { return Ok(None) };
    let others = process.other_people(&case, &task.step, names::scope_of(&case, &task.task));
    let facts = TaskFacts::of_row(task, &others);
    Ok(check(&actor, &Action::ClaimTask(&facts)).err())
}

/// How urgent a task is, when it is more than the others.
pub fn urgency(lang: Lang, priority: Priority) -> Option<Urgency> {
    if priority == Priority::Normal {
        return None;
    }
    let name = priority.as_str();
    Some(Urgency { name, label: say(lang, &format!("priority-{name}"), &[]) })
}

fn since(lang: Lang, task: &TaskRow, now: Timestamp, zone: &TimeZone) -> String {
    let Some(at) = task.claimed_at else { return String::new() };
    say(lang, "since", &[("when", format::recent(lang, at, now, zone).into())])
}

/// The pairs of the query of an address.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let uri = format!("/?{query}").parse::<Uri>().unwrap_or_default();
    Query::try_from_uri(&uri).map(|Query(pairs)| pairs).unwrap_or_default()
}
