//! `reglament bench inbox`: the pages of the inbox over very many open tasks, as a browser asks for them:
//! session, queries, page and all, without a network in between.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use jiff::{SignedDuration, Timestamp};
use reglament_core::catalogue::Catalogue;
use reglament_core::command::Role;
use reglament_core::definition::Element;
use reglament_core::event::{Event, Recorded};
use reglament_core::ids::{GroupId, StepId, UnitId};
use reglament_core::instance::{Activation, ActivationState, Assignee, Instance, Priority, Task};
use reglament_core::language;
use reglament_core::process::Process;
use reglament_core::rows::{InstanceRow, RowChanges};
use reglament_core::search::TermChanges;
use reglament_core::text::{Lang, Texts};
use reglament_core::value::Value;
use reglament_store::{AuditEntry, Change, Commit, Office, OrganizationChange, Person, Store};
use serde::Serialize;
use serde_json::json;
use tokio::task::JoinSet;
use tower::ServiceExt;

use super::Folder;
use super::figures::percentile;
use crate::app::{App, Settings};
use crate::assets::Assets;
use crate::clock::SystemClock;
use crate::serve;
use crate::{auth, http};

/// Commits that are under way at a time while the store is filled.
pub(super) const AT_ONCE: u64 = 256;
pub(super) const OFFICES: u64 = 20;
pub(super) const HOLDERS: u64 = 500;
const NAMES: [&str; 8] = [
    "Образцов Тест Примерович",
    "Үлгіова Сынақ",
    "Моделева Проба",
    "Қалыпов Мысал",
    "SAMPLE TEST",
    "Әлібекова Үлгі",
    "Шаблонов Образец",
    "Ғалымов Сынама",
];

/// What to measure.
#[derive(Clone, Debug)]
pub struct InboxPlan {
    /// The store, as for W1.
    pub store: String,
    /// How many open tasks.
    pub tasks: u64,
    /// How often each page is asked for.
    pub requests: usize,
}

/// A line of the table.
#[derive(Clone, Debug, Serialize)]
pub struct InboxLine {
    /// `sqlite` or `postgres`.
    pub store: &'static str,
    /// How many open tasks.
    pub tasks: u64,
    /// What was asked for.
    pub page: &'static str,
    /// How many rows it shows.
    pub rows: usize,
    /// The median, in milliseconds.
    pub p50_ms: f64,
    /// What 95 of 100 stay below, in milliseconds.
    pub p95_ms: f64,
    /// The slowest, in milliseconds.
    pub max_ms: f64,
}

/// The pages: what they are called, who asks, and the address.
const PAGES: [(&str, &str, &str); 17] = [
    ("5 groups", "officer", "/tasks?tab=units"),
    ("5 groups, second page", "officer", ""),
    ("5 groups, 3 offices", "local", "/tasks?tab=units"),
    ("by number", "officer", "/tasks?tab=units&sort=number"),
    ("by number, last first", "local", "/tasks?tab=units&sort=number&dir=desc"),
    ("by applicant", "officer", "/tasks?tab=units&sort=applicant"),
    ("by action", "officer", "/tasks?tab=units&sort=action"),
    ("by holder", "officer", "/tasks?tab=units&sort=holder"),
    ("one service", "officer", "/tasks?tab=units&service={service}"),
    ("one service, 3 offices", "local", "/tasks?tab=units&service={service}"),
    ("held by nobody", "officer", "/tasks?tab=units&holder=none"),
    ("urgent", "officer", "/tasks?tab=units&priority=urgent"),
    ("late", "officer", "/tasks?tab=units&state=late"),
    ("paused", "officer", "/tasks?tab=units&state=paused"),
    ("by name", "officer", "/tasks?tab=units&q=%D0%A1%D1%8B%D0%BD%D0%B0%D0%BC%D0%B0"),
    ("mine", "officer", "/tasks?tab=mine"),
    ("all", "chief", "/tasks?tab=all"),
];

pub(super) type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Fills a store and measures each page.
pub async fn run(plan: &InboxPlan) -> Result<Vec<InboxLine>, Failure> {
    let folder = Folder::new(&plan.store)?;
    let store = reglament_store::open(&folder.url("inbox")).await?;
    let app =
        App::new(Arc::clone(&store), Arc::new(SystemClock), catalogue()?, Settings::default());
    let groups = people(&app).await?;
    let begun = Instant::now();
    fill(&app, plan.tasks).await?;
    let rate = plan.tasks / begun.elapsed().as_secs().max(1);
    eprintln!("{} tasks were committed, {rate} a second", plan.tasks);
    let router = http::router(&app);
    let mut lines = Vec::new();
    let mut second = String::new();
    let places = places(&app.catalogue());
    // One of a group that the officers of `people` are in: those are the first.
    let service = places.iter().min_by_key(|place| &place.group).map(|place| &place.process);
    let service = service.map_or("", |process| process.definition.process.as_str());
    for (page, who, path) in PAGES {
        let path = match path {
            "" => second.clone(),
            path => path.replace("{service}", service),
        };
        let cookie = sign_in(&app, who).await?;
        let (latencies, html) = measure(&router, &path, &cookie, plan.requests).await?;
        if second.is_empty() {
            second = next(&html).unwrap_or(path);
        }
        lines.push(line(&*store, plan.tasks, page, &html, latencies));
    }
    tracing::debug!(groups, "measured");
    store.close().await;
    Ok(lines)
}

