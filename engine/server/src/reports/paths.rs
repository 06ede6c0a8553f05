//! The ways that cases take over the map: how often each step was entered and each arrow taken, how long steps
//! took, and which ways there are. They are counted from the histories of cases, the newest ones.

mod picture;
mod tables;
mod tally;

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use reglament_core::facts::FactKind;
use reglament_core::ids::ProcessId;
use reglament_core::process::Process;
use reglament_store::StoreError;

use super::model::{Cell, Picture, Section, Value};
use super::pick::{NONE, Of, Pick};
use super::spec::Spec;
use super::viewer::Viewer;
use crate::mining::{self, Selection};
use tally::Tally;

pub use picture::picture;

/// So many cases are looked at: a page must come before its reader goes.
pub const CASES_MAX: u64 = 5_000;

/// The map whose ways are shown: the chosen one, or the first.
fn map<'v>(viewer: &'v Viewer, pick: &Pick) -> Option<&'v Arc<Process>> {
    let chosen = pick.with.get("process");
    let edition = pick.with.get("edition").and_then(|edition| viewer.process(edition));
    let edition = edition.filter(|it| chosen.is_none_or(|id| it.definition.process == **id));
    edition.or_else(|| match chosen {
        Some(process) => viewer.catalogue.current(&ProcessId::from(process.as_str())),
        None => viewer.catalogue.all_current().next(),
    })
}

/// The cases whose ways are shown; none without a map.
pub fn selection(viewer: &Viewer, pick: &Pick) -> Option<Selection> {
    let map = map(viewer, pick)?;
    let office = pick.with.get("office").map(|office| match office.as_str() {
        NONE => String::new(),
        office => office.to_owned(),
    });
    Some(Selection {
        process: Some(map.definition.process.clone()),
        edition: pick.with.get("edition").cloned(),
        office,
        seen: viewer.offices.clone(),
        limit: Some(CASES_MAX),
        from: start(viewer, pick.from),
        until: pick.until.checked_add(1.day()).ok().and_then(|day| start(viewer, day)),
        secret: None,
    })
}

fn start(viewer: &Viewer, day: Date) -> Option<Timestamp> {
    Some(day.to_zoned(viewer.zone.clone()).ok()?.timestamp())
}

/// The ways of the cases of a pick.
async fn count(viewer: &Viewer, pick: &Pick) -> Result<Tally, StoreError> {
    let mut tally = Tally::default();
    if let Some(selection) = selection(viewer, pick) {
        mining::each(&*viewer.store, &selection, |history| {
            if let Some(process) = viewer.process(history.case.edition.as_str()) {
                tally.add(process, &history);
            }
            Ok::<_, StoreError>(())
        })
        .await?;
    }
    Ok(tally)
}

/// The sections.
pub async fn sections(viewer: &Viewer, spec: &Spec) -> Result<Vec<Section>, StoreError> {
    let Some(process) = map(viewer, &spec.pick) else { return Ok(Vec::new()) };
    let mut tally = count(viewer, &spec.pick).await?;
    let lang = viewer.lang;
    let title = process.definition.title.get(lang).to_owned();
    let steps = Section { title, ..glance(viewer, spec, process, &tally) };
    let steps = steps.with(tables::steps(viewer, process, &mut tally));
    let variants = tables::variants(viewer, process, &mut tally);
    let flows = tables::flows(viewer, process, &tally);
    Ok(vec![
        steps,
        Section::new(lang, "paths-variants").with(variants),
        Section::new(lang, "paths-flows").with(flows),
    ])
}

/// The figures at a glance, and the picture.
fn glance(viewer: &Viewer, spec: &Spec, process: &Process, tally: &Tally) -> Section {
    let (lang, cut) = (viewer.lang, tally.cases >= CASES_MAX);
    let received = spec.pick.of(Of::Facts(FactKind::Received));
    let received = received.and("process", process.definition.process.as_str());
    let cases = Cell::of(Value::Count(tally.cases));
    let name = if cut { "newest-cases" } else { "cases" };
    let cases = if cut { cases } else { cases.to(&received) };
    let variants = Cell::of(Value::Count(tally.variants.len() as u64));
    let section = Section::new(lang, "paths");
    let section = section.tile(lang, name, if cut { "warn" } else { "" }, cases);
    let href = format!("/reports/paths/picture?{}", spec.query());
    let picture =
        picture::fits(process).then(|| Picture { href, words: viewer.say("paths-picture") });
    Section { picture, ..section.tile(lang, "variants", "", variants) }
}
