//! The table in Markdown.

use super::{Row, Table};

impl Table {
    /// The table in Markdown (GitHub's tables). The first row is its head, for there is no other.
    pub fn to_markdown(&self) -> String {
        let (title, caption) = (escaped(&self.title), escaped(&self.caption));
        let rows = self.rows.iter().map(|row| {
            let rule = format!("\n|{}", " --- |".repeat(row.cells.len() + 2));
            line(row) + if row.number == 1 { &rule } else { "" }
        });
        let rows: Vec<String> = rows.collect();
        format!("**{title}**\n\n{caption} {}\n\n{}\n", escaped(&self.head), rows.join("\n"))
    }
}

fn line(row: &Row) -> String {
    let cells: Vec<String> = row.cells.iter().map(|cell| escaped(cell)).collect();
    format!("| {} | {} | {} |", row.number, escaped(&row.label), cells.join(" | "))
}

/// What a cell may not contain as it stands: marks of Markdown, tags, line breaks.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => safe.push(' '),
            '<' => safe += "&lt;",
            '&' => safe += "&amp;",
            '|' | '*' | '_' | '`' | '\\' | '[' => safe.extend(['\\', letter]),
            letter => safe.push(letter),
        }
    }
    safe
}
