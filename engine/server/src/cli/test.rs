//! `reglament test`: plays scenarios in memory, a line for each.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;
use jiff::Timestamp;
use reglament_core::scenario::{Failure, MemoryWorld, Silent, play};

use super::scenario_files::{Library, Prepared, find};
use super::{CommandResult, Outcome};

/// Play scenarios in memory and say which do not hold
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament test
  reglament test tests/scenarios/library-card
  reglament test my/scenario.yaml          # its map lies in a folder `processes` beside or above it")]
pub struct Test {
    /// Scenario files, or folders of them [default: tests/scenarios]
    paths: Vec<PathBuf>,
}

impl Test {
    pub(super) fn run(self) -> CommandResult {
        let tally = run(&self.paths, &mut io::stdout().lock())?;
        Ok(if tally.failed == 0 { Outcome::Good } else { Outcome::Problems })
    }
}

/// Where scenarios lie when no path is given.
pub const SCENARIOS: &str = "tests/scenarios";

/// How the scenarios went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many held.
    pub passed: usize,
    /// How many did not.
    pub failed: usize,
}

/// Plays every scenario at these paths, prints a line for each and a summary.
pub fn run(paths: &[PathBuf], out: &mut dyn Write) -> io::Result<Tally> {
    let default = [PathBuf::from(SCENARIOS)];
    let paths = if paths.is_empty() { &default[..] } else { paths };
    let mut tally = Tally::default();
    let files = match find(paths) {
        Ok(files) => files,
        Err(problem) => {
            writeln!(out, "{problem}")?;
            tally.failed += 1;
            Vec::new()
        }
    };
    let mut library = Library::default();
    for path in &files {
        let outcome = library.prepare(path).and_then(|prepared| {
            let title = prepared.scenario.title.clone();
            in_memory(&prepared).map(|()| title)
        });
        match outcome {
            Ok(title) => {
                tally.passed += 1;
                writeln!(out, "ok    {}: {title}", path.display())?;
            }
            Err(lines) => {
                tally.failed += 1;
                writeln!(out, "FAIL  {}", path.display())?;
                lines.iter().try_for_each(|line| writeln!(out, "      {line}"))?;
            }
        }
    }
    writeln!(out, "{} passed, {} failed", tally.passed, tally.failed)?;
    Ok(tally)
}

/// Plays one scenario in memory; otherwise says where and how it failed, a line each.
pub fn in_memory(prepared: &Prepared) -> Result<(), Vec<String>> {
    let mut world = MemoryWorld::new(prepared.process.clone(), start(prepared))
        .with_maps(prepared.maps.clone());
    play(&prepared.scenario, &mut world, &mut Silent).map_err(|it| explain(prepared, &it))
}

/// The moment at which a scenario begins.
pub fn start(prepared: &Prepared) -> Timestamp {
    prepared.process.calendar.latest().timestamp(prepared.scenario.at)
}

/// A failure in words: the place, the line of the scenario, what was expected and what was found.
pub fn explain(prepared: &Prepared, failure: &Failure) -> Vec<String> {
    let at = prepared.position(failure.span.start);
    let text = prepared.sources.file(0).map(|file| file.text.clone()).unwrap_or_default();
    let line = text.lines().nth(at.line - 1).unwrap_or_default().trim();
    vec![
        format!("{}:{}: {line}", prepared.path.display(), at.line),
        format!("expected  {}", failure.expected),
        format!("found     {}", failure.found),
    ]
}
