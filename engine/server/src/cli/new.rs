//! `reglament new`: the beginning of a map, from the table of a regulation.

mod rows;

use std::path::PathBuf;

use clap::Args;
use reglament_core::table::skeleton::Skeleton;

use super::output::print;
use super::{CommandResult, Outcome, Usage};

/// What stands where the table says nothing.
const FILL_IN: &str = "fill-in";

/// Begin a map from the table of actions of a regulation
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament new dog-licence --from-table table.csv > process.yaml
  reglament new dog-licence --from-table table.md --authority town --calendar town -o processes/town/dog-licence/process.yaml

The table has five rows, as `reglament table --format csv` and `--format md` print them: number of the
action, unit, action, form of completion, time limit; before the actions stand the number of the row
and its label. What the table does not say is marked `fill in` in the map; `reglament check` names it.")]
pub(super) struct New {
    /// The name of the process: letters, digits and `-`
    name: String,
    /// The table: a file .csv or .md
    #[arg(long, value_name = "FILE")]
    from_table: PathBuf,
    /// The authority that provides the service
    #[arg(long, default_value = FILL_IN)]
    authority: String,
    /// The calendar by which its terms count
    #[arg(long, default_value = FILL_IN)]
    calendar: String,
    /// The group of the organisation, until each unit has its own
    #[arg(long, default_value = FILL_IN)]
    group: String,
    /// Write to this file, which must not exist, instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl New {
    pub(super) fn run(self) -> CommandResult {
        let shown = self.from_table.display();
        let text = std::fs::read_to_string(&self.from_table);
        let text = text.map_err(|fault| Usage(format!("{shown}: {fault}")))?;
        let is_markdown = self.from_table.extension().is_some_and(|ending| ending == "md");
        let rows = if is_markdown { rows::of_markdown(&text) } else { rows::of_csv(&text)? };
        let rows = rows::actions(&rows).map_err(|fault| format!("{shown}: {fault}"))?;
        let (process, authority) = (self.name, self.authority);
        let (calendar, group) = (self.calendar, self.group);
        let map = Skeleton { process, authority, calendar, group }.map(&rows);
        let Some(file) = self.output else { return print(&map) };
        let written = std::fs::File::create_new(&file)
            .and_then(|mut created| std::io::Write::write_all(&mut created, map.as_bytes()));
        written.map_err(|fault| format!("{}: {fault}", file.display()))?;
        Ok(Outcome::Good)
    }
}
