//! `reglament simulate`: one case on a virtual clock, without a store or a letter that leaves.

mod auto;
mod print;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::civil::DateTime;
use reglament_core::language;
use reglament_core::process::Process;
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
  reglament simulate processes/mia/border-zone-pass --scenario tests/scenarios/border-zone-pass/issued-in-time.yaml
  reglament simulate processes/mia/border-zone-pass --case case.yaml --at 2026-03-18T10:00 --json

A case file holds the application, and what people and workers say when it is not the usual:
  data: { applicant: { … } }                 # the application
  tasks: { sign: { outcome: done, data: { pass: { number: ПР-1 } } } }
  jobs: { special-register: { hits: [] } }   # what each worker gives back")]
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
    let process = scenario_files::process_at(map)?;
    let (scenario, sources) = Library::scenario(file)?;
    if scenario.process != process.definition.process {
        let (wanted, given) = (&scenario.process, &process.definition.process);
        return Err(vec![format!("{}: it plays `{wanted}`, the map is `{given}`", file.display())]);
    }
    let prepared = Prepared { path: file.to_owned(), sources, scenario, process };
    let mut world = MemoryWorld::new(Arc::clone(&prepared.process), start(&prepared));
    play(&prepared.scenario, &mut world, printer).map_err(|failure| explain(&prepared, &failure))
}

fn case_of(
    map: &Path,
    file: &Path,
    at: DateTime,
    printer: &mut Printer,
) -> Result<(), Vec<String>> {
    let process: Arc<Process> = scenario_files::process_at(map)?;
    let case = case_data(file)?;
    let start = process.calendar.latest().timestamp(at);
    let mut world = MemoryWorld::new(process, start);
    auto::play(&case, &mut world, printer).map_err(|problem| vec![problem])
}

fn case_data(file: &Path) -> Result<Value, Vec<String>> {
    let text = std::fs::read_to_string(file)
        .map_err(|fault| vec![format!("{}: {fault}", file.display())])?;
    let mut sources = Sources::default();
    let index = sources.add(&file.display().to_string(), text);
    let (value, found) = language::case(&sources, index);
    value.ok_or_else(|| findings(&sources, &found))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repository() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
    }

    fn simulate(map: &str, scenario: Option<&str>, json: bool) -> Simulate {
        Simulate {
            map: repository().join("processes/mia").join(map),
            scenario: scenario.map(|file| repository().join("tests/scenarios").join(file)),
            case: None,
            at: Some("2026-03-18T10:00".parse().unwrap()),
            json,
            lang: Lang::En,
        }
    }

    fn printed(simulate: &Simulate) -> (String, Result<(), Vec<String>>) {
        let mut out = Vec::new();
        let result = simulate.print(&mut out).unwrap();
        (String::from_utf8(out).unwrap(), result)
    }

    #[test]
    fn a_scenario_is_told_with_tasks_letters_and_clock() {
        let file = "border-zone-pass/hit-in-special-registers.yaml";
        let (text, result) = printed(&simulate("border-zone-pass", Some(file), false));
        assert_eq!(result, Ok(()));
        for line in [
            "2026-06-01 09:30  clock: 7 working days, due 2026-06-10 18:00  (aliya)",
            "2026-06-03 12:00  task decision_after_hit completed: refuse  (gulnar)",
            "letter `refused` to applicant",
        ] {
            assert!(text.contains(line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn the_same_play_prints_the_same_bytes() {
        let file = "private-visit-invitation/register-is-down.yaml";
        let map = "private-visit-invitation";
        let (first, second) =
            (printed(&simulate(map, Some(file), true)), printed(&simulate(map, Some(file), true)));
        assert_eq!(first, second);
        assert!(
            first.0.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok())
        );
        assert!(first.0.lines().count() > 20, "{}", first.0);
    }

    #[test]
    fn a_case_goes_its_usual_way_until_something_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("case.yaml");
        let data = "data: { applicant: { name: Примерова Тест },\
                    residence: { kind: permanent, address: ул. Примерная },\
                    invitees: [{ name: JANE, birth_date: 1990-01-01, passport: N0000001 }],\
                    purpose: private_visit }\n";
        let mut simulate = simulate("private-visit-invitation", None, false);
        simulate.case = Some(file.clone());

        std::fs::write(&file, data).unwrap();
        let problem = printed(&simulate).1.unwrap_err();
        assert!(problem[0].contains("jobs: { special-register: … }"), "{problem:?}");

        let said = "tasks: { sign: { data: { invitation: { number: ЧП-1 } } } }\n\
                    jobs: { special-register: { hits: [] } }\n";
        std::fs::write(&file, format!("{data}{said}")).unwrap();
        let (text, result) = printed(&simulate);
        assert_eq!(result, Ok(()), "{text}");
        assert!(text.contains("ended at issued \"Invitation issued\""), "{text}");
    }
}
