//! The table as comma-separated values (RFC 4180).

use super::{Row, Table};

impl Table {
    /// The five rows as comma-separated values: number, label, cells.
    pub fn to_csv(&self) -> String {
        self.rows.iter().map(line).collect()
    }
}

fn line(row: &Row) -> String {
    let number = row.number.to_string();
    let cells = [&number, &row.label].into_iter().chain(&row.cells);
    cells.map(|cell| field(cell)).collect::<Vec<_>>().join(",") + "\r\n"
}

fn field(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
