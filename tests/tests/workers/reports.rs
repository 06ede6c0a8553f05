//! The figures of reports are those of the log of events, counted here by other means; and behind each figure
//! is the list of exactly what it counts.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use reglament_core::command::{Actor, Role};
use reglament_core::event::{Event, Recorded};
use reglament_core::evolve::evolve;
use reglament_core::facts::Fact;
use reglament_core::ids::InstanceId;
use reglament_core::instance::Instance;
use reglament_core::rows::{InstanceRow, RowChanges};
use reglament_core::text::{Lang, Texts};
use reglament_server::app::App;
use reglament_server::assets::Assets;
use reglament_server::demo::{Plan, run};
use reglament_server::documents::Documents;
use reglament_server::reports::cases::{Window, list};
use reglament_server::reports::digest::pairs;
use reglament_server::reports::export::{self, Content};
use reglament_server::reports::model::{Cell, Value};
use reglament_server::reports::pick::Pick;
use reglament_server::reports::{Kind, Report, Spec, Viewer, make};
use reglament_server::serve::demo_installation;
use reglament_server::settings::{AssetSettings, StoreSettings};
use reglament_store::{AuditEntry, Commit, InstanceFilter, Store};
use reglament_tests::pdf::text_of;
use reglament_tests::schema::Schema;
use tempfile::TempDir;

const CASES: u32 = 40;
const SEEDS: [u64; 2] = [3, 8];
const UNTIL: &str = "2026-06-26T07:00:00Z";

/// The product after three weeks of random cases on the maps of the repository.
async fn weeks(folder: &TempDir, seed: u64) -> App {
    let data = Some(folder.path().to_owned());
    let settings = StoreSettings { data, ..StoreSettings::default() };
    let installation = demo_installation(&settings, &AssetSettings::default()).await.unwrap();
    let app = installation.app.clone();
    let plan = Plan { cases: CASES, days: 21, until: UNTIL.parse().unwrap(), seed };
    run(installation, plan, |_, _| {}).await.unwrap();
    app
}

async fn viewer(app: &App) -> Viewer {
    let roles = [Role::Supervisor].into();
    let chief = Actor::of_person("chief".into(), std::collections::BTreeSet::new(), roles);
    Viewer::new(app, &chief, Lang::Ru).await.unwrap()
}

async fn report(viewer: &Viewer, kind: Kind, query: &str) -> Report {
    make(viewer, &Spec::read(kind, &pairs(query), viewer.today())).await
}

/// What the log says of the cases of these days, by its events alone.
#[derive(Debug, Default)]
struct Recount {
    received: u64,
    closed: u64,
    in_time: (u64, u64),
    extended: u64,
    done: u64,
    returned: u64,
    by_person: BTreeMap<String, u64>,
    cycles: Vec<u64>,
}

async fn recount(app: &App, from: Date, until: Date) -> Recount {
    let mut found = Recount::default();
    let filter = InstanceFilter { limit: 100_000, ..InstanceFilter::default() };
    for row in app.store.instances(&filter).await.unwrap() {
        let catalogue = app.catalogue();
        let process = catalogue.edition(&row.edition).unwrap();
        let events = app.store.events(&row.instance, 0, 100_000).await.unwrap();
        let within = |at: Timestamp| (from..=until).contains(&process.day(at));
        for recorded in events.iter().filter(|recorded| within(recorded.at)) {
            match &recorded.event {
                Event::InstanceStarted { .. } => found.received += 1,
                Event::TaskCompleted { person, returned_to, .. } => {
                    found.done += 1;
                    found.returned += u64::from(returned_to.is_some());
                    *found.by_person.entry(person.to_string()).or_default() += 1;
                }
                _ => {}
            }
        }
        let ended = events.iter().find(|recorded| {
            matches!(recorded.event, Event::InstanceEnded { .. } | Event::InstanceCancelled { .. })
        });
        let Some(ended) = ended.filter(|ended| within(ended.at)) else { continue };
        found.closed += 1;
        let has = |is: fn(&Event) -> bool| events.iter().any(|recorded| is(&recorded.event));
        found.extended += u64::from(has(|event| matches!(event, Event::ClockExtended { .. })));
        let cancelled = matches!(ended.event, Event::InstanceCancelled { .. });
        if has(|event| matches!(event, Event::ClockStarted { .. })) && !cancelled {
            found.in_time.1 += 1;
            found.in_time.0 += u64::from(has(|event| matches!(event, Event::ClockMet)));
        }
        let calendar = process.calendar_known(ended.at);
        let worked = calendar.working_minutes_between(events[0].at, ended.at).unwrap();
        found.cycles.push(worked - stood(&events, &calendar));
    }
    found.cycles.sort_unstable();
    found
}

