//! Makes a report: each section by itself, so that one that fails leaves the others.

use reglament_store::StoreError;

use super::model::{Report, Section};
use super::pick::FILTERS;
use super::spec::{Kind, Spec};
use super::viewer::Viewer;
use super::{complaints, desk, extensions, forecast, now, paths, period};
use crate::pages::format;
use crate::texts::say;

/// The section that stands where the others could not be made.
const FAILED: &str = "failed";

/// The report that a spec asks for.
pub async fn make(viewer: &Viewer, spec: &Spec) -> Report {
    let sections = match spec.kind {
        Kind::Now => now::sections(viewer, &spec.pick).await,
        Kind::Period => period::sections(viewer, &spec.pick).await,
        Kind::Extensions => extensions::sections(viewer, &spec.pick).await,
        Kind::Complaints => complaints::sections(viewer, &spec.pick).await,
        Kind::Desk => desk::sections(viewer, &spec.pick).await,
        Kind::Forecast => forecast::sections(viewer, &spec.pick).await,
        Kind::Paths => paths::sections(viewer, spec).await,
    };
    Report {
        name: spec.kind.name(),
        title: viewer.say(&format!("report-title-{}", spec.kind.name())),
        period: period_of(viewer, spec),
        chosen: chosen(viewer, spec),
        sections: sections.unwrap_or_else(|error| vec![failed(viewer, &error)]),
    }
}

fn failed(viewer: &Viewer, error: &StoreError) -> Section {
    tracing::error!(%error, "a report could not be made");
    let failed = Section::new(viewer.lang, FAILED);
    Section { failed: true, ..failed }
}

fn period_of(viewer: &Viewer, spec: &Spec) -> String {
    if !spec.kind.has_period() {
        let moment = format::moment(viewer.lang, viewer.now, &viewer.zone);
        return say(viewer.lang, "report-as-of", &[("moment", moment.into())]);
    }
    let day = |day| format::date(viewer.lang, day).into();
    let args = [("from", day(spec.pick.from)), ("until", day(spec.pick.until))];
    say(viewer.lang, "report-period", &args)
}

/// The filters that were chosen, in words.
fn chosen(viewer: &Viewer, spec: &Spec) -> Vec<String> {
    let chosen = FILTERS.into_iter().filter_map(|name| Some((name, spec.pick.with.get(name)?)));
    chosen.map(|(name, value)| viewer.condition(name, value)).collect()
}
