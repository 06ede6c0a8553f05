//! The rows of a table of actions, from CSV or Markdown.

use reglament_core::table::skeleton::{ACTIONS_MAX, Rows};

/// The records of a CSV file.
pub(super) fn of_csv(text: &str) -> Result<Vec<Vec<String>>, csv::Error> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let record = |record: csv::StringRecord| record.iter().map(str::to_owned).collect();
    reader.records().map(|one| one.map(record)).collect()
}

/// The rows of a Markdown table; the rule below its head is none.
pub(super) fn of_markdown(text: &str) -> Vec<Vec<String>> {
    let is_rule =
        |row: &Vec<String>| row.iter().all(|cell| cell.trim_matches([':', '-']).is_empty());
    let lines = text.lines().map(str::trim).filter(|line| line.starts_with('|'));
    lines.map(cells).filter(|row| !is_rule(row)).collect()
}

/// The cells of a line; a mark behind `\` is a letter like others.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut letters = line.trim_matches(' ').chars().skip(1);
    while let Some(letter) = letters.next() {
        match (letter, cells.last_mut()) {
            ('\\', Some(cell)) => cell.extend(letters.next()),
            ('|', _) => cells.push(String::new()),
            (letter, Some(cell)) => cell.push(letter),
            _ => {}
        }
    }
    cells.pop(); // what stands behind the last bar
    let plain = |cell: String| cell.trim().replace("&lt;", "<").replace("&amp;", "&");
    cells.into_iter().map(plain).collect()
}

/// The actions of a table: five rows, each with its number and its label before the cells.
pub(super) fn actions(rows: &[Vec<String>]) -> Result<Rows, String> {
    let numbered =
        |n: usize| rows.iter().find(|row| row.first().is_some_and(|cell| *cell == n.to_string()));
    let mut found = Rows::default();
    for (n, row) in found.iter_mut().enumerate() {
        let cells = numbered(n + 1).ok_or_else(|| {
            format!(
                "there is no row {}; the table has the rows 1 to 5, the number in the first column",
                n + 1
            )
        })?;
        *row = cells.iter().skip(2).map(|cell| cell.trim().to_owned()).collect();
    }
    let count = found[0].len();
    if count == 0 || count > ACTIONS_MAX {
        return Err(format!("the table has {count} actions; a regulation has 1 to {ACTIONS_MAX}"));
    }
    match found.iter().position(|row| row.len() != count) {
        Some(n) => {
            Err(format!("row {} has {} actions and row 1 has {count}", n + 1, found[n].len()))
        }
        None => Ok(found),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_of_markdown_reads_back_as_it_was() {
        let text = "**T**\n\n| 1 | № | 1 |\n| --- | --- | --- |\n| 2 | СФЕ | a \\| b \\*c\\* &lt;d> &amp; |\n";
        let rows = of_markdown(text);
        assert_eq!(rows, [vec!["1", "№", "1"], vec!["2", "СФЕ", "a | b *c* <d> &"]]);
        assert!(actions(&rows).unwrap_err().contains("there is no row 3"));
    }

    #[test]
    fn rows_of_other_lengths_are_refused() {
        let csv = "1,n,1,2\n2,u,a,b\n3,t,c,d\n4,f,e,f\n5,w,g\n";
        let told = actions(&of_csv(csv).unwrap()).unwrap_err();
        assert_eq!(told, "row 5 has 1 actions and row 1 has 2");
    }
}
