//! `reglament simulate`: one case on a virtual clock, without a store or a letter that leaves.

mod auto;
mod print;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::civil::DateTime;
use reglament_core::language;
use reglament_core::scenario::{MemoryWorld, play};
use reglament_core::source::Sources;
use reglament_core::text::Lang;
use reglament_core::value::Value;

use super::scenario_files::{self, Library, Prepared, findings};
use super::test::{explain, start};
use super::{CommandResult, Outcome};
use print::Printer;

/// Play one case on a virtual clock and print tasks, letters and the deadline as it goes
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament simulate processes/town/library-card --scenario tests/scenarios/library-card/in-time.yaml
  reglament simulate processes/town/library-card --case case.yaml --at 2026-03-18T10:00 --json

A case file holds the application, and what people and workers say when it is not the usual:
  data: { applicant: { … } }                 # the application
  tasks: { sign: { outcome: done, data: { card: { number: Ч-1 } } } }
  jobs: { readers-register: { hits: [] } }   # what each worker gives back")]
pub struct Simulate {
    /// The map: its folder, or its process.yaml
    map: PathBuf,
    /// Play this scenario
    #[arg(long, value_name = "FILE", required_unless_present = "case", conflicts_with = "case")]
    scenario: Option<PathBuf>,
    /// Play a case with this data: every task is done with its first outcome
    #[arg(long, value_name = "FILE", requires = "at")]
    case: Option<PathBuf>,
    /// When the case begins, by the calendar of the map
    #[arg(long, value_name = "MOMENT")]
    at: Option<DateTime>,
    /// Print a JSON object a line
    #[arg(long)]
    json: bool,
    /// The language of titles
    #[arg(long, default_value = "en")]
    lang: Lang,
}

impl Simulate {
    pub(super) fn run(self) -> CommandResult {
        let mut out = std::io::stdout().lock();
        match self.print(&mut out)? {
            Ok(()) => Ok(Outcome::Good),
            Err(lines) => {
                for line in lines {
                    eprintln!("{line}");
                }
                Ok(Outcome::Problems)
            }
        }
    }

    /// Plays and prints; what went wrong is given back, a line each.
    pub fn print(&self, out: &mut dyn Write) -> std::io::Result<Result<(), Vec<String>>> {
        let mut printer = Printer::new(self.json, self.lang);
        let result = match (&self.scenario, &self.case, self.at) {
            (Some(scenario), _, _) => scenario_of(&self.map, scenario, &mut printer),
            (None, Some(case), Some(at)) => case_of(&self.map, case, at, &mut printer),
            _ => Err(vec!["give `--scenario FILE`, or `--case FILE --at MOMENT`".to_owned()]),
        };
        out.write_all(printer.text().as_bytes())?;
        Ok(result)
    }
}

fn scenario_of(map: &Path, file: &Path, printer: &mut Printer) -> Result<(), Vec<String>> {
    let (process, maps) = scenario_files::process_with_maps(map)?;
    let (scenario, sources) = Library::scenario(file)?;
    if scenario.process != process.definition.process {
        let (wanted, given) = (&scenario.process, &process.definition.process);
        return Err(vec![format!("{}: it plays `{wanted}`, the map is `{given}`", file.display())]);
    }
    let prepared = Prepared { path: file.to_owned(), sources, scenario, process, maps };
    let mut world = MemoryWorld::new(Arc::clone(&prepared.process), start(&prepared))
        .with_maps(prepared.maps.clone());
    play(&prepared.scenario, &mut world, printer).map_err(|failure| explain(&prepared, &failure))
}

fn case_of(
    map: &Path,
    file: &Path,
    at: DateTime,
    printer: &mut Printer,
) -> Result<(), Vec<String>> {
    let (process, maps) = scenario_files::process_with_maps(map)?;
    let case = case_data(file)?;
    let start = process.calendar.latest().timestamp(at);
    let mut world = MemoryWorld::new(process, start).with_maps(maps);
    auto::play(&case, &mut world, printer).map_err(|problem| vec![problem])
}

/// What a file of a case says.
pub(super) fn case_data(file: &Path) -> Result<Value, Vec<String>> {
    let text = std::fs::read_to_string(file)
        .map_err(|fault| vec![format!("{}: {fault}", file.display())])?;
    let mut sources = Sources::default();
    let index = sources.add(&file.display().to_string(), text);
    let (value, found) = language::case(&sources, index);
    value.ok_or_else(|| findings(&sources, &found))
}
