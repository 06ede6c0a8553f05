//! How open work stands: what is late or will soon be, how old it is, where it lies and with whom.

use std::collections::BTreeMap;

use jiff::{ToSpan, Zoned};
use reglament_core::facts::{Closed, FactKind};
use reglament_store::StoreError;

use super::chart;
use super::gather;
use super::model::{Cell, Section, Table, Value};
use super::open::{self, AGES, Case, State, Task};
use super::pick::{NONE, Of, Pick};
use super::viewer::Viewer;
use crate::texts::say;

/// The most urgent cases are shown, so many of them; the list behind their number has all.
const CRITICAL_SHOWN: usize = 50;
/// The hours of a day that its picture shows.
const HOURS: std::ops::RangeInclusive<i8> = 8..=20;

/// The sections.
pub async fn sections(viewer: &Viewer, filter: &Pick) -> Result<Vec<Section>, StoreError> {
    let pick = filter.of(Of::Open).without("ground").without("outcome");
    let cases = open::cases(viewer, &pick).await?;
    let tasks = open::tasks(viewer, &pick.of(Of::Tasks)).await?;
    let today = today(viewer, &pick, &cases).await?;
    let of_cases = pick.without("unit").without("step").without("person");
    Ok(vec![
        states(viewer, &of_cases, &cases),
        critical(viewer, &cases, &tasks),
        ageing(viewer, &of_cases, &cases),
        work(viewer, &pick, &tasks),
        holders(viewer, &pick, &tasks),
        today,
    ])
}

fn states(viewer: &Viewer, pick: &Pick, cases: &[Case]) -> Section {
    let lang = viewer.lang;
    let mut section = Section::new(lang, "states");
    section = section.tile(lang, "open", "", Cell::count(cases.len() as u64, pick));
    for state in State::ALL {
        let count = cases.iter().filter(|case| case.state == state).count() as u64;
        let tone = match state {
            State::Late if count > 0 => "bad",
            State::Risk if count > 0 => "warn",
            _ => "",
        };
        let cell = Cell::count(count, &pick.and("state", state.name()));
        section = section.tile(lang, &format!("state-{}", state.name()), tone, cell);
    }
    section
}

/// The cases that are late or at risk, by due date, with who has them.
fn critical(viewer: &Viewer, cases: &[Case], tasks: &[Task]) -> Section {
    let lang = viewer.lang;
    let mut by_case: BTreeMap<&str, Vec<&Task>> = BTreeMap::new();
    for task in tasks {
        by_case.entry(task.row.instance.as_str()).or_default().push(task);
    }
    let mut table =
        Table::new(lang, &["number", "service", "office", "due", "state", "step", "holder"]);
    let urgent = cases.iter().filter(|case| matches!(case.state, State::Late | State::Risk));
    for case in urgent.take(CRITICAL_SHOWN) {
        let tasks = by_case.remove(case.row.instance.as_str()).unwrap_or_default();
        table.row(case_row(viewer, case, &tasks));
    }
    Section::new(lang, "critical").with(table)
}

/// A running case as a row: its number, service, office, due date, state, step and holder.
pub fn case_row(viewer: &Viewer, case: &Case, tasks: &[&Task]) -> Vec<Cell> {
    let number = case.row.instance.to_string();
    let href = Some(format!("/instances/{number}"));
    let due = case.row.due_at.map_or(Value::None, |due| Value::Moment(viewer.local(due)));
    let edition = case.row.edition.as_str();
    let steps = tasks.iter().map(|task| viewer.step(edition, task.row.step.as_str()));
    let holders = tasks.iter().map(|task| holder(viewer, task));
    vec![
        Cell { href, ..Cell::text(number) },
        Cell::text(viewer.service(edition)),
        Cell::text(viewer.office(&case.office)),
        Cell::of(due),
        Cell::text(viewer.say(&format!("report-col-state-{}", case.state.name()))),
        Cell::text(steps.collect::<Vec<_>>().join("; ")),
        Cell::text(holders.collect::<Vec<_>>().join("; ")),
    ]
}

/// Who has a task, or the unit that waits for somebody to take it.
pub fn holder(viewer: &Viewer, task: &Task) -> String {
    match &task.row.assignee {
        Some(person) => viewer.person(person.as_str()),
        None => viewer.unit(task.row.edition.as_str(), task.row.unit.as_str()),
    }
}

fn ageing(viewer: &Viewer, pick: &Pick, cases: &[Case]) -> Section {
    let lang = viewer.lang;
    let mut table = Table::new(lang, &["age", "#open", "#state-late", "#state-risk"]);
    let mut bars = Vec::new();
    for (age, _, _) in AGES {
        let of_age: Vec<&Case> = cases.iter().filter(|case| case.age == age).collect();
        let count = |state| of_age.iter().filter(|case| case.state == state).count() as u64;
        let pick = pick.and("age", age);
        let words = viewer.say(&format!("report-age-{}", age.trim_end_matches('+')));
        bars.push((words.clone(), of_age.len() as u64));
        table.row(vec![
            Cell::text(words),
            Cell::count(of_age.len() as u64, &pick),
            Cell::count(count(State::Late), &pick.and("state", State::Late.name())),
            Cell::count(count(State::Risk), &pick.and("state", State::Risk.name())),
        ]);
    }
    let title = viewer.say("report-section-ageing");
    Section::new(lang, "ageing").drawn(chart::bars(viewer, &title, &bars)).with(table)
}

