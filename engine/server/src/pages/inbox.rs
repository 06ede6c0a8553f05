//! The inbox: tasks by due date, the most urgent first.

use std::collections::BTreeSet;

use axum::extract::Query;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use reglament_core::access::{Action, TaskFacts};
use reglament_core::ids::GroupId;
use reglament_core::rows::TaskRow;
use reglament_core::text::Lang;
use reglament_store::{StoreError, TaskFilter};
use serde::{Deserialize, Serialize};

use super::chip::Chip;
use super::names::{self, People};
use super::render::View;
use super::visit::{PageResult, Visit};
use super::{format, term};
use crate::texts::say;

/// Rows on one page.
const ROWS: u32 = 50;
/// Later pages than this are not asked for by people.
const PAGE_MAX: u32 = 10_000;

/// The inbox.
#[derive(Clone, Debug, Serialize)]
pub struct Inbox {
    /// Whose tasks.
    pub tabs: Vec<Tab>,
    /// The tasks.
    pub rows: Vec<Row>,
    /// What is said when there are none.
    pub empty: String,
    /// Where there may be some.
    pub elsewhere: Option<Tab>,
    /// This very page, to come back to.
    pub here: String,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// A tab, or a link to one.
#[derive(Clone, Debug, Serialize)]
pub struct Tab {
    /// Where it leads.
    pub href: &'static str,
    /// Its words.
    pub label: String,
    /// Whether it is shown.
    pub current: bool,
}

/// A task in the inbox.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// The task.
    pub task: String,
    /// The number of the case.
    pub number: String,
    /// The case page.
    pub case_href: String,
    /// The task page.
    pub task_href: String,
    /// The applicant.
    pub applicant: String,
    /// The action of the regulation.
    pub action: String,
    /// The service.
    pub service: String,
    /// The due date.
    pub due: Option<String>,
    /// How the term stands.
    pub chip: Option<Chip>,
    /// Who has it.
    pub holder: Option<String>,
    /// Since when.
    pub since: String,
    /// Whether this person may take it.
    pub claimable: bool,
}

/// A sentence at the top of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// `done`, `warn` or `late`.
    pub tone: &'static str,
    /// `status` or `alert`.
    pub role: &'static str,
    /// What it is about.
    pub title: String,
    /// More.
    pub text: String,
}

impl Notice {
    /// Something that was done.
    pub fn done(title: String) -> Self {
        Self { tone: "done", role: "status", title, text: String::new() }
    }

    /// Something that was not done.
    pub fn failed(title: String, text: String) -> Self {
        Self { tone: "late", role: "alert", title, text }
    }
}

impl View for Inbox {
    const TEMPLATE: &'static str = "inbox";

    fn title(&self, lang: Lang) -> String {
        say(lang, "inbox-title", &[])
    }
}

/// What the address of the inbox says.
#[derive(Debug, Deserialize)]
pub struct Asked {
    tab: Option<String>,
    page: Option<u32>,
    done: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Whose {
    Mine,
    Units,
    All,
}

impl Whose {
    const fn name(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Units => "units",
            Self::All => "all",
        }
    }

    const fn href(self) -> &'static str {
        match self {
            Self::Mine => "/tasks?tab=mine",
            Self::Units => "/tasks?tab=units",
            Self::All => "/tasks?tab=all",
        }
    }
}

