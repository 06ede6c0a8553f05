//! Reads the facts of a period, piece by piece, and counts them.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use reglament_core::facts::FactKind;
use reglament_store::{FactDay, FactRange, Store, StoreError};
use tokio::task::JoinSet;

use super::pick::Pick;
use super::viewer::Viewer;

/// Days that are read at a time: pieces are counted beside each other.
const DAYS_READ: i32 = 31;
/// Days up to this many before today may still get facts: a command that was decided before midnight is
/// stored after it.
const DAYS_OPEN: i32 = 1;

/// Something that counts facts.
pub trait Tally: Default + Send + 'static {
    /// Which facts.
    const KIND: FactKind;

    /// Counts the lines of one edition and office on one day.
    fn run(&mut self, pick: &Pick, run: &Run<'_>);

    /// Adds what another one counted.
    fn join(&mut self, other: Self);
}

/// The lines of one edition and office on one day.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The day.
    pub day: Date,
    /// The edition.
    pub edition: &'a str,
    /// The office; empty without one.
    pub office: &'a str,
    text: &'a str,
}

impl<'a> Run<'a> {
    /// How many lines there are.
    pub fn count(&self) -> u64 {
        self.text.bytes().filter(|byte| *byte == b'\n').count() as u64 + 1
    }

    /// The lines.
    pub fn lines(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        self.text.split('\n')
    }
}

/// The runs of a day.
pub fn runs(day: &FactDay) -> impl Iterator<Item = Run<'_>> {
    let parts = day.text.strip_prefix('#').unwrap_or_default().split("\n#");
    parts.filter_map(|part| {
        let (head, text) = part.split_once('\n')?;
        let (edition, office) = head.split_once(' ')?;
        Some(Run { day: day.day, edition, office, text })
    })
}

/// Counts the facts that fulfil the filters and that the viewer may see.
pub async fn gather<T: Tally>(viewer: &Viewer, pick: &Pick) -> Result<T, StoreError> {
    let mut pieces = JoinSet::new();
    let mut places = 0;
    for range in ranges(viewer, T::KIND, pick) {
        let (viewer, pick, place) = (viewer.clone(), pick.clone(), places);
        places += 1;
        pieces.spawn(async move {
            let days = viewer.store.facts(&range).await?;
            let tally = tokio::task::spawn_blocking(move || tally::<T>(&viewer, &pick, &days));
            let tally = tally.await.map_err(|error| StoreError::Failed(error.to_string()))?;
            Ok::<_, StoreError>((place, tally))
        });
    }
    let mut counted: Vec<Option<T>> = (0..places).map(|_| None).collect();
    while let Some(piece) = pieces.join_next().await {
        let (place, tally) = piece.map_err(|error| StoreError::Failed(error.to_string()))??;
        counted[place] = Some(tally);
    }
    let mut whole = T::default();
    counted.into_iter().flatten().for_each(|tally| whole.join(tally));
    Ok(whole)
}

/// The period in pieces.
fn ranges(viewer: &Viewer, kind: FactKind, pick: &Pick) -> Vec<FactRange> {
    let over_before = viewer.today().saturating_sub(DAYS_OPEN.days());
    let (mut from, mut ranges) = (pick.from, Vec::new());
    while from <= pick.until {
        let until = from.saturating_add((DAYS_READ - 1).days()).min(pick.until);
        ranges.push(FactRange { kind, from, until, over_before });
        let Ok(next) = until.tomorrow() else { break };
        from = next;
    }
    ranges
}

fn tally<T: Tally>(viewer: &Viewer, pick: &Pick, days: &[FactDay]) -> T {
    let (mut counted, mut admitted) = (T::default(), Admitted::default());
    for run in days.iter().flat_map(runs) {
        if let Some(office) = admitted.office(viewer, pick, &run) {
            counted.run(pick, &Run { office, ..run });
        }
    }
    counted
}

/// Which editions and offices are counted: decided once for each, because every day has a run of them.
#[derive(Default)]
struct Admitted<'a> {
    known: HashMap<(&'a str, &'a str), Option<String>>,
}

impl<'a> Admitted<'a> {
    /// The office under which a run is counted; none when it is not.
    fn office(&mut self, viewer: &Viewer, pick: &Pick, run: &Run<'a>) -> Option<&str> {
        let known = self.known.entry((run.edition, run.office)).or_insert_with(|| {
            let office = viewer.office_of(run.office);
            admits(viewer, pick, run, &office).then_some(office)
        });
        known.as_deref()
    }
}

fn admits(viewer: &Viewer, pick: &Pick, run: &Run<'_>, office: &str) -> bool {
    let process = if pick.with.contains_key("process") || pick.with.contains_key("complaint") {
        viewer.process(run.edition)
    } else {
        None
    };
    let name = process.map_or("", |it| it.definition.process.as_str());
    let is_complaint = process.is_some_and(|it| it.definition.linked_case.is_some());
    viewer.sees(run.office)
        && pick.admits(name, run.edition, office)
        && (is_complaint || !pick.with.contains_key("complaint"))
}

/// One fact with its case.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Its day, edition and office.
    pub run: Run<'a>,
    /// The case.
    pub instance: &'a str,
    /// What it says.
    pub text: &'a str,
}

/// Reads each fact with its case, day by day, the last day first, until `each` says that it is enough.
pub async fn each(
    viewer: &Viewer,
    kind: FactKind,
    pick: &Pick,
    mut each: impl FnMut(Line<'_>) + Send,
) -> Result<(), StoreError> {
    let store: &Arc<dyn Store> = &viewer.store;
    for range in ranges(viewer, kind, pick).iter().rev() {
        for day in store.facts_by_case(range).await?.iter().rev() {
            for run in runs(day) {
                let office = viewer.office_of(run.office);
                if !admits(viewer, pick, &run, &office) {
                    continue;
                }
                let run = Run { office: &office, ..run };
                for line in run.lines() {
                    let (instance, text) = line.split_once(' ').unwrap_or((line, ""));
                    each(Line { run, instance, text });
                }
            }
        }
    }
    Ok(())
}