/// How many tasks, how many of them late, at risk and without a holder.
#[derive(Clone, Copy, Debug, Default)]
struct Load {
    tasks: u64,
    late: u64,
    risk: u64,
    free: u64,
}

impl Load {
    fn count(&mut self, task: &Task) {
        self.tasks += 1;
        self.late += u64::from(task.state == State::Late);
        self.risk += u64::from(task.state == State::Risk);
        self.free += u64::from(task.row.assignee.is_none());
    }

    fn cells(self, pick: &Pick) -> Vec<Cell> {
        vec![
            Cell::count(self.tasks, pick),
            Cell::count(self.late, &pick.and("state", State::Late.name())),
            Cell::count(self.risk, &pick.and("state", State::Risk.name())),
        ]
    }
}

fn work(viewer: &Viewer, pick: &Pick, tasks: &[Task]) -> Section {
    let lang = viewer.lang;
    let columns = ["service", "step", "unit", "#tasks", "#state-late", "#state-risk", "#unclaimed"];
    let mut table = Table::new(lang, &columns);
    let mut loads: BTreeMap<(&str, &str, &str), (Load, &str)> = BTreeMap::new();
    for task in tasks {
        let key = (task.process.as_str(), task.row.step.as_str(), task.row.unit.as_str());
        let entry = loads.entry(key).or_insert((Load::default(), task.row.edition.as_str()));
        entry.0.count(task);
    }
    for ((process, step, unit), (load, edition)) in loads {
        let of = pick.of(Of::Tasks).and("process", process).and("step", step).and("unit", unit);
        let mut row = vec![
            Cell::text(viewer.service(edition)),
            Cell::text(viewer.step(edition, step)),
            Cell::text(viewer.unit(edition, unit)),
        ];
        row.extend(load.cells(&of));
        // Who looks at one person's tasks has none without a holder.
        let free = if of.with.contains_key("person") {
            Cell::of(Value::Count(load.free))
        } else {
            Cell::count(load.free, &of.and("person", NONE))
        };
        row.push(free);
        table.row(row);
    }
    Section::new(lang, "work").with(table)
}

fn holders(viewer: &Viewer, pick: &Pick, tasks: &[Task]) -> Section {
    let lang = viewer.lang;
    let mut table = Table::new(lang, &["holder", "#tasks", "#state-late", "#state-risk"]);
    let mut loads: BTreeMap<&str, Load> = BTreeMap::new();
    for task in tasks {
        let holder = task.row.assignee.as_ref().map_or(NONE, |person| person.as_str());
        loads.entry(holder).or_default().count(task);
    }
    let mut loads: Vec<_> = loads.into_iter().collect();
    loads.sort_by_key(|(holder, load)| {
        (std::cmp::Reverse((load.late, load.risk, load.tasks)), *holder)
    });
    for (holder, load) in loads {
        let name = if holder == NONE { viewer.say("report-nobody") } else { viewer.person(holder) };
        let mut row = vec![Cell::text(name)];
        row.extend(load.cells(&pick.of(Of::Tasks).and("person", holder)));
        table.row(row);
    }
    Section::new(lang, "holders").with(table)
}

/// What was due today when the day began, hour by hour: how much of it is left, and how much of it is not
/// due yet.
async fn today(viewer: &Viewer, pick: &Pick, cases: &[Case]) -> Result<Section, StoreError> {
    let (lang, day) = (viewer.lang, viewer.today());
    let midnight = viewer.now.to_zoned(viewer.zone.clone()).start_of_day();
    let Ok(begin) = midnight else { return Ok(Section::new(lang, "today")) };
    let minute = |at: &Zoned| at.timestamp().as_second().div_euclid(60);
    let end = begin.saturating_add(1.day());
    let is_today = |due: i64| (minute(&begin)..minute(&end)).contains(&due);
    // (due, ended), in minutes since 1970.
    let mut work: Vec<(i64, Option<i64>)> = Vec::new();
    let open = cases.iter().filter_map(|case| case.row.due_at);
    work.extend(open.map(|due| (due.as_second().div_euclid(60), None)));
    let of = pick.of(Of::Facts(FactKind::Closed)).within(day, day);
    gather::each(viewer, FactKind::Closed, &of, |line| {
        let closed = Closed::read(line.text);
        work.extend(closed.and_then(|fact| Some((fact.due?.into(), Some(fact.ended.into())))));
    })
    .await?;
    work.retain(|(due, _)| is_today(*due));
    let mut table = Table::new(lang, &["hour", "#left", "#due"]);
    let mut points = Vec::new();
    for hour in HOURS {
        let at = minute(&begin.saturating_add(i64::from(hour).hours()));
        let left = work.iter().filter(|(_, ended)| ended.is_none_or(|ended| ended > at)).count();
        let due = work.iter().filter(|(due, _)| *due > at).count();
        let label = format!("{hour:02}:00");
        points.push((label.clone(), left as u64, due as u64));
        table.row(vec![
            Cell::text(label),
            Cell::of(Value::Count(left as u64)),
            Cell::of(Value::Count(due as u64)),
        ]);
    }
    let section = Section::new(lang, "today");
    let whole = work.len() as u64;
    let words = say(lang, "report-due-today", &[("count", whole.into())]);
    Ok(Section { how: format!("{words} {}", section.how), ..section }
        .drawn(chart::burn_down(viewer, &points))
        .with(table))
}
