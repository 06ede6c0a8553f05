//! The report `overdue`: the cases that are late and those that end today.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use reglament_core::instance::Clock;
use reglament_core::rows::InstanceRow;
use reglament_store::{InstanceFilter, Person, Schedule};
use serde_json::{Value, json};

use super::{LISTED_MAX, Told};
use crate::app::App;
use crate::organization::Roster;
use crate::workers::WorkerFault;

/// The message: a folder below `templates/messages`.
pub(super) const MESSAGE: &str = "overdue-digest";
/// Cases read for one digest; an office with more overdue ones needs no exact number.
const CASES_READ_MAX: u32 = 5_000;

/// The cases of a digest, by due date.
struct Cases {
    overdue: Vec<InstanceRow>,
    due_today: Vec<InstanceRow>,
}

pub(super) async fn tell(
    app: &App,
    roster: &Roster,
    schedule: &Schedule,
    reader: &Person,
    zone: &TimeZone,
    now: Timestamp,
) -> Result<Told, WorkerFault> {
    let here = now.to_zoned(zone.clone());
    let cases = cases(app, &here, |row| roster.sees(reader, row.body.office.as_ref())).await?;
    let listed = |rows: &[InstanceRow]| listed(app, schedule, zone, rows);
    let variables = json!({
        "today": here.date().to_string(),
        "url": format!("{}/reports/now", app.settings.public_url),
        "listed": LISTED_MAX,
        "overdue_more": cases.overdue.len() > LISTED_MAX,
        "due_today_more": cases.due_today.len() > LISTED_MAX,
        "overdue_count": cases.overdue.len(),
        "due_today_count": cases.due_today.len(),
        "overdue": listed(&cases.overdue),
        "due_today": listed(&cases.due_today),
    });
    let rows = cases.overdue.len() + cases.due_today.len();
    Ok(Told { message: MESSAGE, variables, rows: rows as u64, file: None })
}

async fn cases(
    app: &App,
    now: &Zoned,
    is_seen: impl Fn(&InstanceRow) -> bool,
) -> Result<Cases, WorkerFault> {
    let tomorrow = now.tomorrow()?.start_of_day()?.timestamp();
    let filter = InstanceFilter {
        state: Some("running".to_owned()),
        due_before: Some(tomorrow),
        limit: CASES_READ_MAX,
        ..InstanceFilter::default()
    };
    let mut rows = app.store.instances(&filter).await?;
    rows.retain(|row| !matches!(row.body.clock, Clock::Met(_)) && is_seen(row));
    rows.sort_by_key(|row| row.due_at);
    let is_late = |row: &InstanceRow| row.due_at.is_some_and(|due| due < now.timestamp());
    let (overdue, due_today) = rows.into_iter().partition(is_late);
    Ok(Cases { overdue, due_today })
}

fn listed(app: &App, schedule: &Schedule, zone: &TimeZone, rows: &[InstanceRow]) -> Value {
    let catalogue = app.catalogue();
    let case = |row: &InstanceRow| {
        let title = catalogue.edition(&row.edition).map(|it| it.definition.title.clone());
        let due = row.due_at.map(|due| due.to_zoned(zone.clone()).datetime().to_string());
        json!({
            "number": row.instance,
            "service": title.unwrap_or_default(),
            "applicant": schedule.personal_data.then_some(&row.body.applicant),
            "due": due,
            "url": format!("{}/instances/{}", app.settings.public_url, row.instance),
        })
    };
    Value::Array(rows.iter().take(LISTED_MAX).map(case).collect())
}

/// Samples of its variables: with cases, and without any.
pub(super) fn samples() -> [Value; 2] {
    let case = json!({
        "number": "26031800000001",
        "service": { "ru": "Пример", "kk": "Үлгі", "en": "Sample" },
        "applicant": "Sample",
        "due": "2026-03-27T18:00:00",
        "url": "https://example.org/instances/26031800000001",
    });
    let digest = |cases: Vec<Value>| {
        json!({
            "today": "2026-03-27", "url": "https://example.org", "office": "Office",
            "listed": LISTED_MAX, "overdue_more": true, "due_today_more": false,
            "overdue_count": cases.len(), "due_today_count": cases.len(),
            "overdue": cases, "due_today": cases,
        })
    };
    [digest(vec![case]), digest(Vec::new())]
}
