//! The digests that are mailed by schedule: when each runs, what became of its last mails, and a form for a
//! new one.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use jiff::tz::TimeZone;
use reglament_core::access::Action;
use reglament_core::command::Role;
use reglament_core::text::Lang;
use reglament_store::{DaysOff, RunRow, SavedReport, Schedule, StoreError};
use serde::Serialize;

use super::form::{Choice, Pairs, Problem};
use super::format;
use super::inbox::Notice;
use super::names::People;
use super::render::View;
use super::visit::{PageResult, Posted, Visit};
use crate::schedules::{self, CronLine, ScheduleError, told};
use crate::texts::say;

/// Where the page is.
const HERE: &str = "/reports/schedules";
/// Who may be written to: people who may read cases.
const ROLES: [Role; 2] = [Role::Supervisor, Role::Officer];

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct SchedulesPage {
    /// The schedules.
    pub rows: Vec<ScheduleLine>,
    /// The form of a new one, as it was typed.
    pub form: ScheduleForm,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// A schedule.
#[derive(Clone, Debug, Serialize)]
pub struct ScheduleLine {
    /// Its name.
    pub name: String,
    /// What it tells.
    pub report: String,
    /// Its cron line.
    pub line: String,
    /// When it runs next.
    pub next: Option<String>,
    /// What becomes of days off.
    pub days_off: String,
    /// Who gets it.
    pub roles: Vec<String>,
    /// When it ran last.
    pub last: Option<String>,
    /// What became of the mails of that run.
    pub mails: Vec<String>,
}

/// The form of a new schedule.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ScheduleForm {
    /// Its name.
    pub name: String,
    /// Its cron line.
    pub line: String,
    /// The reports.
    pub reports: Vec<Choice>,
    /// What becomes of days off.
    pub days_off: Vec<Choice>,
    /// Who gets it.
    pub roles: Vec<Choice>,
    /// Whether mails may name people.
    pub personal_data: bool,
}

impl View for SchedulesPage {
    const TEMPLATE: &'static str = "schedules";

    fn title(&self, lang: Lang) -> String {
        say(lang, "schedules-title", &[])
    }
}

/// Shows the page.
pub async fn show(visit: Visit) -> PageResult {
    let done = visit.path.split_once("?done=").map(|(_, done)| done);
    let key = match done {
        Some("kept") => Some("schedule-kept"),
        Some("removed") => Some("schedule-removed"),
        _ => None,
    };
    let saved = visit.app.store.reports().await?;
    let usual = Schedule { line: "0 0 9 * * Mon-Fri".to_owned(), ..empty() };
    let page = SchedulesPage {
        rows: rows(&visit, &saved).await?,
        form: form(&visit, &usual, &saved),
        problems: Vec::new(),
        notice: key.map(|key| Notice::done(say(visit.lang, key, &[]))),
    };
    visit.page(&page)
}

