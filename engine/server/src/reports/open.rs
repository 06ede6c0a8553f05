//! Open work as reports count it: how each case and each task stands now.

use std::collections::BTreeMap;

use jiff::Timestamp;
use reglament_core::calendar::CalendarView;
use reglament_core::ids::EditionId;
use reglament_store::{OpenCase, OpenTask, StoreError};

use super::pick::{NO, NONE, Pick, YES};
use super::viewer::Viewer;
use crate::pages::chip::is_at_risk;

/// How a term stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// The due date has passed.
    Late,
    /// Little is left.
    Risk,
    /// Enough is left.
    OnTime,
    /// The clock stands still.
    Paused,
    /// There is no term, it has not begun, or it was met.
    Free,
}

impl State {
    /// All, the worst first.
    pub const ALL: [Self; 5] = [Self::Late, Self::Risk, Self::OnTime, Self::Paused, Self::Free];

    /// Its name in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Risk => "risk",
            Self::OnTime => "on-time",
            Self::Paused => "paused",
            Self::Free => "free",
        }
    }
}

/// Working days since the beginning, as they are cut.
pub const AGES: [(&str, u32, u32); 5] =
    [("0-1", 0, 1), ("2-3", 2, 3), ("4-5", 4, 5), ("6-7", 6, 7), ("8+", 8, u32::MAX)];

/// A running case, and how it stands.
#[derive(Clone, Debug)]
pub struct Case {
    /// The case.
    pub row: OpenCase,
    /// Its office.
    pub office: String,
    /// How its term stands.
    pub state: State,
    /// The name of its age in [`AGES`].
    pub age: &'static str,
}

/// An open task, and how it stands.
#[derive(Clone, Debug)]
pub struct Task {
    /// The task.
    pub row: OpenTask,
    /// The process of its case.
    pub process: String,
    /// Its office.
    pub office: String,
    /// How the earlier of its terms stands.
    pub state: State,
}

/// The calendars of editions, as they are known now.
struct Calendars<'a> {
    viewer: &'a Viewer,
    known: BTreeMap<EditionId, Option<CalendarView>>,
}

impl<'a> Calendars<'a> {
    const fn new(viewer: &'a Viewer) -> Self {
        Self { viewer, known: BTreeMap::new() }
    }

    fn of(&mut self, edition: &EditionId) -> Option<&CalendarView> {
        let viewer = self.viewer;
        let known = self.known.entry(edition.clone()).or_insert_with(|| {
            viewer.catalogue.edition(edition).map(|process| process.calendar_known(viewer.now))
        });
        known.as_ref()
    }
}

fn state(
    calendar: Option<&CalendarView>,
    clock: &str,
    (from, due): (Timestamp, Option<Timestamp>),
    now: Timestamp,
) -> State {
    let Some(due) = due.filter(|_| clock != "met") else { return State::Free };
    if clock == "paused" {
        return State::Paused;
    }
    if now > due {
        return State::Late;
    }
    let risk = calendar.and_then(|calendar| is_at_risk((from, due), now, calendar).ok());
    if risk.unwrap_or_default() { State::Risk } else { State::OnTime }
}

/// The running cases that the viewer sees and that fulfil the conditions, by due date.
pub async fn cases(viewer: &Viewer, pick: &Pick) -> Result<Vec<Case>, StoreError> {
    let mut calendars = Calendars::new(viewer);
    let rows = viewer.store.open_cases().await?;
    let cases = rows.into_iter().filter_map(|row| {
        let office = viewer.office_of(&row.office);
        let admitted = viewer.sees(&row.office)
            && pick.admits(row.process.as_str(), row.edition.as_str(), &office);
        if !admitted {
            return None;
        }
        let calendar = calendars.of(&row.edition);
        let from = row.clock_from.unwrap_or(row.started_at);
        let state = state(calendar, &row.clock, (from, row.due_at), viewer.now);
        let age = age(viewer, calendar, row.started_at);
        let case = Case { row, office, state, age };
        pick.all(|condition, wanted| holds_case(&case, condition, wanted)).then_some(case)
    });
    Ok(cases.collect())
}

fn age(viewer: &Viewer, calendar: Option<&CalendarView>, started: Timestamp) -> &'static str {
    let days = calendar.and_then(|calendar| {
        let (from, until) = (calendar.date_of(started), calendar.date_of(viewer.now));
        calendar.working_days_between(from, until).ok()
    });
    let days = days.unwrap_or_default();
    AGES.iter().find(|(_, least, most)| (*least..=*most).contains(&days)).map_or("", |it| it.0)
}

fn holds_case(case: &Case, condition: &str, wanted: &str) -> bool {
    match condition {
        "state" => case.state.name() == wanted,
        "age" => case.age == wanted,
        "extended" => case.row.extended == (wanted == YES),
        // What is said of tasks and of closed cases says nothing here.
        "unit" | "step" | "person" | "ground" | "outcome" => true,
        _ => false,
    }
}

/// The open tasks that the viewer sees and that fulfil the conditions, by due date.
pub async fn tasks(viewer: &Viewer, pick: &Pick) -> Result<Vec<Task>, StoreError> {
    let mut calendars = Calendars::new(viewer);
    let rows = viewer.store.open_tasks().await?;
    let tasks = rows.into_iter().filter_map(|row| {
        let office = viewer.office_of(&row.office);
        let process = viewer.process_of(row.edition.as_str());
        let admitted =
            viewer.sees(&row.office) && pick.admits(&process, row.edition.as_str(), &office);
        if !admitted {
            return None;
        }
        let from = row.clock_from.unwrap_or(row.opened_at);
        let calendar = calendars.of(&row.edition);
        let state = state(calendar, &row.clock, (from, row.due_at), viewer.now);
        let task = Task { row, process, office, state };
        pick.all(|condition, wanted| holds_task(&task, condition, wanted)).then_some(task)
    });
    Ok(tasks.collect())
}

fn holds_task(task: &Task, condition: &str, wanted: &str) -> bool {
    let holder = task.row.assignee.as_ref().map(reglament_core::ids::PersonId::as_str);
    match condition {
        "state" => task.state.name() == wanted,
        "step" => task.row.step == *wanted,
        "unit" => task.row.unit == *wanted,
        "person" => match wanted {
            YES => holder.is_some(),
            NO | NONE => holder.is_none(),
            _ => holder == Some(wanted),
        },
        "ground" | "outcome" => true,
        _ => false,
    }
}
