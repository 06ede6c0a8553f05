//! The table and the JSON of a measurement.

use std::fmt;

use super::{Figures, Line};

/// The lines as a table.
#[derive(Debug)]
pub struct Table<'a>(pub &'a [Line]);

impl fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::presets::ASCII_MARKDOWN);
        table.set_header([
            "store",
            "clients",
            "instances/s",
            "commands/s",
            "p50 ms",
            "p99 ms",
            "bare commits/s",
            "bare p50 ms",
            "bare p99 ms",
            "share %",
        ]);
        for line in self.0 {
            table.add_row(row(line));
        }
        table.fmt(f)
    }
}

fn row(line: &Line) -> Vec<String> {
    let Figures { instances_per_second, commits_per_second, p50_ms, p99_ms } = &line.engine;
    vec![
        line.store.to_owned(),
        line.clients.to_string(),
        format!("{:.0}", instances_per_second.unwrap_or_default()),
        format!("{commits_per_second:.0}"),
        format!("{p50_ms:.2}"),
        format!("{p99_ms:.2}"),
        format!("{:.0}", line.ceiling.commits_per_second),
        format!("{:.2}", line.ceiling.p50_ms),
        format!("{:.2}", line.ceiling.p99_ms),
        format!("{:.0}", line.share),
    ]
}
