//! What was done in a period: in time or late, how long it took, what came and went.

use std::collections::BTreeMap;

use jiff::civil::Date;
use reglament_core::facts::{FactKind, Outcome};
use reglament_store::StoreError;

use super::chart;
use super::closed::{Cell as Closed, ClosedTally, ReceivedTally};
use super::done::{Cell as Done, DoneTally, Worker};
use super::gather::gather;
use super::model::{Cell, Section, Table, Value};
use super::pick::{LATENESS, NO, NONE, Of, Pick, YES};
use super::spread::Spread;
use super::viewer::Viewer;

/// Weeks of a heat map, the last ones of the period.
const WEEKS_SHOWN: usize = 13;
/// Columns of what is said of closed cases, after their name.
const CLOSED: [&str; 10] = [
    "#closed",
    "#in-time",
    "#in-time-original",
    "#late",
    "#extended",
    "#p50",
    "#p80",
    "#p95",
    "#max",
    "#wall",
];
/// Columns of what is said of tasks, after their names.
const DONE: [&str; 8] = [
    "#done",
    "#in-time",
    "#taken",
    "#waiting-p50",
    "#waiting-p80",
    "#handling-p50",
    "#handling-p80",
    "#returned",
];

/// The sections.
pub async fn sections(viewer: &Viewer, filter: &Pick) -> Result<Vec<Section>, StoreError> {
    let (closed, received, done) = tokio::try_join!(
        gather::<ClosedTally>(viewer, filter),
        gather::<ReceivedTally>(viewer, filter),
        gather::<DoneTally>(viewer, filter),
    )?;
    let of_cases = of_cases(filter);
    let mut whole = closed.whole();
    Ok(vec![
        summary(viewer, &of_cases, &mut whole),
        flow(viewer, filter, &whole, &received),
        days(viewer, &of_cases, &closed, &received),
        pace(viewer, &of_cases, &closed),
        lateness(viewer, &of_cases, &mut whole),
        cut(viewer, "services", &closed, &of_cases, "process", |edition, _| {
            viewer.process_of(edition)
        }),
        cut(viewer, "offices", &closed, &of_cases, "office", |_, office| office.to_owned()),
        heat(viewer, &of_cases, &closed),
        cut(viewer, "editions", &closed, &of_cases, "edition", |edition, _| edition.to_owned()),
        grounds(viewer, &of_cases, &closed, whole.of(Outcome::Refused)),
        steps(viewer, filter, &done),
        units(viewer, filter, &done),
        officers(viewer, filter, &done),
    ])
}

/// The filters that say something of a case: those of tasks leave cases as they are.
fn of_cases(filter: &Pick) -> Pick {
    filter.of(Of::Facts(FactKind::Closed)).without("unit").without("step").without("person")
}

fn of_tasks(filter: &Pick) -> Pick {
    filter.of(Of::Facts(FactKind::Done)).without("ground").without("outcome")
}

fn summary(viewer: &Viewer, pick: &Pick, whole: &mut Closed) -> Section {
    let (lang, term) = (viewer.lang, pick.and("term", YES));
    let measured = pick.and("measured", YES);
    let late = whole.in_time.whole - whole.in_time.part;
    let tone = match whole.in_time.permille() {
        Some(950..) => "good",
        Some(800..) => "warn",
        Some(_) => "bad",
        None => "",
    };
    let days = |value: Option<u32>| value.map_or(Value::None, |days| Value::Days(days.into()));
    let (median, most) = (days(whole.late.percentile(50)), days(whole.late.max()));
    let lates = pick.and("late", YES);
    Section::new(lang, "summary")
        .tile(lang, "closed", "", Cell::count(whole.closed, pick))
        .tile(lang, "in-time", tone, Cell::share(whole.in_time, &term))
        .tile(lang, "in-time-original", "", Cell::share(whole.in_time_original, &term))
        .tile(lang, "late", if late > 0 { "bad" } else { "" }, Cell::count(late, &lates))
        .tile(lang, "late-p50", "", Cell::of(median).to(&lates))
        .tile(lang, "late-max", "", Cell::of(most).to(&lates))
        .tile(lang, "p50", "", Cell::percentile(&mut whole.cycle, 50, &measured))
        .tile(lang, "p80", "", Cell::percentile(&mut whole.cycle, 80, &measured))
        .tile(lang, "p95", "", Cell::percentile(&mut whole.cycle, 95, &measured))
        .tile(lang, "max", "", Cell::percentile(&mut whole.cycle, 100, &measured))
        .tile(lang, "wall", "", Cell::percentile(&mut whole.wall, 50, &measured))
        .tile(lang, "paused", "", Cell::count(whole.paused.count(), &pick.and("paused", YES)))
        .tile(lang, "paused-p50", "", {
            Cell::percentile(&mut whole.paused, 50, &pick.and("paused", YES))
        })
        .excluding(lang, "term", whole.closed - whole.in_time.whole, &pick.and("term", NO))
        .excluding(lang, "calendar", whole.closed - whole.cycle.count(), &pick.and("measured", NO))
}

