//! A spreadsheet: a sheet for each table, with typed cells, a heading that stays and filters.

use reglament_core::text::Lang;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::Content;
use crate::reports::model::{Cell, Column, Value};

/// A sheet's name has at most so many letters.
const NAME_LETTERS_MAX: usize = 28;
/// Letters that a sheet's name must not have.
const NAME_FORBIDDEN: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// A column is at most so wide, in characters.
const WIDTH_MAX: usize = 48;
const MINUTES_OF_DAY: f64 = 1440.0;

/// The file.
pub fn xlsx(lang: Lang, content: &Content) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    for (number, (title, table)) in content.tables.iter().enumerate() {
        let sheet = book.add_worksheet();
        sheet.set_name(name(number, title))?;
        heading(sheet, &table.columns)?;
        for (row, cells) in (1_u32..).zip(&table.rows) {
            for (column, cell) in (0_u16..).zip(cells) {
                put(sheet, (row, column), lang, cell)?;
            }
        }
        let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let rows = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
        sheet.autofilter(0, 0, rows, last)?;
        sheet.set_freeze_panes(1, 1)?;
    }
    book.save_to_buffer()
}

/// The name of a sheet: its number keeps it from another one's.
fn name(number: usize, title: &str) -> String {
    let clean = title.chars().filter(|letter| !NAME_FORBIDDEN.contains(letter));
    let clean: String = clean.take(NAME_LETTERS_MAX - 3).collect();
    format!("{} {}", number + 1, clean.trim_matches('\'').trim())
}

fn heading(sheet: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold().set_text_wrap();
    for (place, column) in (0_u16..).zip(columns) {
        sheet.write_string_with_format(0, place, &column.title, &bold)?;
        let width = if column.is_number { 14 } else { column.title.chars().count().max(24) };
        let width = u32::try_from(width.min(WIDTH_MAX)).unwrap_or(24);
        sheet.set_column_width(place, f64::from(width))?;
    }
    Ok(())
}

fn put(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    lang: Lang,
    cell: &Cell,
) -> Result<(), XlsxError> {
    let format = |code: &str| Format::new().set_num_format(code);
    match &cell.value {
        Value::None => return Ok(()),
        Value::Text(text) => sheet.write_string(row, column, text)?,
        Value::Count(count) | Value::Days(count) => {
            sheet.write_number_with_format(row, column, number(*count), &format("#,##0"))?
        }
        Value::Change(change) => {
            let size = number(change.unsigned_abs());
            let value = if *change < 0 { -size } else { size };
            sheet.write_number_with_format(row, column, value, &format("+#,##0;-#,##0;0"))?
        }
        Value::Share(share) if share.whole == 0 => return Ok(()),
        Value::Share(share) => {
            let value = number(share.part) / number(share.whole);
            sheet.write_number_with_format(row, column, value, &format("0.0%"))?
        }
        Value::Minutes(minutes) => {
            let value = number(*minutes) / MINUTES_OF_DAY;
            sheet.write_number_with_format(row, column, value, &format("[h]:mm"))?
        }
        Value::TenthsOfDays(tenths) => {
            sheet.write_number_with_format(row, column, number(*tenths) / 10.0, &format("0.0"))?
        }
        Value::Date(date) => match excel(date.at(0, 0, 0, 0)) {
            Ok(at) => sheet.write_datetime_with_format(row, column, &at, &format("yyyy-mm-dd"))?,
            Err(_) => sheet.write_string(row, column, cell.words(lang))?,
        },
        Value::Moment(at) => match excel(*at) {
            Ok(at) => {
                sheet.write_datetime_with_format(row, column, &at, &format("yyyy-mm-dd hh:mm"))?
            }
            Err(_) => sheet.write_string(row, column, cell.words(lang))?,
        },
    };
    Ok(())
}

/// A moment as spreadsheets keep it, which know none before 1900.
fn excel(at: jiff::civil::DateTime) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: i8| u8::try_from(part).unwrap_or_default();
    let year = u16::try_from(at.year()).unwrap_or_default();
    ExcelDateTime::from_ymd(year, part(at.month()), part(at.day()))?.and_hms(
        u16::from(part(at.hour())),
        part(at.minute()),
        f64::from(at.second()),
    )
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]
const fn number(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::model::Table;

    #[test]
    fn every_title_is_a_name_of_a_sheet() {
        let mut table = Table::new(Lang::Ru, &["service", "#count", "day"]);
        let day = jiff::civil::date(1812, 9, 7);
        table.row(vec![
            Cell::text("=cmd()"),
            Cell::of(Value::Change(-5)),
            Cell::of(Value::Date(day)),
        ]);
        let titles =
            ["a/b:c*?", "", "Офис × неделя: доля дел, завершённых в срок, по неделям", "''"];
        let tables = titles.map(|title| (title.to_owned(), table.clone())).to_vec();
        let content = Content { tables, ..Content::default() };
        let file = xlsx(Lang::Ru, &content).unwrap();
        assert!(file.starts_with(b"PK"), "a spreadsheet is a ZIP archive");
    }
}
