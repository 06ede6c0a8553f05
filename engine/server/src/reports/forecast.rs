//! Who will be late: cases whose remaining term is shorter than what their step takes, judged by how the
//! same rule did in the last weeks.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use reglament_core::calendar::CalendarView;
use reglament_core::facts::{Closed, Done, FactKind};
use reglament_core::ids::EditionId;
use reglament_store::StoreError;

use super::gather::{self, Run, Tally};
use super::model::{Cell, Section, Table, Value};
use super::now;
use super::open::{self, Case, State};
use super::pick::{Of, Pick};
use super::spread::{Share, Spread};
use super::viewer::Viewer;

/// The term of a case ends within so many working days.
const DAYS_AHEAD: u32 = 5;
/// What a step takes is taken from so many days before.
const DAYS_BACK: i32 = 90;
/// A step that was done less often says nothing of the future.
const DONE_MIN: u64 = 10;
/// The rule is tried on so many weeks.
const WEEKS_TRIED: i64 = 4;
/// The hour of a Monday at which it is tried.
const HOUR_TRIED: i8 = 9;

/// What a step takes.
#[derive(Clone, Debug)]
struct Pace {
    p50: u32,
    p80: u32,
    people: u64,
}

type History = BTreeMap<(String, String), Pace>;

#[derive(Debug, Default)]
struct PaceTally {
    steps: BTreeMap<(String, String), (Spread, HashSet<String>)>,
}

impl Tally for PaceTally {
    const KIND: FactKind = FactKind::Done;

    fn run(&mut self, _: &Pick, run: &Run<'_>) {
        for fact in run.lines().filter_map(Done::read) {
            let key = (run.edition.to_owned(), fact.step.to_owned());
            let (spread, people) = self.steps.entry(key).or_default();
            if let Some(handling) = fact.handling {
                spread.add(handling);
            }
            if !people.contains(fact.person) {
                people.insert(fact.person.to_owned());
            }
        }
    }

    fn join(&mut self, other: &Self) {
        for (key, (spread, people)) in &other.steps {
            let own = self.steps.entry(key.clone()).or_default();
            own.0.join(spread);
            own.1.extend(people.iter().cloned());
        }
    }

    fn weight(&self) -> usize {
        self.steps.values().map(|(spread, people)| spread.weight() + people.len()).sum()
    }
}

/// What the steps took in the days before this one, whoever looks: the work of all offices teaches.
async fn history(viewer: &Viewer, before: Date) -> Result<History, StoreError> {
    let (from, until) = (before.saturating_sub(DAYS_BACK.days()), before.saturating_sub(1.day()));
    let all = Pick { of: Of::Facts(FactKind::Done), from, until, with: BTreeMap::new() };
    let tally: PaceTally = gather::gather(viewer, &all).await?;
    let mut steps: BTreeMap<(String, String), (Spread, HashSet<String>)> = BTreeMap::new();
    for ((edition, step), (spread, people)) in tally.steps {
        let own = steps.entry((viewer.process_of(&edition), step)).or_default();
        own.0.join(&spread);
        own.1.extend(people);
    }
    let known = steps.into_iter().filter(|(_, (spread, _))| spread.count() >= DONE_MIN);
    let pace = known.filter_map(|(key, (mut spread, people))| {
        let (p50, p80) = (spread.percentile(50)?, spread.percentile(80)?);
        Some((key, Pace { p50, p80, people: people.len() as u64 }))
    });
    Ok(pace.collect())
}

/// A task as the rule sees it.
#[derive(Clone, Debug)]
struct Work {
    instance: String,
    key: (String, String),
    office: String,
    edition: EditionId,
    taken: bool,
    due: Timestamp,
}

/// What the rule says of a task: how much of the term remains, and how much is needed.
#[derive(Clone, Copy, Debug)]
struct Need {
    remaining: u64,
    needed: u64,
}

/// What the rule says of the work that is open at a moment, by case; and the cases of whose steps too
/// little is known. The term of the work ends after that moment.
fn judge<'w>(
    viewer: &Viewer,
    history: &History,
    work: &'w [Work],
    at: Timestamp,
) -> (BTreeMap<&'w str, Need>, BTreeSet<&'w str>) {
    let mut ordered: Vec<&Work> = work.iter().collect();
    ordered.sort_by_key(|task| (task.due, task.instance.as_str()));
    let mut ahead: BTreeMap<(&(String, String), &str), u64> = BTreeMap::new();
    let (mut found, mut unknown) = (BTreeMap::new(), BTreeSet::new());
    for task in ordered {
        let queue = ahead.entry((&task.key, task.office.as_str())).or_default();
        let before = if task.taken { 0 } else { std::mem::replace(queue, *queue + 1) };
        let Some(calendar) = calendar(viewer, &task.edition, at) else { continue };
        if !ends_soon(&calendar, at, task.due) {
            continue;
        }
        let Some(pace) = history.get(&task.key) else {
            unknown.insert(task.instance.as_str());
            continue;
        };
        let Ok(remaining) = calendar.working_minutes_between(at, task.due) else { continue };
        let needed = u64::from(pace.p80) + before * u64::from(pace.p50) / pace.people.max(1);
        if remaining < needed {
            found.entry(task.instance.as_str()).or_insert(Need { remaining, needed });
        }
    }
    (found, unknown)
}

