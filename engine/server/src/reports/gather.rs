//! Reads the facts of a period, piece by piece, and counts them.

use std::collections::HashMap;
use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::ToSpan;
use jiff::civil::Date;
use reglament_core::facts::FactKind;
use reglament_store::{FactDay, FactRange, Store, StoreError};
use tokio::task::JoinSet;

use super::counts::Key;
use super::pick::Pick;
use super::viewer::Viewer;

/// Days up to this many before today may still get facts: a command that was decided before midnight is
/// stored after it.
const DAYS_OPEN: i32 = 1;

/// Something that counts facts.
pub trait Tally: Default + Send + Sync + 'static {
    /// Which facts.
    const KIND: FactKind;

    /// Counts the lines of one edition and office on one day.
    fn run(&mut self, pick: &Pick, run: &Run<'_>);

    /// Adds what another one counted.
    fn join(&mut self, other: &Self);

    /// How many numbers it holds, about.
    fn weight(&self) -> usize;
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
        memchr::memchr_iter(b'\n', self.text.as_bytes()).count() as u64 + 1
    }

    /// The lines.
    pub fn lines(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let text = self.text;
        let (mut ends, mut from) = (memchr::memchr_iter(b'\n', text.as_bytes()), Some(0));
        std::iter::from_fn(move || {
            let (begin, end) = (from?, ends.next());
            from = end.map(|end| end + 1);
            Some(&text[begin..end.unwrap_or(text.len())])
        })
    }
}

/// The runs of a day.
pub fn runs(day: &FactDay) -> impl Iterator<Item = Run<'_>> {
    let text = day.text.strip_prefix('#').unwrap_or_default();
    // Hundreds of megabytes are searched for where a run begins: by a library that does it by vectors.
    let (mut ends, mut from) = (memchr::memmem::find_iter(text.as_bytes(), "\n#"), Some(0));
    let parts = std::iter::from_fn(move || {
        let (begin, end) = (from?, ends.next());
        from = end.map(|end| end + "\n#".len());
        Some(&text[begin..end.unwrap_or(text.len())])
    });
    parts.filter_map(|part| {
        let (head, text) = part.split_once('\n')?;
        let (edition, office) = head.split_once(' ')?;
        Some(Run { day: day.day, edition, office, text })
    })
}

/// Counts the facts that fulfil the filters and that the viewer may see. As many counters as there are
/// processors each take the next piece, so that little is put together at the end.
pub async fn gather<T: Tally>(viewer: &Viewer, pick: &Pick) -> Result<T, StoreError> {
    let ranges = Arc::new(Mutex::new(ranges(viewer, T::KIND, pick).into_iter()));
    let counters = std::thread::available_parallelism().map_or(1, NonZero::get);
    let mut counting = JoinSet::new();
    for _ in 0..counters {
        counting.spawn(count::<T>(viewer.clone(), pick.clone(), Arc::clone(&ranges)));
    }
    let mut whole = T::default();
    while let Some(counted) = counting.join_next().await {
        whole.join(&counted.map_err(|error| StoreError::Failed(error.to_string()))??);
    }
    Ok(whole)
}

/// Counts one piece after the other. What was counted of a month that is over is kept.
async fn count<T: Tally>(
    viewer: Viewer,
    pick: Pick,
    ranges: Arc<Mutex<std::vec::IntoIter<FactRange>>>,
) -> Result<T, StoreError> {
    let mut whole = T::default();
    let next = || ranges.lock().unwrap_or_else(PoisonError::into_inner).next();
    while let Some(range) = next() {
        let key = Key::of::<T>(&viewer, &pick, &range);
        let size = viewer.store.facts_size(&range).await?;
        if let Some(known) = size.and_then(|size| viewer.counts.get::<T>(&key, size)) {
            whole.join(&known);
            continue;
        }
        let days = viewer.store.facts(&range).await?;
        let (viewer, pick) = (viewer.clone(), pick.clone());
        let counted = tokio::task::spawn_blocking(move || {
            let mut counted = T::default();
            tally(&mut counted, &viewer, &pick, &days);
            if range.until < range.over_before {
                let size = days.iter().map(|day| day.text.len() as u64).sum();
                return viewer.counts.keep(key, size, counted);
            }
            Arc::new(counted)
        });
        whole.join(&*counted.await.map_err(|error| StoreError::Failed(error.to_string()))?);
    }
    Ok(whole)
}

/// The period in pieces: its months, of which the first and the last may be parts.
fn ranges(viewer: &Viewer, kind: FactKind, pick: &Pick) -> Vec<FactRange> {
    let over_before = viewer.today().saturating_sub(DAYS_OPEN.days());
    let (mut from, mut ranges) = (pick.from, Vec::new());
    while from <= pick.until {
        let mut until = from.last_of_month().min(pick.until);
        // What may still get facts is a piece of its own, so that the days before it are over.
        if from < over_before && until >= over_before {
            until = over_before.yesterday().unwrap_or(from);
        }
        ranges.push(FactRange { kind, from, until, over_before });
        let Ok(next) = until.tomorrow() else { break };
        from = next;
    }
    ranges
}

fn tally<T: Tally>(counted: &mut T, viewer: &Viewer, pick: &Pick, days: &[FactDay]) {
    let mut admitted = Admitted::default();
    for run in days.iter().flat_map(runs) {
        if let Some(office) = admitted.office(viewer, pick, &run) {
            counted.run(pick, &Run { office, ..run });
        }
    }
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
