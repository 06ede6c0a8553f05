//! `reglament table`: the СФЕ table of the regulation, printed back from its map.

use std::ops::Range;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use comfy_table::{ContentArrangement, presets};
use reglament_core::table::{Columns, Table};
use reglament_core::text::Lang;

use super::output::print;
use super::{CommandResult, one_map};
use crate::texts::words::Catalogue;

/// The width of lines where there is no terminal.
const WIDTH: u16 = 100;
/// What the numbers and names of the rows take of it.
const LABELS: u16 = 28;
/// What an action needs at least.
const ACTION: u16 = 24;

/// Print the table of actions of a regulation from its map
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  reglament table processes/town/library-card
  reglament table processes/town/library-card --lang kk --format html > table.html
  reglament table dog-licence --all --format csv")]
pub struct PrintTable {
    /// The folder or file of a map, or the name of a built-in process
    map: PathBuf,
    /// The language: ru, kk or en
    #[arg(long, default_value = "ru")]
    lang: Lang,
    /// The form of the table
    #[arg(long, value_enum, default_value_t = Format::Txt)]
    format: Format,
    /// Every task of the map, not only the actions of the regulation
    #[arg(long)]
    all: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    /// A drawn table, wrapped to the terminal
    Txt,
    /// Markdown
    Md,
    /// A page to print
    Html,
    /// Comma-separated values
    Csv,
}

impl PrintTable {
    pub(super) fn run(self) -> CommandResult {
        let process = one_map::load(&self.map)?;
        let columns = if self.all { Columns::AllTasks } else { Columns::Actions };
        let table = Table::new(&process.definition, columns, &Catalogue(self.lang));
        print(&match self.format {
            Format::Txt => drawn(&table),
            Format::Md => table.to_markdown(),
            Format::Html => table.to_html_page(),
            Format::Csv => table.to_csv(),
        })
    }
}

/// As many actions beside each other as can be read, the next ones below.
fn drawn(table: &Table) -> String {
    let width = terminal_size::terminal_size().map_or(WIDTH, |(width, _)| width.0);
    let actions = table.rows.first().map_or(0, |row| row.cells.len());
    let beside = usize::from((width.saturating_sub(LABELS) / ACTION).max(1));
    let mut text = format!("{}\n\n{} {}\n", table.title, table.caption, table.head);
    for first in (0..actions).step_by(beside) {
        text += &block(table, first..actions.min(first + beside), width);
    }
    text
}

fn block(table: &Table, actions: Range<usize>, width: u16) -> String {
    let mut drawn = comfy_table::Table::new();
    drawn
        .load_style(presets::UTF8_FULL)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width);
    for row in &table.rows {
        let head = [row.number.to_string(), row.label.clone()];
        let cells = row.cells.get(actions.clone()).unwrap_or_default();
        drawn.add_row(head.into_iter().chain(cells.iter().cloned()));
    }
    format!("{drawn}\n")
}
