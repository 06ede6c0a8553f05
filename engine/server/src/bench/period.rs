//! `reglament bench report`: the report of a period over very many closed cases, as a browser asks for it:
//! session, facts, page and all, without a network in between.

use std::sync::Arc;
use std::time::Instant;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use reglament_core::facts::{Fact, FactKind};
use reglament_core::ids::InstanceId;
use reglament_core::instance::Instance;
use serde::Serialize;
use serde_json::json;
use tokio::task::JoinSet;

use super::Folder;
use super::figures::percentile;
use super::inbox::{self, AT_ONCE, Failure, HOLDERS, OFFICES, Place};
use crate::app::{App, Settings};
use crate::clock::SystemClock;
use crate::http;

/// The cases closed on so many days before today.
const DAYS: u64 = 500;
/// Completed tasks of each case.
const TASKS: u64 = 3;

/// What to measure.
#[derive(Clone, Debug)]
pub struct ReportPlan {
    /// The store, as for W1.
    pub store: String,
    /// How many closed cases.
    pub cases: u64,
    /// How often each page is asked for.
    pub requests: usize,
}

/// A line of the table.
#[derive(Clone, Debug, Serialize)]
pub struct ReportLine {
    /// `sqlite` or `postgres`.
    pub store: &'static str,
    /// How many closed cases.
    pub cases: u64,
    /// What was asked for.
    pub page: &'static str,
    /// The median, in milliseconds.
    pub p50_ms: f64,
    /// What 95 of 100 stay below, in milliseconds.
    pub p95_ms: f64,
    /// The slowest, in milliseconds.
    pub max_ms: f64,
}

/// Fills a store and measures the pages.
pub async fn run(plan: &ReportPlan) -> Result<Vec<ReportLine>, Failure> {
    let folder = Folder::new(&plan.store)?;
    let store = reglament_store::open(&folder.url("report")).await?;
    let catalogue = inbox::catalogue()?;
    let app = App::new(Arc::clone(&store), Arc::new(SystemClock), catalogue, Settings::default());
    inbox::people(&app).await?;
    let begun = Instant::now();
    fill(&app, plan.cases).await?;
    let rate = plan.cases / begun.elapsed().as_secs().max(1);
    eprintln!("{} closed cases were committed, {rate} a second", plan.cases);
    let router = http::router(&app);
    let cookie = inbox::sign_in(&app, "chief").await?;
    let all = format!("/reports/period?last={}", DAYS + 2);
    let one = format!("{all}&office={}", inbox::office(3));
    let pages = [
        ("the whole period, first read", 1, all.as_str()),
        ("the whole period", plan.requests, &all),
        ("the whole period, one office", plan.requests, &one),
        ("the last 30 days", plan.requests, "/reports/period"),
    ];
    let mut lines = Vec::new();
    for (page, requests, path) in pages {
        let (mut latencies, _) = inbox::measure(&router, path, &cookie, requests).await?;
        latencies.sort_unstable();
        lines.push(ReportLine {
            store: store.backend(),
            cases: plan.cases,
            page,
            p50_ms: percentile(&latencies, 50),
            p95_ms: percentile(&latencies, 95),
            max_ms: percentile(&latencies, 100),
        });
    }
    store.close().await;
    Ok(lines)
}

/// Commits closed cases with their facts, many at a time.
async fn fill(app: &App, cases: u64) -> Result<(), Failure> {
    let places = Arc::new(inbox::places(&app.catalogue()));
    let now = Timestamp::from_second(Timestamp::now().as_second())?;
    let mut running: JoinSet<Result<(), String>> = JoinSet::new();
    for worker in 0..AT_ONCE {
        let (store, places) = (Arc::clone(&app.store), Arc::clone(&places));
        running.spawn(async move {
            let mut n = worker;
            while n < cases {
                let commit = case(&places, n, cases, now).map_err(|error| error.to_string())?;
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

/// The commit of a case that is closed, with the facts of its way. What differs between cases comes from its
/// number, mixed, so that every run fills the same store.
fn case(
    places: &[Place],
    n: u64,
    cases: u64,
    now: Timestamp,
) -> Result<reglament_store::Commit, Failure> {
    let mixed =
        n.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let part = |shift: u32, of: u64| (mixed >> shift) % of;
    let place = &places[usize::try_from(part(3, places.len() as u64))?];
    let back = i64::try_from(DAYS - 1 - n * DAYS / cases)?;
    let ended = now.checked_sub((back * 24).hours())?;
    let minutes = u32::try_from(60 + part(11, 20_000))?;
    let started = ended.checked_sub(i64::from(minutes).minutes())?;
    let instance: Instance = serde_json::from_value(json!({
        "id": format!("26{n:012}"),
        "process": place.process.definition.process,
        "edition": place.process.edition,
        "version": 1,
        "state": { "state": "ended", "step": "end", "at": ended },
        "started_at": started,
        "started_by": "bench",
        "data": null,
        "activations": {},
        "clock": { "clock": "idle" },
        "next_no": 2,
    }))?;
    let office = inbox::office(part(31, OFFICES)).to_string();
    let id = instance.id.clone();
    let mut commit = inbox::commit(place, &instance, ended);
    "ended".clone_into(&mut commit.instance.state);
    commit.rows = reglament_core::rows::RowChanges::default();
    let fact = |kind, seq, at: Timestamp, text| fact(place, &id, &office, (kind, seq), at, text);
    commit.rows.facts.push(fact(FactKind::Received, 1, started, String::new()));
    let minute = |at: Timestamp| at.as_second() / 60;
    for task in 0..TASKS {
        let person = part(43, HOLDERS) + task;
        let (waiting, handling) = (part(13, 600), part(17, 900) + task);
        let text = format!(
            "{} {} person-{person:03} {waiting} {handling} {} - {} {} {} {}",
            place.step,
            place.unit,
            u8::from(part(19, 12) == 0),
            u8::from(part(23, 30) == 0),
            minute(started),
            minute(started) + i64::try_from(waiting)?,
            minute(ended),
        );
        commit.rows.facts.push(fact(FactKind::Done, 2 + task, ended, text));
    }
    let late = if part(37, 12) == 0 { 1 + part(41, 9) } else { 0 };
    let outcome = if part(47, 9) == 0 { "refused refused" } else { "granted approved" };
    let text = format!(
        "{} {} {} {} {} {late} {late} {} {outcome} - - -",
        minute(started),
        minute(ended),
        minute(ended) + 600,
        minutes / 3,
        if part(29, 15) == 0 { 240 } else { 0 },
        if part(53, 14) == 0 { 10 } else { 0 },
    );
    commit.rows.facts.push(fact(FactKind::Closed, 9, ended, text));
    Ok(commit)
}

fn fact(
    place: &Place,
    id: &InstanceId,
    office: &str,
    (kind, seq): (FactKind, u64),
    at: Timestamp,
    text: String,
) -> Fact {
    let day: Date = place.process.day(at);
    Fact {
        kind,
        day,
        edition: place.process.edition.clone(),
        office: office.to_owned(),
        instance: id.clone(),
        seq,
        text,
    }
}

/// The lines as a table.
pub fn table(lines: &[ReportLine]) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(comfy_table::presets::ASCII_MARKDOWN);
    table.set_header(["store", "closed cases", "page", "p50 ms", "p95 ms", "max ms"]);
    for line in lines {
        table.add_row([
            line.store.to_owned(),
            line.cases.to_string(),
            line.page.to_owned(),
            format!("{:.1}", line.p50_ms),
            format!("{:.1}", line.p95_ms),
            format!("{:.1}", line.max_ms),
        ]);
    }
    table.to_string()
}
