//! Reports and lists as files: CSV and XLSX with typed cells, PDF to be printed and kept.

mod pdf;
mod sheet;
mod text;

pub use pdf::pdf;
pub use sheet::xlsx;
pub use text::csv;

use super::model::{Report, Table};
use super::viewer::Viewer;

/// A file has at most so many lines of a table; what is longer says so in its last line.
pub const LINES_MAX: u64 = 200_000;

/// A kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Separated values.
    Csv,
    /// A spreadsheet.
    Xlsx,
    /// A document.
    Pdf,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::Xlsx, Self::Pdf];

    /// Its name in addresses, and the ending of its files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// What HTTP calls it.
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
        }
    }
}

/// What goes into a file: tables under their titles.
#[derive(Clone, Debug, Default)]
pub struct Content {
    /// What it is.
    pub title: String,
    /// Its period and what was chosen.
    pub notes: Vec<String>,
    /// The tables.
    pub tables: Vec<(String, Table)>,
}

impl Content {
    /// A report: figures at a glance become tables of two columns.
    pub fn of(viewer: &Viewer, report: &Report) -> Self {
        let mut tables = Vec::new();
        for section in &report.sections {
            if !section.tiles.is_empty() {
                let mut glance = Table::new(viewer.lang, &["figure", "#value"]);
                for tile in section.tiles.iter().chain(&section.excluded) {
                    let cells =
                        vec![super::model::Cell::text(tile.label.clone()), tile.cell.clone()];
                    glance.row(cells);
                }
                tables.push((section.title.clone(), glance));
            }
            if let Some(table) = &section.table {
                tables.push((section.title.clone(), table.clone()));
            }
        }
        let notes = std::iter::once(report.period.clone()).chain(report.chosen.clone()).collect();
        Self { title: report.title.clone(), notes, tables }
    }
}
