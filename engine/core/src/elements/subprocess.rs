//! Subprocess: a block of steps with a scope of its own; for the items of a list, with one for each.

use crate::data::LIST_ITEMS_MAX;
use crate::decide::Deciding;
use crate::decide::flow::Place;
use crate::decide::incident::Problem;
use crate::definition::{Step, Subprocess};
use crate::event::Event;
use crate::feel::Expression;
use crate::value::Value;

pub(super) fn enter(
    deciding: &mut Deciding<'_>,
    place: &Place,
    step: &Step,
    block: &Subprocess,
) -> Result<(), Problem> {
    let items = match (&block.for_each, &block.times) {
        (Some(list), _) => Some(count(deciding, place, list)?),
        (None, Some(times)) => Some(runs(deciding, place, times)?),
        (None, None) => None,
    };
    let watches = deciding.watches(step, place.scope)?;
    let no = deciding.next_no();
    let Place { step, scope } = place.clone();
    deciding.emit(Event::SubprocessOpened { no, step, scope, items });
    deciding.watch(no, watches);
    match items {
        None => deciding.open_run(no, block, None),
        Some(0) => deciding.end_subprocess(no, place),
        Some(_) if block.sequential => deciding.open_run(no, block, Some(1)),
        Some(items) => (1..=items).for_each(|item| deciding.open_run(no, block, Some(item))),
    }
    Ok(())
}

/// How many runs the expression gives.
fn runs(deciding: &Deciding<'_>, place: &Place, times: &Expression) -> Result<u32, Problem> {
    let wanted = deciding.runs_wanted(times, place.scope);
    let wanted = wanted.filter(|n| usize::try_from(*n).is_ok_and(|n| n <= LIST_ITEMS_MAX));
    wanted.ok_or_else(|| {
        let message = format!("`{times}` gives no whole number from 0 to {LIST_ITEMS_MAX}");
        Problem::new("no_number_of_runs", message)
    })
}

/// How many items the list has. One that was never filled in has none.
fn count(deciding: &Deciding<'_>, place: &Place, list: &str) -> Result<u32, Problem> {
    let seen = deciding.view(place.scope);
    match seen.at(list) {
        Value::Null => Ok(0),
        Value::List(items) if items.len() <= LIST_ITEMS_MAX => {
            Ok(u32::try_from(items.len()).unwrap_or(u32::MAX))
        }
        Value::List(items) => Err(Problem::new(
            "too_many_items",
            format!("`{list}` has {} items; {LIST_ITEMS_MAX} are run at most", items.len()),
        )),
        other => Err(Problem::new(
            "no_list",
            format!(
                "`{list}` is no list but {}; there is nothing to run for each",
                other.type_name()
            ),
        )),
    }
}
