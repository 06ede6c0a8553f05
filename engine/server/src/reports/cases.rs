//! The list behind a figure: exactly the facts or the open work that it counts.

use std::collections::BTreeMap;

use reglament_core::facts::{Closed, Done, Extended, FactKind, Noticed};
use reglament_store::StoreError;

use super::gather::{self, Line};
use super::model::{Cell, Table, Value};
use super::now;
use super::open;
use super::pick::{self, Of, Pick};
use super::viewer::Viewer;

/// A list: how many lines it has in all, and some of them.
#[derive(Clone, Debug)]
pub struct Listed {
    /// How many in all.
    pub count: u64,
    /// The lines that were asked for.
    pub table: Table,
}

/// Which lines of a list: all when `limit` is none.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// Lines before it.
    pub skip: u64,
    /// Lines in it.
    pub limit: u64,
}

/// The list of a pick.
pub async fn list(viewer: &Viewer, pick: &Pick, window: Window) -> Result<Listed, StoreError> {
    match pick.of {
        Of::Open => open_cases(viewer, pick, window).await,
        Of::Tasks => open_tasks(viewer, pick, window).await,
        Of::Facts(kind) => facts(viewer, kind, pick, window).await,
    }
}

fn cut<T>(rows: Vec<T>, window: Window) -> Vec<T> {
    let size = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    rows.into_iter().skip(size(window.skip)).take(size(window.limit)).collect()
}

async fn open_cases(viewer: &Viewer, pick: &Pick, window: Window) -> Result<Listed, StoreError> {
    let cases = open::cases(viewer, pick).await?;
    let of_tasks = Pick { with: BTreeMap::default(), ..pick.of(Of::Tasks) };
    let tasks = open::tasks(viewer, &of_tasks).await?;
    let columns = ["number", "service", "office", "due", "state", "step", "holder"];
    let mut table = Table::new(viewer.lang, &columns);
    let count = cases.len() as u64;
    for case in cut(cases, window) {
        let of_case = tasks.iter().filter(|task| task.row.instance == case.row.instance);
        table.row(now::case_row(viewer, &case, &of_case.collect::<Vec<_>>()));
    }
    Ok(Listed { count, table })
}

async fn open_tasks(viewer: &Viewer, pick: &Pick, window: Window) -> Result<Listed, StoreError> {
    let tasks = open::tasks(viewer, pick).await?;
    let columns = ["number", "service", "office", "step", "due", "state", "holder"];
    let mut table = Table::new(viewer.lang, &columns);
    let count = tasks.len() as u64;
    for task in cut(tasks, window) {
        let edition = task.row.edition.as_str();
        let due = task.row.due_at.map_or(Value::None, |due| Value::Moment(viewer.local(due)));
        table.row(vec![
            number(task.row.instance.as_str()),
            Cell::text(viewer.service(edition)),
            Cell::text(viewer.office(&task.office)),
            Cell::text(viewer.step(edition, task.row.step.as_str())),
            Cell::of(due),
            Cell::text(viewer.say(&format!("report-col-state-{}", task.state.name()))),
            Cell::text(now::holder(viewer, &task)),
        ]);
    }
    Ok(Listed { count, table })
}

fn number(instance: &str) -> Cell {
    Cell { href: Some(format!("/instances/{instance}")), ..Cell::text(instance) }
}

/// The columns of a list of facts, after the number, the service and the office.
const fn columns(kind: FactKind) -> &'static [&'static str] {
    match kind {
        FactKind::Received => &["day"],
        FactKind::Closed => &[
            "started",
            "ended",
            "due",
            "outcome",
            "ground",
            "#days-late",
            "#days-late-original",
            "#extended-days",
            "#cycle",
            "#paused-time",
        ],
        FactKind::Done => &[
            "step",
            "unit",
            "person",
            "opened",
            "completed",
            "#waiting",
            "#handling",
            "term-kept",
            "taken-kept",
            "sent-back",
        ],
        FactKind::Extended => &["day", "#extended-days", "reason"],
        FactKind::Noticed => &["day", "deadline", "term-kept"],
    }
}

async fn facts(
    viewer: &Viewer,
    kind: FactKind,
    pick: &Pick,
    window: Window,
) -> Result<Listed, StoreError> {
    let mut names = vec!["number", "service", "office"];
    names.extend(columns(kind));
    let mut table = Table::new(viewer.lang, &names);
    let (mut count, end) = (0, window.skip.saturating_add(window.limit));
    gather::each(viewer, kind, pick, |line| {
        if !holds(kind, pick, &line) {
            return;
        }
        if (window.skip..end).contains(&count) {
            table.row(row(viewer, kind, &line));
        }
        count += 1;
    })
    .await?;
    Ok(Listed { count, table })
}