/// Shows the inbox.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> PageResult {
    let own: BTreeSet<GroupId> = visit.by.person.groups.clone();
    let whose = whose(&visit, &asked).await?;
    let groups = (whose != Whose::All).then_some(&own);
    visit.require(&Action::ListTasks(groups))?;
    let page = asked.page.unwrap_or(1).clamp(1, PAGE_MAX);
    let filter = TaskFilter { offset: (page - 1) * ROWS, limit: ROWS + 1, ..filter(&visit, whose) };
    let mut tasks = visit.app.store.tasks(&filter).await?;
    let more = tasks.len() > ROWS as usize;
    tasks.truncate(ROWS as usize);
    let at = |page: u32| format!("{}&page={page}", whose.href());
    let given_back = asked.done.as_deref() == Some("unclaimed");
    let inbox = Inbox {
        tabs: tabs(&visit, whose),
        rows: rows(&visit, &tasks).await?,
        empty: say(visit.lang, &format!("inbox-empty-{}", whose.name()), &[]),
        elsewhere: (whose == Whose::Mine).then(|| tab(visit.lang, Whose::Units, whose)),
        here: visit.path.clone(),
        previous: (page > 1).then(|| at(page - 1)),
        next: more.then(|| at(page + 1)),
        notice: given_back.then(|| Notice::done(say(visit.lang, "inbox-unclaimed", &[]))),
    };
    visit.page(&inbox)
}

/// The tab that was asked for; without one the person's own tasks, or the unit's when there are none.
async fn whose(visit: &Visit, asked: &Asked) -> Result<Whose, StoreError> {
    match asked.tab.as_deref() {
        Some("all") if visit.is_supervisor() => return Ok(Whose::All),
        Some("units" | "all") => return Ok(Whose::Units),
        Some(_) => return Ok(Whose::Mine),
        None => {}
    }
    let one = TaskFilter { limit: 1, ..filter(visit, Whose::Mine) };
    let own = visit.app.store.tasks(&one).await?;
    Ok(if own.is_empty() { Whose::Units } else { Whose::Mine })
}

fn filter(visit: &Visit, whose: Whose) -> TaskFilter {
    let person = &visit.by.person;
    match whose {
        Whose::Mine => {
            TaskFilter { assignee: Some(person.person.clone()), ..TaskFilter::default() }
        }
        Whose::Units => TaskFilter { groups: Some(person.groups.clone()), ..TaskFilter::default() },
        Whose::All => TaskFilter::default(),
    }
}

fn tabs(visit: &Visit, whose: Whose) -> Vec<Tab> {
    let mut tabs = vec![Whose::Mine, Whose::Units];
    tabs.extend(visit.is_supervisor().then_some(Whose::All));
    tabs.into_iter().map(|one| tab(visit.lang, one, whose)).collect()
}

fn tab(lang: Lang, whose: Whose, shown: Whose) -> Tab {
    let label = say(lang, &format!("inbox-tab-{}", whose.name()), &[]);
    Tab { href: whose.href(), label, current: whose == shown }
}

async fn rows(visit: &Visit, tasks: &[TaskRow]) -> Result<Vec<Row>, StoreError> {
    let holders = tasks.iter().filter_map(|task| task.assignee.as_ref());
    let people = People::of(&visit.app.store, holders).await?;
    let (catalogue, now) = (visit.app.catalogue(), visit.now());
    let row = |task: &TaskRow| {
        let process = names::process(&catalogue, &task.edition);
        let facts = TaskFacts::of_row(task, &[]);
        let claimable = task.assignee.is_none() && visit.may(&Action::ClaimTask(&facts));
        let zone =
            process.as_ref().map_or(TimeZone::UTC, |process| process.calendar.zone().clone());
        let since = since(visit.lang, task, now, &zone);
        let (due, chip) = term::of_task(visit.lang, process.as_deref(), task, now);
        Row {
            task: task.task.to_string(),
            number: task.instance.to_string(),
            case_href: format!("/instances/{}", task.instance),
            task_href: format!("/tasks/{}", task.task),
            applicant: task.applicant.clone(),
            action: names::task(visit.lang, process.as_deref(), task),
            service: names::service(visit.lang, process.as_deref(), &task.process),
            due,
            chip,
            holder: task.assignee.as_ref().map(|person| people.name(person.as_str())),
            since,
            claimable,
        }
    };
    Ok(tasks.iter().map(row).collect())
}

fn since(lang: Lang, task: &TaskRow, now: Timestamp, zone: &TimeZone) -> String {
    let Some(at) = task.claimed_at else { return String::new() };
    say(lang, "since", &[("when", format::recent(lang, at, now, zone).into())])
}