/// The working minutes for which the clock of a case stood still.
fn stood(events: &[Recorded], calendar: &reglament_core::calendar::CalendarView) -> u64 {
    let (mut seconds, mut since) = (0, None);
    for recorded in events {
        match (&recorded.event, since) {
            (Event::ClockPaused, _) => since = Some(recorded.at),
            (
                Event::ClockResumed { .. } | Event::ClockMet | Event::InstanceCancelled { .. },
                Some(from),
            ) => {
                seconds += calendar.working_time_between(from, recorded.at).unwrap().seconds();
                since = None;
            }
            _ => {}
        }
    }
    seconds / 60
}

fn tiles(report: &Report) -> Vec<Value> {
    report.sections[0].tiles.iter().map(|tile| tile.cell.value.clone()).collect()
}

fn column(report: &Report, section: &str, column: &str) -> Vec<Cell> {
    let section = report.sections.iter().find(|it| it.id == section).unwrap();
    let table = section.table.as_ref().unwrap();
    let place = table.columns.iter().position(|it| it.name == column).unwrap();
    table.rows.iter().map(|row| row[place].clone()).collect()
}

fn sum(cells: &[Cell]) -> u64 {
    let count = |cell: &Cell| match cell.value {
        Value::Count(count) => count,
        _ => 0,
    };
    cells.iter().map(count).sum()
}

/// The figures of a period are those of the log.
async fn agrees(app: &App, from: &str, until: &str) -> u64 {
    let viewer = viewer(app).await;
    let shown = report(&viewer, Kind::Period, &format!("from={from}&until={until}")).await;
    let found = recount(app, from.parse().unwrap(), until.parse().unwrap()).await;
    let tiles = tiles(&shown);
    assert_eq!(tiles[0], Value::Count(found.closed), "closed");
    if let Value::Share(share) = &tiles[1] {
        assert_eq!((share.part, share.whole), found.in_time, "in time");
    } else {
        assert_eq!(found.in_time.1, 0);
    }
    for (place, p) in [(6, 50), (7, 80), (9, 100)] {
        // The smallest value that at least p per cent do not exceed.
        let enough = |value: &&u64| {
            let below = found.cycles.iter().filter(|it| it <= value).count();
            below * 100 >= found.cycles.len() * p
        };
        let value = found.cycles.iter().find(enough);
        assert_eq!(tiles[place], value.map_or(Value::None, |it| Value::Minutes(*it)), "p{p}");
    }
    let flow = column(&shown, "flow", "count");
    assert_eq!(flow[0].value, Value::Count(found.received), "received");
    assert_eq!(sum(&flow[2..]), found.closed, "each closed case has one outcome");
    for section in ["services", "offices", "editions"] {
        assert_eq!(sum(&column(&shown, section, "closed")), found.closed, "{section}");
        assert_eq!(sum(&column(&shown, section, "extended")), found.extended, "{section}");
    }
    for section in ["steps", "units", "officers"] {
        assert_eq!(sum(&column(&shown, section, "done")), found.done, "{section}");
        assert_eq!(sum(&column(&shown, section, "returned")), found.returned, "{section}");
    }
    let people = column(&shown, "officers", "done").into_iter().map(|cell| cell.value);
    let expected = found.by_person.values().map(|count| Value::Count(*count));
    assert_eq!(people.collect::<Vec<_>>(), expected.collect::<Vec<_>>());
    found.closed
}

