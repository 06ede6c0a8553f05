//! Separated values: UTF-8 with its mark, semicolons where a comma is the decimal sign, days and moments
//! by ISO 8601.

use reglament_core::text::Lang;

use super::Content;
use crate::api::reports::separated;
use crate::reports::model::Value;

/// The mark by which spreadsheets know UTF-8.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The file.
pub fn csv(lang: Lang, content: &Content) -> Vec<u8> {
    let separator = if lang == Lang::En { ',' } else { ';' };
    let mut out = String::from(BYTE_ORDER_MARK);
    for (number, (title, table)) in content.tables.iter().enumerate() {
        if number > 0 {
            out.push_str("\r\n");
        }
        let head: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
        if content.tables.len() > 1 {
            out.push_str(&separated(separator, [vec![title.clone()]]));
        }
        out.push_str(&separated(separator, [head]));
        for row in &table.rows {
            let cells: Vec<Field> = row.iter().map(|cell| field(lang, &cell.value)).collect();
            out.push_str(&line(separator, cells));
        }
    }
    out.into_bytes()
}

enum Field {
    Words(String),
    Number(String),
}

fn field(lang: Lang, value: &Value) -> Field {
    match value {
        Value::None => Field::Number(String::new()),
        Value::Text(text) => Field::Words(text.clone()),
        Value::Count(count) => Field::Number(count.to_string()),
        Value::Change(change) => Field::Number(change.to_string()),
        Value::Share(share) => match share.permille() {
            Some(permille) => Field::Number(tenths(lang, permille)),
            None => Field::Number(String::new()),
        },
        Value::Minutes(minutes) => Field::Number(minutes.to_string()),
        Value::TenthsOfDays(days) => Field::Number(tenths(lang, *days)),
        Value::Days(days) => Field::Number(days.to_string()),
        Value::Date(date) => Field::Number(date.to_string()),
        Value::Moment(at) => Field::Number(at.to_string()),
    }
}

fn tenths(lang: Lang, tenths: u64) -> String {
    let point = if lang == Lang::En { '.' } else { ',' };
    format!("{}{point}{}", tenths / 10, tenths % 10)
}

/// A line; what people wrote is guarded against being run as a formula, numbers are what they are.
fn line(separator: char, fields: Vec<Field>) -> String {
    let mut cells = Vec::new();
    for field in fields {
        cells.push(match field {
            Field::Number(number) => number,
            Field::Words(words) => {
                separated(separator, [vec![words]]).trim_end_matches("\r\n").to_owned()
            }
        });
    }
    format!("{}\r\n", cells.join(&separator.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::model::{Cell, Table};
    use crate::reports::spread::Share;

    #[test]
    fn a_file_opens_in_a_spreadsheet_of_its_language() {
        let mut table = Table::new(Lang::Ru, &["service", "#count"]);
        let share = Cell::of(Value::Share(Share { part: 1, whole: 16 }));
        table.row(vec![Cell::text("=cmd()"), Cell::of(Value::Change(-5))]);
        table.row(vec![Cell::text("a;b"), share]);
        let content = Content { tables: vec![("t".to_owned(), table)], ..Content::default() };
        let text = |lang| String::from_utf8(csv(lang, &content)).unwrap();
        let lines: Vec<String> = text(Lang::Ru).lines().skip(1).map(str::to_owned).collect();
        assert!(text(Lang::Ru).starts_with('\u{feff}'));
        assert_eq!(lines, ["\"'=cmd()\";-5", "\"a;b\";6,3"]);
        let lines: Vec<String> = text(Lang::En).lines().skip(1).map(str::to_owned).collect();
        assert_eq!(lines, ["\"'=cmd()\",-5", "a;b,6.3"]);
    }
}