/// Keeps a schedule, or removes the one that the form names.
pub async fn keep(posted: Posted) -> PageResult {
    let visit = &posted.visit;
    visit.require(&Action::KeepSchedules)?;
    let store = &*visit.app.store;
    if let Some(name) = posted.pairs.get("remove") {
        store.remove_schedule(name).await?;
        return Ok(Redirect::to(&format!("{HERE}?done=removed")).into_response());
    }
    let schedule = typed(&posted.pairs);
    match schedules::check(&schedule, visit.now()) {
        Ok(()) => {
            schedules::put(store, &schedule, visit.now()).await?;
            Ok(Redirect::to(&format!("{HERE}?done=kept")).into_response())
        }
        Err(error) => {
            let saved = store.reports().await?;
            let page = SchedulesPage {
                rows: rows(visit, &saved).await?,
                form: form(visit, &schedule, &saved),
                problems: vec![problem(visit.lang, &error)],
                notice: None,
            };
            visit.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}

/// The schedule that a form describes.
fn typed(pairs: &Pairs) -> Schedule {
    let text = |name: &str| pairs.get(name).unwrap_or_default().to_owned();
    let days_off = DaysOff::ALL.into_iter().find(|it| pairs.get("days_off") == Some(it.as_str()));
    let chosen = |role: &Role| pairs.get(&format!("role-{}", role.as_str())).is_some();
    Schedule {
        name: text("name"),
        line: text("line"),
        days_off: days_off.unwrap_or_default(),
        report: text("report"),
        roles: ROLES.into_iter().filter(chosen).collect(),
        personal_data: pairs.get("personal_data").is_some(),
        ..empty()
    }
}

fn empty() -> Schedule {
    Schedule {
        name: String::new(),
        line: String::new(),
        zone: None,
        calendar: None,
        days_off: DaysOff::default(),
        report: told::OVERDUE.to_owned(),
        roles: [Role::Supervisor].into(),
        offices: std::collections::BTreeSet::new(),
        personal_data: false,
    }
}

fn form(visit: &Visit, schedule: &Schedule, saved: &[SavedReport]) -> ScheduleForm {
    let choice = |prefix: &str, value: &str, label: String, chosen| {
        let id = format!("{prefix}{value}");
        Choice { id, value: value.to_owned(), label, chosen }
    };
    let days_off = DaysOff::ALL
        .into_iter()
        .map(|it| choice("days-", it.as_str(), days_off(visit.lang, it), schedule.days_off == it));
    let roles = ROLES.into_iter().map(|role| {
        let chosen = schedule.roles.contains(&role);
        choice("role-", role.as_str(), of_role(visit.lang, role), chosen)
    });
    let known = saved.iter().map(|it| (address(it), it.name.clone()));
    let overdue = (told::OVERDUE.to_owned(), report(visit.lang, told::OVERDUE, saved));
    let reports = std::iter::once(overdue).chain(known).map(|(value, label)| {
        let chosen = schedule.report == value;
        choice("report-", &value, label, chosen)
    });
    ScheduleForm {
        name: schedule.name.clone(),
        line: schedule.line.clone(),
        reports: reports.collect(),
        days_off: days_off.collect(),
        roles: roles.collect(),
        personal_data: schedule.personal_data,
    }
}

async fn rows(visit: &Visit, saved: &[SavedReport]) -> Result<Vec<ScheduleLine>, StoreError> {
    let mut rows = Vec::new();
    for schedule in visit.app.store.schedules().await? {
        rows.push(row(visit, schedule, saved).await?);
    }
    Ok(rows)
}

async fn row(
    visit: &Visit,
    schedule: Schedule,
    saved: &[SavedReport],
) -> Result<ScheduleLine, StoreError> {
    let (lang, own) = (visit.lang, &visit.app.settings.zone);
    let zone = schedule.zone.as_deref().and_then(|zone| TimeZone::get(zone).ok());
    let zone = zone.unwrap_or_else(|| own.clone());
    let line = schedule.line.parse::<CronLine>().ok();
    let next = line.and_then(|line| line.next(visit.now(), &zone));
    let last = visit.app.store.runs(&schedule.name, 1).await?.pop();
    let mails = match &last {
        Some(run) => mails(visit, &schedule, run).await?,
        None => Vec::new(),
    };
    Ok(ScheduleLine {
        report: report(lang, &schedule.report, saved),
        next: next.map(|at| format::moment(lang, at, &zone)),
        days_off: days_off(lang, schedule.days_off),
        roles: schedule.roles.iter().map(|role| of_role(lang, *role)).collect(),
        last: last.map(|run| format::moment(lang, run.moment, &zone)),
        mails,
        line: schedule.line,
        name: schedule.name,
    })
}

/// What became of the mails of a run: how many of each kind, and who has no address.
async fn mails(
    visit: &Visit,
    schedule: &Schedule,
    run: &RunRow,
) -> Result<Vec<String>, StoreError> {
    let mails = visit.app.store.run_mails(&schedule.name, run.moment).await?;
    let counted = ["delivered", "waiting", "failed"].into_iter().filter_map(|state| {
        let count = mails.iter().filter(|mail| mail.state == state).count();
        let key = format!("schedule-mails-{state}");
        (count > 0).then(|| say(visit.lang, &key, &[("count", count.into())]))
    });
    let mut words: Vec<String> = counted.collect();
    let people = People::of(&visit.app.store, run.note.without_address.iter()).await?;
    for person in &run.note.without_address {
        let name = people.name(person.as_str());
        words.push(say(visit.lang, "schedule-without-address", &[("name", name.into())]));
    }
    Ok(words)
}

fn problem(lang: Lang, error: &ScheduleError) -> Problem {
    let (id, key) = match error {
        ScheduleError::Name(_) => ("name", "schedule-wrong-name"),
        ScheduleError::Line(_) | ScheduleError::Zone(_) => ("line", "schedule-wrong-line"),
        ScheduleError::TooOften(_) => ("line", "schedule-too-often"),
        ScheduleError::Report(_) => ("report", "schedule-wrong-report"),
        ScheduleError::Nobody => ("role-supervisor", "schedule-nobody"),
    };
    Problem { id: id.to_owned(), text: say(lang, key, &[]) }
}

fn days_off(lang: Lang, days_off: DaysOff) -> String {
    say(lang, &format!("schedule-days-{}", days_off.as_str()), &[])
}

fn of_role(lang: Lang, role: Role) -> String {
    say(lang, &format!("schedule-role-{}", role.as_str()), &[])
}

/// What a report is called: a saved one has its own name, any other its address.
fn report(lang: Lang, name: &str, saved: &[SavedReport]) -> String {
    if name == told::OVERDUE {
        return say(lang, "schedule-report-overdue", &[]);
    }
    let found = saved.iter().find(|it| address(it) == name);
    found.map_or_else(|| name.to_owned(), |it| it.name.clone())
}

/// The address of a saved report below `/reports`.
fn address(saved: &SavedReport) -> String {
    if saved.query.is_empty() {
        return saved.report.clone();
    }
    format!("{}?{}", saved.report, saved.query)
}
