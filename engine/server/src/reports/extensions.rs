//! Extensions of terms: how many, how long, why, and whether their notices went out in time.

use std::collections::BTreeMap;

use reglament_core::definition::EXTENSION_NOTICE;
use reglament_core::facts::{Extended, FactKind, Noticed};
use reglament_store::StoreError;

use super::closed::ClosedTally;
use super::gather::{Run, Tally, gather};
use super::model::{Cell, Section, Table, Value};
use super::pick::{self, NO, Of, Pick, YES};
use super::spread::Share;
use super::viewer::Viewer;

/// Extensions of one kind.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    count: u64,
    days: u64,
}

impl Sum {
    const fn join(&mut self, other: Self) {
        self.count += other.count;
        self.days += other.days;
    }

    fn mean(self) -> Value {
        // Tenths of a day, half a tenth rounded up.
        let tenths = (20 * self.days + self.count).checked_div(2 * self.count);
        tenths.map_or(Value::None, Value::TenthsOfDays)
    }
}

#[derive(Debug, Default)]
struct ExtendedTally {
    offices: BTreeMap<String, Sum>,
    reasons: BTreeMap<String, Sum>,
}

impl Tally for ExtendedTally {
    const KIND: FactKind = FactKind::Extended;

    fn run(&mut self, pick: &Pick, run: &Run<'_>) {
        for fact in run.lines().filter_map(Extended::read) {
            if pick.all(|condition, wanted| {
                is_of_others(condition) || pick::extended(&fact, condition, wanted)
            }) {
                let one = Sum { count: 1, days: fact.count.into() };
                self.offices.entry(run.office.to_owned()).or_default().join(one);
                self.reasons.entry(fact.reason.to_owned()).or_default().join(one);
            }
        }
    }

    fn join(&mut self, other: &Self) {
        for (office, sum) in &other.offices {
            self.offices.entry(office.clone()).or_default().join(*sum);
        }
        for (reason, sum) in &other.reasons {
            self.reasons.entry(reason.clone()).or_default().join(*sum);
        }
    }

    fn weight(&self) -> usize {
        self.offices.len() + self.reasons.len()
    }
}

#[derive(Debug, Default)]
struct NoticedTally {
    offices: BTreeMap<String, Share>,
}

impl Tally for NoticedTally {
    const KIND: FactKind = FactKind::Noticed;

    fn run(&mut self, pick: &Pick, run: &Run<'_>) {
        for fact in run.lines().filter_map(Noticed::read) {
            let is_notice = fact.deadline == EXTENSION_NOTICE;
            if is_notice
                && pick.all(|condition, wanted| {
                    is_of_others(condition) || pick::noticed(&fact, condition, wanted)
                })
            {
                self.offices.entry(run.office.to_owned()).or_default().count(!fact.late);
            }
        }
    }

    fn join(&mut self, other: &Self) {
        for (office, share) in &other.offices {
            self.offices.entry(office.clone()).or_default().join(*share);
        }
    }

    fn weight(&self) -> usize {
        self.offices.len()
    }
}

/// Conditions of tasks and of the ends of cases say nothing of an extension.
fn is_of_others(condition: &str) -> bool {
    matches!(condition, "unit" | "step" | "person" | "ground" | "outcome")
}

/// The sections.
pub async fn sections(viewer: &Viewer, filter: &Pick) -> Result<Vec<Section>, StoreError> {
    let lang = viewer.lang;
    let bare = ["unit", "step", "person", "ground", "outcome"];
    let filter = bare.iter().fold(filter.clone(), |pick, name| pick.without(name));
    let (extended, with_notice, closed) = tokio::try_join!(
        gather::<ExtendedTally>(viewer, &filter),
        gather::<NoticedTally>(viewer, &filter),
        gather::<ClosedTally>(viewer, &filter),
    )?;
    let of_extended = filter.of(Of::Facts(FactKind::Extended));
    let notices = filter.of(Of::Facts(FactKind::Noticed)).and("deadline", EXTENSION_NOTICE);
    let cases = filter.of(Of::Facts(FactKind::Closed));
    let mut all = Sum::default();
    extended.offices.values().for_each(|sum| all.join(*sum));
    let mut given = Share::default();
    with_notice.offices.values().for_each(|share| given.join(*share));
    let whole = closed.whole();
    let of_closed = Share { part: whole.extended, whole: whole.closed };
    let summary = Section::new(lang, "extended")
        .tile(lang, "extensions", "", Cell::count(all.count, &of_extended))
        .tile(lang, "extended-share", "", Cell::share(of_closed, &cases))
        .tile(lang, "extended", "", Cell::count(whole.extended, &cases.and("extended", YES)))
        .tile(lang, "mean-days", "", Cell::of(all.mean()).to(&of_extended))
        .tile(lang, "notices", "", Cell::share(given, &notices))
        .tile(lang, "notices-late", if given.part < given.whole { "bad" } else { "" }, {
            Cell::count(given.whole - given.part, &notices.and("late", YES))
        });
    let mut table = Table::new(lang, &["office", "#extensions", "#mean-days", "#notices"]);
    let offices: std::collections::BTreeSet<&String> =
        extended.offices.keys().chain(with_notice.offices.keys()).collect();
    for office in offices {
        let sum = extended.offices.get(office).copied().unwrap_or_default();
        let share = with_notice.offices.get(office).copied().unwrap_or_default();
        table.row(vec![
            Cell::text(viewer.office(office)),
            Cell::count(sum.count, &of_extended.and("office", office.as_str())),
            Cell::of(sum.mean()),
            Cell::share(share, &notices.and("office", office.as_str())),
        ]);
    }
    let mut reasons = Table::new(lang, &["reason", "#extensions", "#mean-days"]);
    let mut found: Vec<_> = extended.reasons.iter().collect();
    found.sort_by_key(|(reason, sum)| (std::cmp::Reverse(sum.count), reason.as_str()));
    for (reason, sum) in found {
        let words = if reason.is_empty() { viewer.say("report-none") } else { reason.clone() };
        let of = of_extended.and("reason", reason.as_str());
        reasons.row(vec![Cell::text(words), Cell::count(sum.count, &of), Cell::of(sum.mean())]);
    }
    Ok(vec![
        summary.excluding(
            lang,
            "extension",
            whole.closed - whole.extended,
            &cases.and("extended", NO),
        ),
        Section::new(lang, "extended-offices").with(table),
        Section::new(lang, "reasons").with(reasons),
    ])
}