fn line(
    store: &dyn Store,
    tasks: u64,
    page: &'static str,
    html: &str,
    mut latencies: Vec<Duration>,
) -> InboxLine {
    latencies.sort_unstable();
    let at = |percent: usize| percentile(&latencies, percent);
    InboxLine {
        store: store.backend(),
        tasks,
        page,
        rows: html.matches("data-row ").count(),
        p50_ms: at(50),
        p95_ms: at(95),
        max_ms: at(100),
    }
}

/// The address of the next page.
fn next(html: &str) -> Option<String> {
    let href = html.split("<a rel=\"next\" href=\"").nth(1)?.split('"').next()?;
    Some(href.replace("&amp;", "&").replace("&#x3D;", "="))
}

pub(super) async fn measure(
    router: &Router,
    path: &str,
    cookie: &str,
    requests: usize,
) -> Result<(Vec<Duration>, String), Failure> {
    let (mut latencies, mut html) = (Vec::new(), String::new());
    for _ in 0..requests {
        let request = Request::get(path).header("cookie", cookie).body(Body::empty())?;
        let begun = Instant::now();
        let response = router.clone().oneshot(request).await?;
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await?;
        latencies.push(begun.elapsed());
        if status != StatusCode::OK {
            return Err(format!("{path} answers {status}").into());
        }
        html = String::from_utf8_lossy(&body).into_owned();
    }
    Ok((latencies, html))
}

/// The maps of the product itself.
pub(super) fn catalogue() -> Result<Catalogue, Failure> {
    let sources = serve::maps::sources(&Assets::processes(None)?)?;
    let mut catalogue = Catalogue::default();
    for process in language::check(&sources).processes {
        catalogue.publish(Arc::new(process));
    }
    Ok(catalogue)
}

/// Offices, an officer of five groups, one who is bound to an office with two below it, and a chief.
pub(super) async fn people(app: &App) -> Result<usize, Failure> {
    let office = |n: u64, parent: Option<u64>| {
        Change::Office(Office {
            office: office(n),
            titles: Texts {
                ru: format!("Отдел {n}"),
                kk: format!("{n} бөлім"),
                en: format!("Office {n}"),
            },
            parent: parent.map(self::office),
            head: None,
            territories: std::collections::BTreeSet::new(),
            active: true,
        })
    };
    let mut changes: Vec<_> =
        (0..OFFICES).map(|n| office(n, [1, 2].contains(&n).then_some(0))).collect();
    let groups: Vec<GroupId> =
        places(&app.catalogue()).into_iter().map(|place| place.group).collect();
    let mut five = groups.clone();
    five.sort();
    five.dedup();
    let all = five.len();
    five.truncate(5);
    for (name, roles, bound) in [
        ("officer", &[Role::Officer][..], false),
        ("local", &[Role::Officer], true),
        ("chief", &[Role::Officer, Role::Supervisor], false),
    ] {
        changes.push(Change::Person(Person {
            person: name.into(),
            name: name.to_owned(),
            email: None,
            language: Lang::Ru,
            groups: five.iter().cloned().collect(),
            roles: roles.iter().copied().collect(),
            office: bound.then(|| self::office(0)),
            identity: None,
            password_hash: None,
            active: true,
        }));
    }
    app.store
        .change_organization(OrganizationChange { changes, ..OrganizationChange::default() })
        .await?;
    Ok(all)
}

pub(super) fn office(n: u64) -> reglament_core::ids::OfficeId {
    format!("office-{n:02}").into()
}

pub(super) async fn sign_in(app: &App, who: &str) -> Result<String, Failure> {
    let (cookie, _) = auth::begin_session(app, who.into()).await?;
    let cookie = cookie.header();
    Ok(cookie.split(';').next().unwrap_or_default().to_owned())
}

/// A step that people work, and whose it is.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) process: Arc<Process>,
    pub(super) step: StepId,
    pub(super) unit: UnitId,
    group: GroupId,
}

pub(super) fn places(catalogue: &Catalogue) -> Vec<Place> {
    let mut places = Vec::new();
    for process in catalogue.all_current() {
        for (id, step) in process.definition.all_steps() {
            let (Element::UserTask(_) | Element::ManualTask(_), Some(unit)) =
                (&step.element, &step.unit)
            else {
                continue;
            };
            let Some(group) = process.definition.units.get(unit).map(|unit| &unit.group) else {
                continue;
            };
            places.push(Place {
                process: Arc::clone(process),
                step: id.clone(),
                unit: unit.clone(),
                group: group.clone(),
            });
        }
    }
    places
}