/// What came, what went, and how.
fn flow(viewer: &Viewer, filter: &Pick, whole: &Closed, received: &ReceivedTally) -> Section {
    let (lang, pick) = (viewer.lang, of_cases(filter));
    let came = pick.of(Of::Facts(FactKind::Received)).without("ground").without("outcome");
    let mut table = Table::new(lang, &["what", "#count"]);
    let mut row = |name: &str, cell: Cell| {
        table.row(vec![Cell::text(viewer.say(&format!("report-flow-{name}"))), cell]);
    };
    row("received", Cell::count(received.whole(), &came));
    row("closed", Cell::count(whole.closed, &pick));
    for outcome in Outcome::ALL {
        let of = pick.and("outcome", outcome.name());
        row(&outcome.name().replace('_', "-"), Cell::count(whole.of(outcome), &of));
    }
    let change = i64::try_from(received.whole()).unwrap_or(i64::MAX)
        - i64::try_from(whole.closed).unwrap_or(i64::MAX);
    row("change", Cell::of(Value::Change(change)));
    Section::new(lang, "flow").with(table)
}

fn days(viewer: &Viewer, pick: &Pick, closed: &ClosedTally, received: &ReceivedTally) -> Section {
    let lang = viewer.lang;
    let mut table = Table::new(lang, &["day", "#received", "#closed", "#in-time-count", "#late"]);
    let days: std::collections::BTreeSet<Date> =
        closed.days.keys().chain(received.days.keys()).copied().collect();
    let mut bars = Vec::new();
    for day in days {
        let ends = closed.days.get(&day).copied().unwrap_or_default();
        let of_day = pick.within(day, day);
        let came = of_day.of(Of::Facts(FactKind::Received)).without("ground").without("outcome");
        let late = ends.in_time.whole - ends.in_time.part;
        table.row(vec![
            Cell::of(Value::Date(day)),
            Cell::count(received.days.get(&day).copied().unwrap_or_default(), &came),
            Cell::count(ends.closed, &of_day),
            Cell::count(ends.in_time.part, &of_day.and("late", NO)),
            Cell::count(late, &of_day.and("late", YES)),
        ]);
        bars.push((day, ends.in_time.part, late));
    }
    Section::new(lang, "days").drawn(chart::days(viewer, &bars)).with(table)
}

/// How long cases took, week by week.
fn pace(viewer: &Viewer, pick: &Pick, closed: &ClosedTally) -> Section {
    let lang = viewer.lang;
    let mut table = Table::new(lang, &["week", "#measured", "#p50", "#p80", "#p95"]);
    let mut weeks: Vec<(Date, Spread)> =
        closed.pace.iter().map(|(week, spread)| (*week, spread.clone())).collect();
    for (week, spread) in &mut weeks {
        let of = pick.and("week", week.to_string()).and("measured", YES);
        table.row(vec![
            Cell::of(Value::Date(*week)),
            Cell::count(spread.count(), &of),
            Cell::percentile(spread, 50, &of),
            Cell::percentile(spread, 80, &of),
            Cell::percentile(spread, 95, &of),
        ]);
    }
    Section::new(lang, "pace").drawn(chart::pace(viewer, &mut weeks)).with(table)
}

fn lateness(viewer: &Viewer, pick: &Pick, whole: &mut Closed) -> Section {
    let lang = viewer.lang;
    let mut table = Table::new(lang, &["lateness", "#count"]);
    let mut bars = Vec::new();
    for (name, least, most) in LATENESS {
        let count = whole.late.within(least, most);
        let words = viewer.say(&format!("report-lateness-{}", name.trim_end_matches('+')));
        bars.push((words.clone(), count));
        table.row(vec![Cell::text(words), Cell::count(count, &pick.and("days", name))]);
    }
    let title = viewer.say("report-section-lateness");
    Section::new(lang, "lateness").drawn(chart::bars(viewer, &title, &bars)).with(table)
}

