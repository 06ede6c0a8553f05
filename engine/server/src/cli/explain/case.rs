//! The due date of a case in the store: its term, where it stood still, how it was extended.

use std::fmt::Write;
use std::path::Path;

use jiff::Timestamp;
use reglament_core::calendar::CalendarView;
use reglament_core::event::{Event, Recorded};
use reglament_core::ids::InstanceId;
use reglament_core::instance::{Clock, ClockFigures, Instance};
use reglament_core::language;
use reglament_core::process::Process;
use reglament_core::term::Term;
use reglament_core::text::Lang;
use reglament_store::Store;

use super::super::output::print;
use super::super::{CommandResult, Failed, Outcome};
use crate::assets::Assets;
use crate::serve::{maps, open_known_store};
use crate::settings::StoreSettings;

/// Events are read in pages of this many.
const PAGE: u32 = 1_000;

/// What is known of a case.
struct Case {
    instance: Instance,
    process: Process,
    /// The events that changed its clock.
    clock: Vec<Recorded>,
}

pub(super) fn explain(
    id: &InstanceId,
    store: &StoreSettings,
    processes: Option<&Path>,
    lang: Lang,
) -> CommandResult {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let case = runtime.block_on(async {
        let store = open_known_store(store).await?;
        let case = read(&*store, id, processes).await;
        store.close().await;
        case
    })?;
    let Some(figures) = case.instance.clock.figures() else {
        return print(&format!("case {id}: its clock has not started\n"));
    };
    let (text, due) = account(&case, figures, lang)?;
    print(&text)?;
    if due == figures.due.at {
        return Ok(Outcome::Good);
    }
    print(&format!(
        "this does not add up: the store has {} as the due date; the calendar was changed otherwise \
         than by an amendment with `known_from`\n",
        figures.due.date
    ))?;
    Ok(Outcome::Problems)
}

async fn read(store: &dyn Store, id: &InstanceId, maps: Option<&Path>) -> Result<Case, Failed> {
    let instance = store.instance(id).await?.ok_or_else(|| format!("there is no case `{id}`"))?;
    let edition = store.edition(&instance.edition).await?;
    let edition = edition.ok_or_else(|| format!("edition {} is not kept", instance.edition))?;
    let sources = maps::sources(&Assets::processes(maps)?)?;
    let (revived, faults) = language::revive(&sources, [edition.content.as_str()]);
    let process = revived.into_iter().next().ok_or_else(|| faults.join("\n"))?;
    let (mut clock, mut after) = (Vec::new(), 0);
    while after < instance.version {
        let page = store.events(id, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = last.seq;
        clock.extend(page.into_iter().filter(is_of_clock));
    }
    Ok(Case { instance, process, clock })
}

const fn is_of_clock(recorded: &Recorded) -> bool {
    matches!(
        recorded.event,
        Event::ClockPaused
            | Event::ClockResumed { .. }
            | Event::ClockExtended { .. }
            | Event::ClockRecounted { .. }
    )
}

/// The account, and the due date it gives.
fn account(case: &Case, figures: &ClockFigures, lang: Lang) -> Result<(String, Timestamp), Failed> {
    let view = case.process.calendar.known_on(figures.due.known_on);
    let term = view.due_with_pauses(figures.from, figures.term, figures.paused)?;
    let (id, process) = (&case.instance.id, &case.instance.process);
    let mut text = format!("case {id} of {process}, the clock is {}\n", case.instance.clock.name());
    text += &view.explain(&term.ledger, lang);
    text += &stops(case, &view);
    text += &recounted(case, &view);
    let unit = case
        .process
        .definition
        .deadline
        .as_ref()
        .and_then(|deadline| deadline.extension.as_ref().map(|extension| extension.up_to.unit));
    let Some(unit) = unit.filter(|_| figures.extended_days > 0) else { return Ok((text, term.at)) };
    let longer = view.due(term.at, Term { count: figures.extended_days, unit })?;
    text += &extensions(case, &view);
    text += &view.explain(&longer.ledger, lang);
    Ok((text, longer.at))
}

fn stops(case: &Case, view: &CalendarView) -> String {
    let (mut text, mut since) = (String::new(), None);
    // Writing to a String cannot fail.
    for recorded in &case.clock {
        match &recorded.event {
            Event::ClockPaused => since = Some(recorded.at),
            Event::ClockResumed { stood, .. } => {
                let from = since.take().map(|at| reading(view, at)).unwrap_or_default();
                let (hours, minutes) = (stood.minutes() / 60, stood.minutes() % 60);
                let until = reading(view, recorded.at);
                let _ = writeln!(
                    text,
                    "stood still from {from} to {until}: {hours}:{minutes:02} of working time"
                );
            }
            _ => {}
        }
    }
    if let Clock::Paused { since, .. } = &case.instance.clock {
        let _ = writeln!(text, "stands still since {}", reading(view, *since));
    }
    text
}

fn extensions(case: &Case, view: &CalendarView) -> String {
    let mut text = String::new();
    for recorded in &case.clock {
        if let Event::ClockExtended { days, .. } = &recorded.event {
            let at = reading(view, recorded.at);
            let _ = writeln!(text, "extended by {days} on {at}, by {}", recorded.by);
        }
    }
    text
}

fn recounted(case: &Case, view: &CalendarView) -> String {
    let mut text = String::new();
    for recorded in &case.clock {
        if let Event::ClockRecounted { was, .. } = &recorded.event {
            let at = reading(view, recorded.at);
            let _ = writeln!(text, "recounted on {at}, by {}: it was {was}", recorded.by);
        }
    }
    text
}

fn reading(view: &CalendarView, at: Timestamp) -> String {
    at.to_zoned(view.zone().clone()).strftime("%a %Y-%m-%d %H:%M").to_string()
}
