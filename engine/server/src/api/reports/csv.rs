//! Tables as CSV (RFC 4180), safe to open in a spreadsheet.

/// A table as CSV.
pub fn csv(rows: impl IntoIterator<Item = Vec<String>>) -> String {
    separated(',', rows)
}

/// The same with another separator, as spreadsheets want it where a comma is the decimal sign.
pub fn separated(separator: char, rows: impl IntoIterator<Item = Vec<String>>) -> String {
    rows.into_iter().map(|row| line(separator, &row)).collect()
}

fn line(separator: char, cells: &[String]) -> String {
    let cells: Vec<_> = cells.iter().map(|cell| quoted(separator, cell)).collect();
    format!("{}\r\n", cells.join(&separator.to_string()))
}

fn quoted(separator: char, cell: &str) -> String {
    // A spreadsheet runs what begins like a formula; an apostrophe makes it a text.
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    if cell.contains([separator, '"', '\n', '\r']) || !guard.is_empty() {
        format!("\"{guard}{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_are_texts() {
        let row = ["plain", "a,b", "say \"hi\"", "=1+1", "-5"].map(str::to_owned).to_vec();
        assert_eq!(csv([row]), "plain,\"a,b\",\"say \"\"hi\"\"\",\"'=1+1\",\"'-5\"\r\n");
    }
}
