//! Complaints: how many came, whether they were answered in their term, how they were decided.

use std::collections::BTreeMap;

use reglament_core::facts::FactKind;
use reglament_core::ids::ProcessId;
use reglament_store::StoreError;

use super::closed::{Cell as Closed, ClosedTally, ReceivedTally};
use super::gather::gather;
use super::model::{Cell, Section, Table};
use super::pick::{NO, Of, Pick, YES};
use super::spread::Share;
use super::viewer::Viewer;
use crate::pages::format;

/// How a complaint can be decided, by the shared part of the maps of complaints; the first two overturn.
const VERDICTS: [&str; 3] = ["satisfied", "partly", "rejected"];

/// The sections.
pub async fn sections(viewer: &Viewer, filter: &Pick) -> Result<Vec<Section>, StoreError> {
    let lang = viewer.lang;
    let bare = ["unit", "step", "person", "ground"];
    let filter = bare.iter().fold(filter.clone(), |pick, name| pick.without(name));
    let filter = filter.and("complaint", YES);
    let came = filter.without("outcome");
    let (closed, received) = tokio::try_join!(
        gather::<ClosedTally>(viewer, &filter),
        gather::<ReceivedTally>(viewer, &came),
    )?;
    let (of, came) =
        (filter.of(Of::Facts(FactKind::Closed)), came.of(Of::Facts(FactKind::Received)));
    let whole = closed.whole();
    let verdicts = verdicts(&closed);
    let decided: u64 = verdicts.values().sum();
    let overturned = Share { part: overturned(&verdicts), whole: decided };
    let term = of.and("term", YES);
    let summary = Section::new(lang, "complaints")
        .tile(lang, "received", "", Cell::count(received.whole(), &came))
        .tile(lang, "closed", "", Cell::count(whole.closed, &of))
        .tile(lang, "answered-in-time", "", Cell::share(whole.in_time, &term))
        .tile(lang, "late", if whole.in_time.part < whole.in_time.whole { "bad" } else { "" }, {
            Cell::count(whole.in_time.whole - whole.in_time.part, &of.and("late", YES))
        })
        .tile(lang, "overturned", "", Cell::of(super::model::Value::Share(overturned)))
        .excluding(lang, "term", whole.closed - whole.in_time.whole, &of.and("term", NO));
    Ok(vec![
        summary,
        terms(viewer, &of, &came, &closed, &received),
        decisions(viewer, &of, &verdicts),
    ])
}

fn verdicts(closed: &ClosedTally) -> BTreeMap<&str, u64> {
    let mut found: BTreeMap<&str, u64> = BTreeMap::new();
    for ((_, verdict), count) in &closed.verdicts {
        *found.entry(verdict).or_default() += count;
    }
    found
}

fn overturned(verdicts: &BTreeMap<&str, u64>) -> u64 {
    VERDICTS[..2].iter().filter_map(|verdict| verdicts.get(verdict)).sum()
}

/// By service, each with the term of its answer: five working days at the provider, fifteen elsewhere.
fn terms(
    viewer: &Viewer,
    of: &Pick,
    came: &Pick,
    closed: &ClosedTally,
    received: &ReceivedTally,
) -> Section {
    let lang = viewer.lang;
    let columns = ["process", "term", "#received", "#closed", "#answered-in-time", "#late"];
    let mut table = Table::new(lang, &columns);
    let mut services: BTreeMap<String, (u64, Closed)> = BTreeMap::new();
    for (edition, _, count) in received.cells() {
        services.entry(viewer.process_of(edition)).or_default().0 += count;
    }
    for (process, cell) in closed.by(|edition, _| viewer.process_of(edition)) {
        services.entry(process).or_default().1.join(&cell);
    }
    for (process, (count, cell)) in services {
        let current = viewer.catalogue.current(&ProcessId::from(process.as_str()));
        let term = current.and_then(|it| it.definition.deadline.as_ref()).map(|it| it.within);
        let term = term.map(|term| format::term(lang, term)).unwrap_or_default();
        let of = of.and("process", process.as_str());
        table.row(vec![
            Cell::text(viewer.title_of(&process)),
            Cell::text(term),
            Cell::count(count, &came.and("process", process.as_str())),
            Cell::count(cell.closed, &of),
            Cell::share(cell.in_time, &of.and("term", YES)),
            Cell::count(cell.in_time.whole - cell.in_time.part, &of.and("late", YES)),
        ]);
    }
    Section::new(lang, "complaint-terms").with(table)
}

fn decisions(viewer: &Viewer, of: &Pick, verdicts: &BTreeMap<&str, u64>) -> Section {
    let lang = viewer.lang;
    let mut table = Table::new(lang, &["verdict", "#count"]);
    for verdict in VERDICTS {
        let count = verdicts.get(verdict).copied().unwrap_or_default();
        let words = viewer.say(&format!("report-verdict-{verdict}"));
        table.row(vec![Cell::text(words), Cell::count(count, &of.and("verdict", verdict))]);
    }
    Section::new(lang, "verdicts").with(table)
}
