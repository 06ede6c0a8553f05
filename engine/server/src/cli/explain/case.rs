//! The due date of a case in the store: its term, where it stood still, how it was extended.

use std::fmt::Write;
use std::path::Path;

use jiff::Timestamp;
use reglament_core::calendar::CalendarView;
use reglament_core::event::{Event, Recorded};
use reglament_core::explain::Explanation;
use reglament_core::ids::InstanceId;
use reglament_core::instance::{Clock, ClockFigures, Instance};
use reglament_core::language;
use reglament_core::process::Process;
use reglament_core::text::Lang;
use reglament_store::Store;

use super::super::output::print;
use super::super::{CommandResult, Failed, Outcome};
use super::format::Format;
use crate::assets::Assets;
use crate::serve::{maps, open_known_store};
use crate::settings::StoreSettings;

/// Events are read in pages of this many.
const PAGE: u32 = 1_000;

/// What is known of a case.
pub(super) struct Case {
    pub instance: Instance,
    pub process: Process,
    /// The events that changed its clock.
    clock: Vec<Recorded>,
}

/// A case of a store, by its number.
pub(super) fn load(
    id: &InstanceId,
    store: &StoreSettings,
    processes: Option<&Path>,
) -> Result<Case, Failed> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let store = open_known_store(store).await?;
        let case = read(&*store, id, processes).await;
        store.close().await;
        case
    })
}

/// Explains the due date of a case.
pub(super) fn explain(
    id: &InstanceId,
    store: &StoreSettings,
    processes: Option<&Path>,
    lang: Lang,
    format: Format,
) -> CommandResult {
    let case = load(id, store, processes)?;
    let figures = case.instance.clock.figures();
    let told = case.process.explain_due_of(&case.instance)?;
    let (Some(figures), Some(told)) = (figures, told) else {
        return print(&format!("case {id}: its clock has not started\n"));
    };
    print(&format.of(&told, || account(&case, figures, &told, lang))?)?;
    if told.due == Some(figures.due.at) {
        return Ok(Outcome::Good);
    }
    eprintln!(
        "this does not add up: the store has {} as the due date; the calendar was changed otherwise \
         than by an amendment with `known_from`",
        figures.due.date
    );
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

/// The account: the term with its days, stops and recounts, then the days of the extension.
fn account(case: &Case, figures: &ClockFigures, told: &Explanation, lang: Lang) -> String {
    let view = case.process.calendar.known_on(figures.due.known_on);
    let (id, process) = (&case.instance.id, &case.instance.process);
    let mut text = format!("case {id} of {process}, the clock is {}\n", case.instance.clock.name());
    for source in told.lines.iter().flat_map(|line| &line.sources) {
        text.extend(["by ", &source.to_string(), "\n"]);
    }
    for (n, ledger) in told.accounts.iter().enumerate() {
        if n > 0 {
            text += &extensions(case, &view);
        }
        text += &view.explain(ledger, lang);
        if n == 0 {
            text += &stops(case, &view);
            text += &recounted(case, &view);
        }
    }
    text
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
