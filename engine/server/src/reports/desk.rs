//! The front desk: the steps whose map says how long somebody may wait, or that take minutes; how long they
//! waited and were served, by the hour of their arrival.

use std::collections::BTreeMap;

use reglament_core::definition::{Element, Step};
use reglament_core::facts::{Done, FactKind};
use reglament_core::ids::StepId;
use reglament_core::term::{Term, TermUnit};
use reglament_store::StoreError;

use super::gather::{self, Run, Tally};
use super::model::{Cell, Section, Table};
use super::pick::{self, Of, Pick, YES};
use super::spread::{Share, Spread};
use super::viewer::Viewer;
use crate::pages::format;

/// What was done at one step, or in one hour.
#[derive(Clone, Debug, Default)]
struct Desk {
    done: u64,
    taken: Share,
    in_time: Share,
    waiting: Spread,
    handling: Spread,
}

impl Desk {
    fn count(&mut self, fact: &Done<'_>) {
        self.done += 1;
        if let Some(late) = fact.taken_late {
            self.taken.count(!late);
        }
        if let Some(late) = fact.late {
            self.in_time.count(!late);
        }
        if let (Some(waiting), Some(handling)) = (fact.waiting, fact.handling) {
            self.waiting.add(waiting);
            self.handling.add(handling);
        }
    }

    fn join(&mut self, other: &Self) {
        self.done += other.done;
        self.taken.join(other.taken);
        self.in_time.join(other.in_time);
        self.waiting.join(&other.waiting);
        self.handling.join(&other.handling);
    }
}

/// By edition, step and the minute of arrival cut to hours since 1970.
#[derive(Debug, Default)]
struct DeskTally {
    steps: BTreeMap<(String, String), BTreeMap<u32, Desk>>,
}

impl Tally for DeskTally {
    const KIND: FactKind = FactKind::Done;

    fn run(&mut self, pick: &Pick, run: &Run<'_>) {
        for fact in run.lines().filter_map(Done::read) {
            let holds = |condition: &str, wanted: &str| {
                matches!(condition, "ground" | "outcome") || pick::done(&fact, condition, wanted)
            };
            if pick.all(holds) {
                let key = (run.edition.to_owned(), fact.step.to_owned());
                let hours = self.steps.entry(key).or_default();
                hours.entry(fact.opened / 60).or_default().count(&fact);
            }
        }
    }

    fn join(&mut self, other: &Self) {
        for (key, hours) in &other.steps {
            let own = self.steps.entry(key.clone()).or_default();
            for (hour, desk) in hours {
                own.entry(*hour).or_default().join(desk);
            }
        }
    }

    fn weight(&self) -> usize {
        let desks = self.steps.values().flat_map(BTreeMap::values);
        desks.map(|desk| desk.waiting.weight() + desk.handling.weight()).sum()
    }
}

/// The terms of a step at the front desk: until it is taken, and for itself.
fn terms(step: &Step) -> Option<(Option<Term>, Option<Term>)> {
    let (Element::UserTask(task) | Element::ManualTask(task)) = &step.element else { return None };
    let minutes = step.within.filter(|term| term.unit == TermUnit::Minutes);
    (task.waits.is_some() || minutes.is_some()).then_some((task.waits, minutes))
}

/// The sections.
pub async fn sections(viewer: &Viewer, filter: &Pick) -> Result<Vec<Section>, StoreError> {
    let filter = filter.without("ground").without("outcome");
    let tally: DeskTally = gather::gather(viewer, &filter).await?;
    let of = filter.of(Of::Facts(FactKind::Done));
    let mut steps: BTreeMap<(String, String), (Desk, String)> = BTreeMap::new();
    let mut hours: BTreeMap<i8, Desk> = BTreeMap::new();
    for ((edition, step), by_hour) in &tally.steps {
        let process = viewer.process(edition);
        let is_desk = process
            .and_then(|process| process.definition.step(&StepId::from(step.as_str())))
            .is_some_and(|step| terms(step).is_some());
        if !is_desk {
            continue;
        }
        let key = (viewer.process_of(edition), step.clone());
        let entry = steps.entry(key).or_insert_with(|| (Desk::default(), edition.clone()));
        for (hour, desk) in by_hour {
            entry.0.join(desk);
            hours.entry(local_hour(viewer, *hour)).or_default().join(desk);
        }
    }
    Ok(vec![by_step(viewer, &of, steps), by_hour(viewer, hours)])
}

fn local_hour(viewer: &Viewer, hour: u32) -> i8 {
    let at = jiff::Timestamp::from_second(i64::from(hour) * 3600);
    at.map_or(0, |at| at.to_zoned(viewer.zone.clone()).hour())
}

fn by_step(
    viewer: &Viewer,
    of: &Pick,
    steps: BTreeMap<(String, String), (Desk, String)>,
) -> Section {
    let lang = viewer.lang;
    let columns = [
        "service",
        "step",
        "wait-term",
        "service-term",
        "#done",
        "#taken",
        "#waiting-p50",
        "#waiting-p80",
        "#served",
        "#handling-p50",
        "#handling-p80",
    ];
    let mut table = Table::new(lang, &columns);
    for ((process, step), (mut desk, edition)) in steps {
        let of = of.and("process", process.as_str()).and("step", step.as_str());
        let measured = of.and("measured", YES);
        let map = viewer.process(&edition);
        let found = map.and_then(|it| it.definition.step(&StepId::from(step.as_str())));
        let (waits, within) = found.and_then(terms).unwrap_or_default();
        let term = |term: Option<Term>| {
            Cell::text(term.map(|term| format::term(lang, term)).unwrap_or_default())
        };
        table.row(vec![
            Cell::text(viewer.service(&edition)),
            Cell::text(viewer.step(&edition, &step)),
            term(waits),
            term(within),
            Cell::count(desk.done, &of),
            Cell::share(desk.taken, &of.and("queue", "any")),
            Cell::percentile(&mut desk.waiting, 50, &measured),
            Cell::percentile(&mut desk.waiting, 80, &measured),
            Cell::share(desk.in_time, &of.and("term", YES)),
            Cell::percentile(&mut desk.handling, 50, &measured),
            Cell::percentile(&mut desk.handling, 80, &measured),
        ]);
    }
    Section::new(lang, "desk").with(table)
}

fn by_hour(viewer: &Viewer, hours: BTreeMap<i8, Desk>) -> Section {
    use super::model::Value;
    let lang = viewer.lang;
    let columns = ["hour", "#done", "#taken", "#waiting-p50", "#served", "#handling-p50"];
    let mut table = Table::new(lang, &columns);
    let minutes = |value: Option<u32>| {
        Cell::of(value.map_or(Value::None, |minutes| Value::Minutes(minutes.into())))
    };
    let share = |share: Share| match share.whole {
        0 => Cell::default(),
        _ => Cell::of(Value::Share(share)),
    };
    for (hour, mut desk) in hours {
        table.row(vec![
            Cell::text(format!("{hour:02}:00")),
            Cell::of(Value::Count(desk.done)),
            share(desk.taken),
            minutes(desk.waiting.percentile(50)),
            share(desk.in_time),
            minutes(desk.handling.percentile(50)),
        ]);
    }
    Section::new(lang, "desk-hours").with(table)
}