/// Behind each count of a report is a list of as many lines; behind each share one of the whole.
async fn leads(app: &App, kind: Kind, query: &str) -> usize {
    let viewer = viewer(app).await;
    let shown = report(&viewer, kind, query).await;
    let tiles = shown.sections.iter().flat_map(|it| it.tiles.iter().chain(&it.excluded));
    let tiles = tiles.map(|tile| (tile.label.clone(), tile.cell.clone()));
    let cells = shown.sections.iter().filter_map(|it| Some((it.id, it.table.as_ref()?)));
    let cells = cells.flat_map(|(id, table)| {
        table.rows.iter().flatten().map(move |cell| (id.to_owned(), cell.clone()))
    });
    let mut tried = 0;
    for (of, cell) in tiles.chain(cells) {
        let Some(query) = cell.href.as_ref().and_then(|href| href.strip_prefix("/cases?")) else {
            continue;
        };
        let counted = match cell.value {
            Value::Count(count) => count,
            Value::Share(share) => share.whole,
            _ => continue,
        };
        let pick = Pick::read(&pairs(query), viewer.today());
        let pick = pick.unwrap_or_else(|| panic!("{of}: {query} is no list"));
        let listed = list(&viewer, &pick, Window { skip: 0, limit: u64::MAX }).await.unwrap();
        assert_eq!(listed.count, counted, "{of}: {query}");
        assert_eq!(listed.table.rows.len() as u64, counted, "{of}: {query}");
        tried += 1;
    }
    tried
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn figures_are_those_of_the_log_and_lead_to_what_they_count() {
    let mut closed = 0;
    for seed in SEEDS {
        let folder = TempDir::new().unwrap();
        let app = weeks(&folder, seed).await;
        for (from, until) in [
            ("2026-05-01", "2026-06-30"),
            ("2026-06-10", "2026-06-19"),
            ("2026-06-26", "2026-06-26"),
        ] {
            closed += agrees(&app, from, until).await;
        }
        if seed != SEEDS[0] {
            continue;
        }
        let whole = "from=2026-05-01&until=2026-06-30";
        assert!(leads(&app, Kind::Period, whole).await > 50);
        for kind in [Kind::Now, Kind::Extensions, Kind::Complaints, Kind::Desk, Kind::Forecast] {
            leads(&app, kind, whole).await;
        }
        leads(&app, Kind::Period, &format!("{whole}&process=border-zone-pass&unit=head")).await;
        files_say_the_same(&app, whole).await;
    }
    assert!(closed > 20, "only {closed} cases were closed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_kept_of_a_month_that_is_over_gives_way_to_a_late_fact() {
    let folder = TempDir::new().unwrap();
    let app = weeks(&folder, 5).await;
    let here = Viewer { now: "2026-09-01T05:00:00Z".parse().unwrap(), ..viewer(&app).await };
    let query = "from=2026-05-01&until=2026-08-31";
    let figures =
        async |viewer: &Viewer| format!("{:?}", report(viewer, Kind::Period, query).await.sections);
    let first = figures(&here).await;
    assert_eq!(figures(&here).await, first, "what was kept says the same");
    let office = format!("{query}&office=-");
    let other = format!("{:?}", report(&here, Kind::Period, &office).await.sections);
    assert_ne!(other, first, "other conditions are counted by themselves");
    // The log of a case once more, as a case that a command decided before midnight ended late.
    let filter = InstanceFilter { limit: 100_000, ..InstanceFilter::default() };
    let rows = app.store.instances(&filter).await.unwrap();
    let row = rows.iter().find(|row| row.ended_at.is_some()).unwrap();
    put(&app, row, "26050100000001".into(), &*app.store).await;
    let afresh = Viewer { counts: std::sync::Arc::default(), ..here.clone() };
    let (kept, counted) = (figures(&here).await, figures(&afresh).await);
    assert_ne!(kept, first);
    assert_eq!(kept, counted);
}

/// A report as a file has the tables and the figures of the report.
async fn files_say_the_same(app: &App, query: &str) {
    let viewer = viewer(app).await;
    let content = Content::of(&viewer, &report(&viewer, Kind::Period, query).await);
    let csv = String::from_utf8(export::csv(viewer.lang, &content)).unwrap();
    for row in content.tables.iter().flat_map(|(_, table)| &table.rows) {
        let Value::Text(first) = &row[0].value else { continue };
        assert!(csv.contains(first.as_str()), "no `{first}` in the CSV");
    }
    let rows: usize = content.tables.iter().map(|(_, table)| table.rows.len()).sum();
    assert!(rows > 30 && csv.lines().count() > rows, "{rows} rows");
    assert_eq!(&export::xlsx(viewer.lang, &content).unwrap()[..2], b"PK");

    let documents = Documents::load(&Assets::templates(None).unwrap()).unwrap();
    let office = Texts { ru: "Отдел".into(), kk: "Бөлім".into(), en: "Office".into() };
    let pdf = export::pdf(&viewer, &documents, &office, &content).await.unwrap();
    let Some(text) = text_of(&pdf) else { return };
    for words in [&content.title, &content.notes[0], &office.ru, &content.tables[1].0] {
        assert!(text.contains(words.as_str()), "no `{words}` in\n{text}");
    }
}

/// The cases of one store in another one, by their logs alone: their facts are worked out again.
async fn copy(from: &App, to: &dyn Store) {
    let filter = InstanceFilter { limit: 100_000, ..InstanceFilter::default() };
    for row in from.store.instances(&filter).await.unwrap() {
        put(from, &row, row.instance.clone(), to).await;
    }
}

/// The log of a case, under this number.
async fn put(from: &App, row: &InstanceRow, id: InstanceId, to: &dyn Store) {
    let process = from.catalogue().edition(&row.edition).cloned().unwrap();
    let events = from.store.events(&row.instance, 0, 100_000).await.unwrap();
    let mut instance = Instance::blank(id.clone());
    let mut facts = Vec::new();
    for recorded in &events {
        facts.extend(Fact::of(&process, &instance, recorded));
        evolve(&mut instance, recorded);
    }
    assert_eq!(Instance { id: row.instance.clone(), ..instance.clone() }, row.body);
    let audit = AuditEntry {
        at: row.started_at,
        actor: "copy".to_owned(),
        action: "copy".to_owned(),
        instance: Some(id),
        detail: String::new(),
    };
    let rows = RowChanges { facts, ..RowChanges::between(None, &instance) };
    to.commit(Commit {
        expected_version: 0,
        events,
        instance: InstanceRow::of(&instance),
        rows,
        outbox: Vec::new(),
        audit,
        remember: None,
        lease: None,
        organization: None,
        attachment: None,
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_says_the_same_of_the_same_logs() {
    let Some(schema) = Schema::make("reports_say_the_same").await else { return };
    let folder = TempDir::new().unwrap();
    let app = weeks(&folder, 5).await;
    let there = reglament_store::open(&schema.url()).await.unwrap();
    copy(&app, &*there).await;
    let here = viewer(&app).await;
    let there = Viewer { store: there, counts: std::sync::Arc::default(), ..here.clone() };
    for kind in Kind::ALL {
        let query = "from=2026-05-01&until=2026-06-30";
        let (one, other) = (report(&here, kind, query).await, report(&there, kind, query).await);
        assert_eq!(format!("{:?}", one.sections), format!("{:?}", other.sections), "{kind:?}");
    }
    there.store.close().await;
    schema.remove().await;
}
