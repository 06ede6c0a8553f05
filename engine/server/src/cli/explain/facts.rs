//! `reglament explain fee|documents|requirements`: each line with the rule that fired, what it asked for
//! and its sources; of a case in a file, or of a case in the store.

use std::path::{Path, PathBuf};

use clap::{ArgGroup, Args};
use jiff::Timestamp;
use reglament_core::data;
use reglament_core::explain::Question;
use reglament_core::ids::InstanceId;
use reglament_core::process::Process;
use reglament_core::text::Lang;
use reglament_core::value::{Context, Value};

use super::super::output::print;
use super::super::{CommandResult, Failed, one_map, simulate};
use super::case;
use super::format::Format;
use super::moment::{Moment, moment};
use super::place::Place;
use crate::clock::{Clock as _, SystemClock};

/// Of which case, and how to print it.
#[derive(Args, Debug)]
#[command(
    group = ArgGroup::new("which").args(["case", "process"]).required(true),
    after_help = "\
Examples:
  reglament explain fee --process processes/town/library-card --data case.yaml --on 2026-03-18
  reglament explain documents --process processes/town/library-card --data case.yaml --format json
  reglament explain requirements --case 26112200000001 --demo

A file of a case holds the application: `data: { … }`."
)]
pub(super) struct ExplainFacts {
    /// A case of the store, by its number
    #[arg(long, value_name = "NUMBER")]
    case: Option<InstanceId>,
    /// A map
    #[arg(long, value_name = "PATH")]
    process: Option<PathBuf>,
    /// The data of the case
    #[arg(long, value_name = "FILE", conflicts_with = "case")]
    data: Option<PathBuf>,
    /// The day or moment for which it is asked [default: now]
    #[arg(long, value_name = "DAY", value_parser = moment)]
    on: Option<Moment>,
    /// The language of the words of the map: ru, kk or en
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

impl ExplainFacts {
    pub(super) fn run(self, what: Question) -> CommandResult {
        let (process, data) = self.case()?;
        let at = at(self.on, &process)?;
        let explanation = process.explain(what, &data, at)?;
        print(&self.format.of(&explanation, || explanation.text(&process, self.lang))?)
    }

    /// The map, and the data of the case.
    fn case(&self) -> Result<(Process, Value), Failed> {
        if let Some(case) = &self.case {
            let case = case::load(case, &self.store.settings(), self.processes.as_deref())?;
            return Ok((case.process, case.instance.data));
        }
        let process = one_map::load(self.process.as_deref().unwrap_or(Path::new("")))?;
        let at = at(self.on, &process)?;
        let data = self.data.as_deref().map(|file| case_data(&process, file, at)).transpose()?;
        Ok((process, data.unwrap_or_else(|| Value::Context(Context::new()))))
    }
}

/// The moment that is asked about.
fn at(on: Option<Moment>, process: &Process) -> Result<Timestamp, Failed> {
    let now = || Ok(SystemClock.now());
    on.map_or_else(now, |on| Ok(on.at(process.calendar.zone())?))
}

/// The data of the case in a file, alone or under `data`. It may lack what is not known yet; what is
/// there must be as the map says.
pub(super) fn case_data(process: &Process, file: &Path, at: Timestamp) -> Result<Value, Failed> {
    let case = simulate::case_data(file).map_err(|lines| lines.join("\n"))?;
    let data = match case.at("data") {
        Value::Null => case,
        data => data.clone(),
    };
    let fields = &process.definition.data;
    let data = data::folded(fields, &data);
    let faults = data::check(fields, &data, process.day(at)).into_iter();
    let wrong = faults.filter(|fault| fault.code != "required");
    let lines: Vec<String> =
        wrong.map(|fault| format!("`{}`: {}", fault.field, fault.message)).collect();
    if lines.is_empty() {
        return Ok(data);
    }
    Err(format!("{}: the case is not as the map says\n{}", file.display(), lines.join("\n")).into())
}