/// Commits a case with an open task for each number, many at a time.
async fn fill(app: &App, tasks: u64) -> Result<(), Failure> {
    let places = Arc::new(places(&app.catalogue()));
    let now = Timestamp::from_second(Timestamp::now().as_second())?;
    let mut running: JoinSet<Result<(), String>> = JoinSet::new();
    for worker in 0..AT_ONCE {
        let (store, places) = (Arc::clone(&app.store), Arc::clone(&places));
        running.spawn(async move {
            let mut n = worker;
            while n < tasks {
                let commit = case(&places, n, now).map_err(|error| error.to_string())?;
                store.commit(commit).await.map_err(|error| error.to_string())?;
                n += AT_ONCE;
            }
            Ok(())
        });
    }
    while let Some(done) = running.join_next().await {
        done??;
    }
    Ok(())
}

/// The commit of a case that stands at one of the steps. What differs between cases comes from its number,
/// mixed, so that every run fills the same store.
fn case(places: &[Place], n: u64, now: Timestamp) -> Result<Commit, Failure> {
    let mixed =
        n.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let part = |shift: u32, of: u64| (mixed >> shift) % of;
    let place = &places[usize::try_from(part(3, places.len() as u64))?];
    let seconds = i64::try_from(part(11, 40 * 86_400))? - 2 * 86_400;
    let due = now + SignedDuration::from_secs(seconds);
    let name = format!("{} {n:07}", NAMES[usize::try_from(part(17, 8))?]);
    let mut instance: Instance = serde_json::from_value(json!({
        "id": format!("26{n:012}"),
        "process": place.process.definition.process,
        "edition": place.process.edition,
        "version": 1,
        "state": { "state": "running" },
        "started_at": now,
        "started_by": "bench",
        "applicant": name,
        "data": null,
        "activations": {},
        "clock": clock(now, due, part(23, 1_000) == 0),
        "next_no": 2,
    }))?;
    instance.office = (part(29, 10) > 0).then(|| office(part(31, OFFICES)));
    instance.priority =
        Priority::ALL[usize::from(part(37, 50) == 0) + usize::from(part(41, 100) == 0)];
    let mut task = Task::new(place.unit.clone(), place.group.clone(), None, false);
    let person = format!("person-{:03}", part(43, HOLDERS)).into();
    let held = part(47, 50) == 0;
    task.assignee = held.then_some(Assignee { person, since: now, on_behalf_of: None });
    let state = ActivationState::Task(task);
    instance
        .activations
        .insert(1, Activation { step: place.step.clone(), scope: 0, since: now, state });
    Ok(commit(place, &instance, now))
}

fn clock(from: Timestamp, at: Timestamp, paused: bool) -> serde_json::Value {
    let due = json!({ "at": at, "date": "2026-11-30", "known_on": "2026-11-23" });
    let figures = json!({
        "from": from, "term": "5 working days", "original": due, "due": due, "paused": 0,
        "extended_days": 0,
    });
    if paused {
        return json!({ "clock": "paused", "figures": figures, "since": from });
    }
    let mut running = figures;
    running["clock"] = json!("running");
    running
}

pub(super) fn commit(place: &Place, instance: &Instance, now: Timestamp) -> Commit {
    let event = Event::InstanceStarted {
        process: instance.process.clone(),
        edition: instance.edition.clone(),
        applicant: instance.applicant.clone(),
        data: Value::Null,
        caller: None,
    };
    let rows = RowChanges {
        terms: TermChanges::between(&place.process, None, instance),
        ..RowChanges::between(None, instance)
    };
    Commit {
        expected_version: 0,
        events: vec![Recorded { seq: 1, at: now, by: "bench".to_owned(), event }],
        rows,
        outbox: Vec::new(),
        audit: AuditEntry {
            at: now,
            actor: "bench".to_owned(),
            action: "start".to_owned(),
            instance: Some(instance.id.clone()),
            detail: String::new(),
        },
        remember: None,
        lease: None,
        attachment: None,
        organization: None,
        instance: InstanceRow::of(instance),
    }
}

/// The lines as a table.
pub fn table(lines: &[InboxLine]) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::ASCII_MARKDOWN);
    table.set_header(["store", "open tasks", "page", "rows", "p50 ms", "p95 ms", "max ms"]);
    for line in lines {
        table.add_row([
            line.store.to_owned(),
            line.tasks.to_string(),
            line.page.to_owned(),
            line.rows.to_string(),
            format!("{:.1}", line.p50_ms),
            format!("{:.1}", line.p95_ms),
            format!("{:.1}", line.max_ms),
        ]);
    }
    table.to_string()
}
