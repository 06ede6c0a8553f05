//! `reglament explain due`: every day that is counted, skipped, paused or added, up to the due date.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{ArgGroup, Args};
use jiff::civil::Date;
use reglament_core::calendar::{WorkingCalendar, WorkingTime};
use reglament_core::diagnostic::did_you_mean;
use reglament_core::explain::Question;
use reglament_core::ids::{CalendarId, InstanceId};
use reglament_core::language;
use reglament_core::term::Term;
use reglament_core::text::Lang;

use super::super::output::print;
use super::super::{CommandResult, Usage, one_map};
use super::case;
use super::facts::case_data;
use super::format::Format;
use super::moment::{Moment, date, moment};
use super::place::Place;
use crate::assets::Assets;
use crate::serve::maps;

/// Explain a due date: every day counted, skipped, paused or added
#[derive(Args, Debug)]
#[command(
    group = ArgGroup::new("what").args(["case", "process", "calendar"]).required(true),
    after_help = "\
Examples:
  reglament explain due --process processes/town/library-card --from 2026-03-18T10:00
  reglament explain due --calendar town --from 2026-08-28T10:00 \\
      --term '2 working days' --known-on 2026-03-01
  reglament explain due --case 26112200000001 --demo"
)]
pub(super) struct ExplainDue {
    /// A case of the store, by its number
    #[arg(long, value_name = "NUMBER")]
    case: Option<InstanceId>,
    /// A map, for its calendar and its term
    #[arg(long, value_name = "PATH", requires = "from")]
    process: Option<PathBuf>,
    /// A calendar, by its name
    #[arg(long, value_name = "NAME", requires = "from", requires = "term")]
    calendar: Option<CalendarId>,
    /// The event whose day is day 0: 2026-03-18T10:00 by the office's clock
    #[arg(long, visible_alias = "on", value_name = "MOMENT", value_parser = moment, conflicts_with = "case")]
    from: Option<Moment>,
    /// The data of the case, as `explain fee` takes it; it is checked, the term does not depend on it
    #[arg(long, value_name = "FILE", requires = "process")]
    data: Option<PathBuf>,
    /// The term, such as '5 working days' [default: the map's]
    #[arg(long, conflicts_with = "case")]
    term: Option<Term>,
    /// Working hours for which the clock stood still, such as '6 working hours'
    #[arg(long, value_name = "TERM", value_parser = working_hours, conflicts_with = "case")]
    paused: Option<WorkingTime>,
    /// The calendar as it was known on this day [default: the day of the event]
    #[arg(long, value_name = "DAY", value_parser = date, conflicts_with = "case")]
    known_on: Option<Date>,
    /// The language of the names of holidays: ru, kk or en
    #[arg(long, default_value = "ru")]
    lang: Lang,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Process maps and calendars, instead of the built-in ones
    #[arg(long, env = "REGLAMENT_PROCESSES", value_name = "DIR")]
    processes: Option<PathBuf>,
    #[command(flatten)]
    store: Place,
}

impl ExplainDue {
    pub(super) fn run(self) -> CommandResult {
        if let Some(case) = &self.case {
            let (store, processes) = (self.store.settings(), self.processes.as_deref());
            return case::explain(case, &store, processes, self.lang, self.format);
        }
        if self.is_plain() {
            return self.of_map();
        }
        let (calendar, term) = self.calendar_and_term()?;
        let Some(from) = self.from else {
            return Err(Usage("--from is missing".to_owned()).into());
        };
        let from = from.at(calendar.zone())?;
        let day = from.to_zoned(calendar.zone().clone()).date();
        let view = calendar.known_on(self.known_on.unwrap_or(day));
        let paused = self.paused.unwrap_or(WorkingTime::ZERO);
        let due = view.due_with_pauses(from, term, paused)?;
        print(&self.format.of(&due.ledger, || view.explain(&due.ledger, self.lang))?)
    }

    /// Whether the term of a map is asked for as it is.
    const fn is_plain(&self) -> bool {
        let other = self.term.is_some() || self.paused.is_some() || self.known_on.is_some();
        self.process.is_some() && !other
    }

    /// The term of a map, with its sources.
    fn of_map(&self) -> CommandResult {
        let process = one_map::load(self.process.as_deref().unwrap_or(Path::new("")))?;
        let Some(from) = self.from else {
            return Err(Usage("--from is missing".to_owned()).into());
        };
        let at = from.at(process.calendar.zone())?;
        let data = self.data.as_deref().map(|file| case_data(&process, file, at)).transpose()?;
        let told = process.explain(Question::Due, &data.unwrap_or_default(), at)?;
        print(&self.format.of(&told, || told.text(&process, self.lang))?)
    }

    fn calendar_and_term(
        &self,
    ) -> Result<(Arc<WorkingCalendar>, Term), Box<dyn Error + Send + Sync>> {
        if let Some(name) = &self.calendar {
            let term = self.term.ok_or_else(|| Usage("--term is missing".to_owned()))?;
            return Ok((self.calendar_named(name)?, term));
        }
        let path = self.process.as_deref().unwrap_or(Path::new(""));
        let process = one_map::load(path)?;
        let own = process.definition.deadline.as_ref().map(|deadline| deadline.within);
        let term = self.term.or(own).ok_or_else(|| {
            Usage(format!("`{}` has no deadline; say --term", process.definition.process))
        })?;
        Ok((process.calendar, term))
    }

    fn calendar_named(
        &self,
        name: &CalendarId,
    ) -> Result<Arc<WorkingCalendar>, Box<dyn Error + Send + Sync>> {
        let sources = maps::sources(&Assets::processes(self.processes.as_deref())?)?;
        let all = language::calendars(&sources);
        let found = all.get(name).map(Arc::clone);
        found.ok_or_else(|| {
            let names: Vec<&str> = all.keys().map(CalendarId::as_str).collect();
            let near = did_you_mean(name.as_str(), names.iter().copied());
            let help = near.map_or_else(
                || format!("there are {}", names.join(", ")),
                |near| format!("did you mean `{near}`?"),
            );
            Usage(format!("there is no sound calendar `{name}`; {help}")).into()
        })
    }
}

/// A stop is measured in working time, whatever term it interrupts.
fn working_hours(text: &str) -> Result<WorkingTime, String> {
    use reglament_core::term::TermUnit;
    let term: Term = text.parse()?;
    if term.unit == TermUnit::WorkingHours {
        return Ok(WorkingTime::from_hours(term.count.into()));
    }
    Err(format!("`{text}` is not in working hours; write it like `6 working hours`"))
}