fn calendar(viewer: &Viewer, edition: &EditionId, at: Timestamp) -> Option<CalendarView> {
    viewer.catalogue.edition(edition).map(|process| process.calendar_known(at))
}

/// Whether a term ends after this moment and within the days that are looked ahead.
fn ends_soon(calendar: &CalendarView, at: Timestamp, due: Timestamp) -> bool {
    let (today, day) = (calendar.date_of(at), calendar.date_of(due));
    due > at && calendar.working_days_between(today, day).is_ok_and(|days| days <= DAYS_AHEAD)
}

/// The sections.
pub async fn sections(viewer: &Viewer, filter: &Pick) -> Result<Vec<Section>, StoreError> {
    let bare = ["unit", "step", "person", "ground", "outcome"];
    let pick = bare.iter().fold(filter.of(Of::Open), |pick, name| pick.without(name));
    let cases = open::cases(viewer, &pick).await?;
    let tasks = open::tasks(viewer, &pick.of(Of::Tasks)).await?;
    let history_now = history(viewer, viewer.today()).await?;
    let running: BTreeMap<&str, &Case> = cases
        .iter()
        .filter(|case| matches!(case.state, State::Risk | State::OnTime))
        .map(|case| (case.row.instance.as_str(), case))
        .collect();
    let work: Vec<Work> = tasks
        .iter()
        .filter_map(|task| {
            let case = running.get(task.row.instance.as_str())?;
            Some(Work {
                instance: task.row.instance.to_string(),
                key: (task.process.clone(), task.row.step.to_string()),
                office: task.office.clone(),
                edition: task.row.edition.clone(),
                taken: task.row.assignee.is_some(),
                due: case.row.due_at?,
            })
        })
        .collect();
    let (expected, unknown) = judge(viewer, &history_now, &work, viewer.now);
    let trials = trials(viewer, &pick, &cases, &tasks).await?;
    let lang = viewer.lang;
    let columns =
        ["number", "service", "office", "due", "state", "step", "holder", "#remaining", "#needed"];
    let mut table = Table::new(lang, &columns);
    for (instance, need) in by_due(&expected, &running) {
        let Some(case) = running.get(instance) else { continue };
        let of_case: Vec<_> =
            tasks.iter().filter(|task| task.row.instance.as_str() == instance).collect();
        let mut row = now::case_row(viewer, case, &of_case);
        row.push(Cell::of(Value::Minutes(need.remaining)));
        row.push(Cell::of(Value::Minutes(need.needed)));
        table.row(row);
    }
    Ok(vec![
        summary(viewer, expected.len() as u64, unknown.len() as u64, &trials),
        Section::new(lang, "expected").with(table),
        tried(viewer, &trials),
    ])
}

fn by_due<'a>(
    expected: &BTreeMap<&'a str, Need>,
    running: &BTreeMap<&str, &Case>,
) -> Vec<(&'a str, Need)> {
    let mut found: Vec<_> = expected.iter().map(|(instance, need)| (*instance, *need)).collect();
    found.sort_by_key(|(instance, _)| {
        (running.get(instance).and_then(|case| case.row.due_at), *instance)
    });
    found
}

fn summary(viewer: &Viewer, expected: u64, unknown: u64, trials: &[Trial]) -> Section {
    let lang = viewer.lang;
    let below =
        |count| Cell { href: Some("#expected".to_owned()), ..Cell::of(Value::Count(count)) };
    let (mut hits, mut found) = (Share::default(), Share::default());
    for trial in trials {
        hits.join(Share { part: trial.hit, whole: trial.predicted });
        found.join(Share { part: trial.hit, whole: trial.breached });
    }
    let share = |share: Share| match share.whole {
        0 => Cell::default(),
        _ => Cell { href: Some("#trials".to_owned()), ..Cell::of(Value::Share(share)) },
    };
    Section::new(lang, "forecast")
        .tile(lang, "expected", if expected > 0 { "bad" } else { "good" }, below(expected))
        .tile(lang, "hit-rate", "", share(hits))
        .tile(lang, "found-rate", "", share(found))
        .tile(lang, "unknown", "", Cell::of(Value::Count(unknown)))
}

/// How the rule did in one week.
#[derive(Clone, Copy, Debug)]
struct Trial {
    monday: Date,
    predicted: u64,
    hit: u64,
    breached: u64,
}

fn tried(viewer: &Viewer, trials: &[Trial]) -> Section {
    let lang = viewer.lang;
    let mut table = Table::new(lang, &["week", "#predicted", "#hit", "#breached"]);
    for trial in trials {
        let count = |count| Cell::of(Value::Count(count));
        table.row(vec![
            Cell::of(Value::Date(trial.monday)),
            count(trial.predicted),
            count(trial.hit),
            count(trial.breached),
        ]);
    }
    Section::new(lang, "trials").with(table)
}