/// Closed cases cut by one of their sides.
fn cut(
    viewer: &Viewer,
    id: &'static str,
    closed: &ClosedTally,
    pick: &Pick,
    condition: &'static str,
    key: impl Fn(&str, &str) -> String,
) -> Section {
    let lang = viewer.lang;
    let mut columns = vec![condition];
    columns.extend(CLOSED);
    let mut table = Table::new(lang, &columns);
    for (name, mut cell) in closed.by(&key) {
        let label = match condition {
            "office" => viewer.office(&name),
            "edition" => edition(viewer, &name),
            _ => viewer.title_of(&name),
        };
        let mut cells = vec![Cell::text(label)];
        cells.extend(closed_cells(&mut cell, &pick.and(condition, name)));
        table.row(cells);
    }
    Section::new(lang, id).with(table)
}

fn closed_cells(cell: &mut Closed, pick: &Pick) -> Vec<Cell> {
    let (term, measured) = (pick.and("term", YES), pick.and("measured", YES));
    let late = cell.in_time.whole - cell.in_time.part;
    vec![
        Cell::count(cell.closed, pick),
        Cell::share(cell.in_time, &term),
        Cell::share(cell.in_time_original, &term),
        Cell::count(late, &pick.and("late", YES)),
        Cell::count(cell.extended, &pick.and("extended", YES)),
        Cell::percentile(&mut cell.cycle, 50, &measured),
        Cell::percentile(&mut cell.cycle, 80, &measured),
        Cell::percentile(&mut cell.cycle, 95, &measured),
        Cell::percentile(&mut cell.cycle, 100, &measured),
        Cell::percentile(&mut cell.wall, 50, &measured),
    ]
}

/// An edition: its service, the day from which it is in force, and its name.
fn edition(viewer: &Viewer, edition: &str) -> String {
    let short = edition.chars().take(8).collect::<String>();
    match viewer.process(edition) {
        Some(process) => {
            let title = process.definition.title.get(viewer.lang);
            let from = crate::pages::format::date(viewer.lang, process.definition.in_force.from);
            let args = [
                ("service", title.to_owned().into()),
                ("from", from.into()),
                ("edition", short.into()),
            ];
            crate::texts::say(viewer.lang, "report-edition", &args)
        }
        None => short,
    }
}

/// Offices by weeks: the share in time, hotter the less of it there is.
fn heat(viewer: &Viewer, pick: &Pick, closed: &ClosedTally) -> Section {
    let lang = viewer.lang;
    let mut weeks: Vec<Date> = closed.weeks.keys().copied().collect();
    let shown = weeks.split_off(weeks.len().saturating_sub(WEEKS_SHOWN));
    let mut table = Table::new(lang, &["office"]);
    for week in &shown {
        table.columns.push(super::model::Column {
            name: "week",
            title: crate::pages::format::date(lang, *week),
            is_number: true,
        });
    }
    let mut offices: BTreeMap<&str, Vec<Cell>> = BTreeMap::new();
    let of_offices = closed
        .weeks
        .iter()
        .flat_map(|(week, offices)| offices.iter().map(move |(office, ends)| (week, office, ends)));
    for (week, office, ends) in of_offices {
        let Some(place) = shown.iter().position(|it| it == week) else { continue };
        let of = pick.and("office", office.as_str()).and("week", week.to_string()).and("term", YES);
        let cells = offices.entry(office).or_insert_with(|| vec![Cell::default(); shown.len()]);
        cells[place] = Cell::heat(ends.in_time, &of);
    }
    for (office, mut cells) in offices {
        cells.insert(0, Cell::text(viewer.office(office)));
        table.row(cells);
    }
    Section::new(lang, "heat").with(table)
}