fn holds(kind: FactKind, pick: &Pick, line: &Line<'_>) -> bool {
    pick.all(|condition, wanted| {
        condition == "complaint"
            || match kind {
                FactKind::Received => false,
                FactKind::Closed => Closed::read(line.text)
                    .is_some_and(|fact| pick::closed(&fact, line.run.day, condition, wanted)),
                FactKind::Done => {
                    Done::read(line.text).is_some_and(|fact| pick::done(&fact, condition, wanted))
                }
                FactKind::Extended => Extended::read(line.text)
                    .is_some_and(|fact| pick::extended(&fact, condition, wanted)),
                FactKind::Noticed => Noticed::read(line.text)
                    .is_some_and(|fact| pick::noticed(&fact, condition, wanted)),
            }
    })
}

fn row(viewer: &Viewer, kind: FactKind, line: &Line<'_>) -> Vec<Cell> {
    let edition = line.run.edition;
    let mut cells = vec![
        number(line.instance),
        Cell::text(viewer.service(edition)),
        Cell::text(viewer.office(line.run.office)),
    ];
    let day = || Cell::of(Value::Date(line.run.day));
    match kind {
        FactKind::Received => cells.push(day()),
        FactKind::Closed => {
            cells.extend(
                Closed::read(line.text)
                    .map(|it| closed(viewer, edition, &it))
                    .into_iter()
                    .flatten(),
            );
        }
        FactKind::Done => {
            cells.extend(
                Done::read(line.text).map(|it| done(viewer, edition, &it)).into_iter().flatten(),
            );
        }
        FactKind::Extended => {
            let fact = Extended::read(line.text);
            cells.push(day());
            cells.push(Cell::of(fact.map_or(Value::None, |it| Value::Days(it.count.into()))));
            cells.push(Cell::text(fact.map_or("", |it| it.reason)));
        }
        FactKind::Noticed => {
            let fact = Noticed::read(line.text);
            cells.push(day());
            cells.push(Cell::text(viewer.deadline(edition, fact.map_or("", |it| it.deadline))));
            cells.push(kept(viewer, fact.map(|it| it.late)));
        }
    }
    cells
}

fn kept(viewer: &Viewer, late: Option<bool>) -> Cell {
    match late {
        None => Cell::default(),
        Some(true) => Cell::text(viewer.say("report-no")),
        Some(false) => Cell::text(viewer.say("report-yes")),
    }
}

fn minutes(value: Option<u32>) -> Cell {
    Cell::of(value.map_or(Value::None, |minutes| Value::Minutes(minutes.into())))
}

fn closed(viewer: &Viewer, edition: &str, fact: &Closed<'_>) -> Vec<Cell> {
    let days =
        |value: Option<u32>| Cell::of(value.map_or(Value::None, |days| Value::Days(days.into())));
    let outcome = format!("report-flow-{}", fact.outcome.name().replace('_', "-"));
    vec![
        Cell::of(viewer.minute(fact.started)),
        Cell::of(viewer.minute(fact.ended)),
        Cell::of(fact.due.map_or(Value::None, |due| viewer.minute(due))),
        Cell::text(viewer.say(&outcome)),
        Cell::text(fact.ground.map(|it| viewer.ground(edition, it)).unwrap_or_default()),
        days(fact.late),
        days(fact.late_original),
        Cell::of(Value::Days(fact.extended.into())),
        minutes(fact.cycle),
        minutes(Some(fact.paused)),
    ]
}

fn done(viewer: &Viewer, edition: &str, fact: &Done<'_>) -> Vec<Cell> {
    vec![
        Cell::text(viewer.step(edition, fact.step)),
        Cell::text(viewer.unit(edition, fact.unit)),
        Cell::text(viewer.person(fact.person)),
        Cell::of(viewer.minute(fact.opened)),
        Cell::of(viewer.minute(fact.completed)),
        minutes(fact.waiting),
        minutes(fact.handling),
        kept(viewer, fact.late),
        kept(viewer, fact.taken_late),
        Cell::text(if fact.returned { viewer.say("report-yes") } else { String::new() }),
    ]
}