/// What became of the cases whose terms ended in the last weeks.
struct Past {
    /// The tasks, each with the minutes in which it was opened, taken and completed; the last two are none
    /// while they have not come.
    tasks: Vec<(Work, i64, Option<i64>, Option<i64>)>,
    breached: BTreeSet<String>,
}

/// Replays the last weeks: what the rule would have said on each Monday, with what was known by then, and
/// what then happened.
async fn trials(
    viewer: &Viewer,
    pick: &Pick,
    cases: &[Case],
    tasks: &[open::Task],
) -> Result<Vec<Trial>, StoreError> {
    let this_monday = super::pick::week(viewer.today());
    let weeks = (1..=WEEKS_TRIED).rev().map(|back| this_monday.saturating_sub((7 * back).days()));
    let mondays: Vec<Date> = weeks.collect();
    let Some(first) = mondays.first().copied() else { return Ok(Vec::new()) };
    let past = past(viewer, &pick.within(first, viewer.today()), cases, tasks).await?;
    let mut trials = Vec::new();
    for monday in mondays {
        let Ok(at) = monday.at(HOUR_TRIED, 0, 0, 0).to_zoned(viewer.zone.clone()) else { continue };
        let history = history(viewer, monday).await?;
        trials.push(trial(viewer, &history, &past, monday, at.timestamp()));
    }
    Ok(trials)
}

async fn past(
    viewer: &Viewer,
    pick: &Pick,
    cases: &[Case],
    tasks: &[open::Task],
) -> Result<Past, StoreError> {
    let minute = |minute: u32| Timestamp::from_second(i64::from(minute) * 60).ok();
    let mut dues: BTreeMap<String, Timestamp> = BTreeMap::new();
    let mut breached = BTreeSet::new();
    gather::each(viewer, FactKind::Closed, pick, |line| {
        let Some(fact) = Closed::read(line.text) else { return };
        if let Some(due) = fact.due.and_then(minute) {
            dues.insert(line.instance.to_owned(), due);
            if fact.late.is_some_and(|late| late > 0) {
                breached.insert(line.instance.to_owned());
            }
        }
    })
    .await?;
    for case in cases {
        if let Some(due) =
            case.row.due_at.filter(|_| !matches!(case.state, State::Paused | State::Free))
        {
            dues.insert(case.row.instance.to_string(), due);
            if case.state == State::Late {
                breached.insert(case.row.instance.to_string());
            }
        }
    }
    let mut found = Vec::new();
    gather::each(viewer, FactKind::Done, pick, |line| {
        let Some((fact, due)) = Done::read(line.text).zip(dues.get(line.instance)) else { return };
        let work = Work {
            instance: line.instance.to_owned(),
            key: (viewer.process_of(line.run.edition), fact.step.to_owned()),
            office: line.run.office.to_owned(),
            edition: line.run.edition.into(),
            taken: false,
            due: *due,
        };
        found.push((
            work,
            fact.opened.into(),
            Some(fact.taken.into()),
            Some(fact.completed.into()),
        ));
    })
    .await?;
    for task in tasks {
        let Some(due) = dues.get(task.row.instance.as_str()) else { continue };
        let work = Work {
            instance: task.row.instance.to_string(),
            key: (task.process.clone(), task.row.step.to_string()),
            office: task.office.clone(),
            edition: task.row.edition.clone(),
            taken: false,
            due: *due,
        };
        let minutes = |at: Timestamp| at.as_second().div_euclid(60);
        found.push((work, minutes(task.row.opened_at), task.row.claimed_at.map(minutes), None));
    }
    Ok(Past { tasks: found, breached })
}

fn trial(viewer: &Viewer, history: &History, past: &Past, monday: Date, at: Timestamp) -> Trial {
    let now = at.as_second().div_euclid(60);
    let open = past.tasks.iter().filter(|(_, opened, _, completed)| {
        *opened <= now && completed.is_none_or(|completed| completed > now)
    });
    let work: Vec<Work> = open
        .map(|(work, _, taken, _)| Work {
            taken: taken.is_some_and(|taken| taken <= now),
            ..work.clone()
        })
        .collect();
    let (expected, _) = judge(viewer, history, &work, at);
    let ending = work.iter().filter(|task| {
        calendar(viewer, &task.edition, at).is_some_and(|it| ends_soon(&it, at, task.due))
    });
    let ending: BTreeSet<&str> = ending.map(|task| task.instance.as_str()).collect();
    let breached: BTreeSet<&str> =
        ending.into_iter().filter(|instance| past.breached.contains(*instance)).collect();
    let hit = expected.keys().filter(|instance| breached.contains(*instance)).count();
    Trial {
        monday,
        predicted: expected.len() as u64,
        hit: hit as u64,
        breached: breached.len() as u64,
    }
}