fn grounds(viewer: &Viewer, pick: &Pick, closed: &ClosedTally, refused: u64) -> Section {
    let lang = viewer.lang;
    let mut table = Table::new(lang, &["service", "ground", "#count"]);
    // The same ground in several editions of one service is one line.
    let mut found: BTreeMap<(String, &str), (u64, &str)> = BTreeMap::new();
    for ((edition, ground), count) in &closed.grounds {
        let key = (viewer.process_of(edition), ground.as_str());
        let entry = found.entry(key).or_insert((0, edition));
        entry.0 += count;
    }
    for ((process, ground), (count, edition)) in found {
        let of = pick.and("process", process.clone()).and("ground", ground);
        table.row(vec![
            Cell::text(viewer.title_of(&process)),
            Cell::text(viewer.ground(edition, ground)),
            Cell::count(count, &of),
        ]);
    }
    let with_ground: u64 = closed.grounds.values().sum();
    let without = pick.and("outcome", Outcome::Refused.name()).and("ground", NONE);
    Section::new(lang, "grounds").with(table).excluding(
        lang,
        "ground",
        refused.saturating_sub(with_ground),
        &without,
    )
}

fn steps(viewer: &Viewer, filter: &Pick, done: &DoneTally) -> Section {
    let lang = viewer.lang;
    let mut columns = vec!["service", "step"];
    columns.extend(DONE);
    let mut table = Table::new(lang, &columns);
    let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
    let cells = done.by(|edition, _, step, _| (viewer.process_of(edition), step.to_owned()));
    for (edition, _, step, _) in done.cells() {
        let key = (viewer.process_of(edition), step.to_owned());
        names.entry(key).or_insert_with(|| viewer.step(edition, step));
    }
    for ((process, step), mut cell) in cells {
        let pick = of_tasks(filter).and("process", process.clone()).and("step", step.clone());
        let name = names.remove(&(process.clone(), step)).unwrap_or_default();
        let mut row = vec![Cell::text(viewer.title_of(&process)), Cell::text(name)];
        row.extend(done_cells(&mut cell, &pick));
        table.row(row);
    }
    Section::new(lang, "steps").with(table)
}

fn units(viewer: &Viewer, filter: &Pick, done: &DoneTally) -> Section {
    let lang = viewer.lang;
    let mut columns = vec!["service", "unit"];
    columns.extend(DONE);
    let mut table = Table::new(lang, &columns);
    let mut names: BTreeMap<(String, String), String> = BTreeMap::new();
    for (edition, _, _, cell) in done.cells() {
        let key = (viewer.process_of(edition), cell.unit.clone());
        names.entry(key).or_insert_with(|| viewer.unit(edition, &cell.unit));
    }
    let cells = done.by(|edition, _, _, unit| (viewer.process_of(edition), unit.to_owned()));
    for ((process, unit), mut cell) in cells {
        let pick = of_tasks(filter).and("process", process.clone()).and("unit", unit.clone());
        let name = names.remove(&(process.clone(), unit)).unwrap_or_default();
        let mut row = vec![Cell::text(viewer.title_of(&process)), Cell::text(name)];
        row.extend(done_cells(&mut cell, &pick));
        table.row(row);
    }
    Section::new(lang, "units").with(table)
}

fn done_cells(cell: &mut Done, pick: &Pick) -> Vec<Cell> {
    let measured = pick.and("measured", YES);
    vec![
        Cell::count(cell.done, pick),
        Cell::share(cell.in_time, &pick.and("term", YES)),
        Cell::share(cell.taken, &pick.and("queue", "any")),
        Cell::percentile(&mut cell.waiting, 50, &measured),
        Cell::percentile(&mut cell.waiting, 80, &measured),
        Cell::percentile(&mut cell.handling, 50, &measured),
        Cell::percentile(&mut cell.handling, 80, &measured),
        Cell::count(cell.returned, &pick.and("returned", YES)),
    ]
}

fn officers(viewer: &Viewer, filter: &Pick, done: &DoneTally) -> Section {
    let lang = viewer.lang;
    let columns = ["person", "#done", "#in-time", "#handling-p50", "#handling-p80", "#returned"];
    let mut table = Table::new(lang, &columns);
    for (person, worker) in done.workers() {
        let pick = of_tasks(filter).and("person", person.clone());
        let name = viewer.person(&person);
        table.row(worker_row(name, worker, &pick));
    }
    Section::new(lang, "officers").with(table)
}

fn worker_row(name: String, mut worker: Worker, pick: &Pick) -> Vec<Cell> {
    let measured = pick.and("measured", YES);
    vec![
        Cell::text(name),
        Cell::count(worker.done, pick),
        Cell::share(worker.in_time, &pick.and("term", YES)),
        Cell::percentile(&mut worker.handling, 50, &measured),
        Cell::percentile(&mut worker.handling, 80, &measured),
        Cell::count(worker.returned, &pick.and("returned", YES)),
    ]
}
