//! The ways of cases as tables.

use reglament_core::ids::StepId;
use reglament_core::process::Process;

use super::tally::{Tally, is_gateway};
use crate::pages::names;
use crate::reports::model::{Cell, Table, Value};
use crate::reports::spread::{Share, Spread};
use crate::reports::viewer::Viewer;

/// So many ways are shown, the most frequent ones.
const VARIANTS_MAX: usize = 20;

fn median(spread: &mut Spread) -> Cell {
    let minutes = spread.percentile(50);
    Cell::of(minutes.map_or(Value::None, |minutes| Value::Minutes(minutes.into())))
}

fn count(count: u64) -> Cell {
    Cell::of(Value::Count(count))
}

/// The steps in the order of the map; at the end those that only other editions have.
pub fn steps(viewer: &Viewer, process: &Process, tally: &mut Tally) -> Table {
    let columns = ["step", "#entered", "#done", "#interrupted", "#waiting-p50", "#handling-p50"];
    let mut table = Table::new(viewer.lang, &columns);
    let mut order: Vec<StepId> = process.definition.all_steps().map(|(id, _)| id.clone()).collect();
    let others = tally.steps.keys().filter(|step| !order.contains(step)).cloned();
    let others: Vec<StepId> = others.collect();
    order.extend(others);
    for step in order.iter().filter(|step| !is_gateway(process, step)) {
        let mut passages = tally.steps.remove(step).unwrap_or_default();
        table.row(vec![
            Cell::text(names::action(viewer.lang, Some(process), step)),
            count(passages.entered),
            count(passages.done),
            count(passages.interrupted),
            median(&mut passages.waiting),
            median(&mut passages.handling),
        ]);
    }
    table
}

/// The most frequent ways.
pub fn variants(viewer: &Viewer, process: &Process, tally: &mut Tally) -> Table {
    let columns = ["way", "#cases", "#share", "#duration-p50"];
    let mut table = Table::new(viewer.lang, &columns);
    let mut ways: Vec<_> = tally.variants.iter_mut().collect();
    ways.sort_by_key(|(_, variant)| std::cmp::Reverse(variant.cases));
    for (way, variant) in ways.into_iter().take(VARIANTS_MAX) {
        let words = way.iter().map(|step| names::step(viewer.lang, Some(process), step));
        let share = Share { part: variant.cases, whole: tally.cases };
        table.row(vec![
            Cell::text(words.collect::<Vec<_>>().join(" → ")),
            count(variant.cases),
            Cell::of(Value::Share(share)),
            median(&mut variant.duration),
        ]);
    }
    table
}

/// The arrows that were taken, the most frequent first.
pub fn flows(viewer: &Viewer, process: &Process, tally: &Tally) -> Table {
    let mut table = Table::new(viewer.lang, &["from-step", "to-step", "#taken-times"]);
    let mut arrows: Vec<_> = tally.arrows.iter().collect();
    arrows.sort_by_key(|(_, times)| std::cmp::Reverse(**times));
    for (arrow, times) in arrows {
        table.row(vec![
            Cell::text(name(viewer, process, &arrow.from)),
            Cell::text(name(viewer, process, &arrow.to)),
            count(*times),
        ]);
    }
    table
}

/// What a shape of the picture is called.
fn name(viewer: &Viewer, process: &Process, id: &str) -> String {
    match id {
        "start" => viewer.say("print-application"),
        id if id.starts_with("on-") => viewer.say("paths-event"),
        id => names::step(viewer.lang, Some(process), &StepId::from(id)),
    }
}
