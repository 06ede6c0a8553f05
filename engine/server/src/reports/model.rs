//! What a report is made of: sections with tiles, a chart and a table. Cells keep what they say as a value,
//! so that a page shows words, a spreadsheet numbers and the API both.

use jiff::civil::Date;
use reglament_core::text::Lang;
use rust_decimal::Decimal;

use super::chart::Chart;
use super::pick::Pick;
use super::spread::{Share, Spread};
use crate::pages::format;
use crate::texts::say;

/// Of fewer cases no per cent are said: one case would be too much of them.
const PERCENT_FROM: u64 = 10;
/// Of fewer cases nothing is said of the slowest twentieth.
const P95_FROM: u64 = 30;

/// A report, ready to be shown.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Its name in addresses.
    pub name: &'static str,
    /// What it is called.
    pub title: String,
    /// Its period, or the moment it is of.
    pub period: String,
    /// What was chosen, in words.
    pub chosen: Vec<String>,
    /// Its sections.
    pub sections: Vec<Section>,
}

/// A section of a report.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its name, unique in the report.
    pub id: &'static str,
    /// What it is called.
    pub title: String,
    /// How its figures are counted.
    pub how: String,
    /// Its figures at a glance.
    pub tiles: Vec<Tile>,
    /// Its picture.
    pub chart: Option<Chart>,
    /// A picture at an address of its own.
    pub picture: Option<Picture>,
    /// Its figures.
    pub table: Option<Table>,
    /// What is left out of its figures, with the list of it.
    pub excluded: Vec<Tile>,
    /// Whether it could not be made.
    pub failed: bool,
}

/// A picture at an address of its own: its style and its names are not those of the page.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Where it is.
    pub href: String,
    /// What it shows, and where the same stands in words.
    pub words: String,
}

/// A figure with its name.
#[derive(Clone, Debug)]
pub struct Tile {
    /// Its name.
    pub label: String,
    /// The figure.
    pub cell: Cell,
    /// `good`, `warn`, `bad` or nothing.
    pub tone: &'static str,
}

/// A table of figures.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, as long as the columns.
    pub rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name in the API.
    pub name: &'static str,
    /// What it is called.
    pub title: String,
    /// Whether it holds numbers.
    pub is_number: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub struct Cell {
    /// What it says.
    pub value: Value,
    /// The list of what it counts.
    pub href: Option<String>,
    /// How bad a share is, for heat maps: 0 not at all … 4.
    pub heat: u8,
}

/// What a cell says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Value {
    /// Nothing: there is no such figure.
    #[default]
    None,
    /// Words.
    Text(String),
    /// A count.
    Count(u64),
    /// A change of a count.
    Change(i64),
    /// So many of so many.
    Share(Share),
    /// Minutes.
    Minutes(u64),
    /// Tenths of a day.
    TenthsOfDays(u64),
    /// Working days.
    Days(u64),
    /// A day.
    Date(Date),
    /// A moment, by the clock on the wall.
    Moment(jiff::civil::DateTime),
}

impl Section {
    /// A section of this name; its title and explanation stand in the catalogue.
    pub fn new(lang: Lang, id: &'static str) -> Self {
        Self {
            id,
            title: say(lang, &format!("report-section-{id}"), &[]),
            how: say(lang, &format!("report-how-{id}"), &[]),
            ..Self::default()
        }
    }

    /// The same with a tile.
    #[must_use]
    pub fn tile(mut self, lang: Lang, name: &str, tone: &'static str, cell: Cell) -> Self {
        let label = say(lang, &format!("report-col-{name}"), &[]);
        self.tiles.push(Tile { label, cell, tone });
        self
    }

    /// The same with something that is left out, if there is any of it.
    #[must_use]
    pub fn excluding(mut self, lang: Lang, name: &str, count: u64, pick: &Pick) -> Self {
        if count > 0 {
            let label = say(lang, &format!("report-without-{name}"), &[]);
            self.excluded.push(Tile { label, cell: Cell::count(count, pick), tone: "" });
        }
        self
    }

    /// The same with a table.
    #[must_use]
    pub fn with(self, table: Table) -> Self {
        Self { table: Some(table), ..self }
    }

    /// The same with a chart.
    #[must_use]
    pub fn drawn(self, chart: Chart) -> Self {
        Self { chart: Some(chart), ..self }
    }
}

impl Table {
    /// A table with these columns: `#` before the name of one that holds numbers.
    pub fn new(lang: Lang, columns: &[&'static str]) -> Self {
        let column = |name: &&'static str| {
            let bare = name.trim_start_matches('#');
            Column {
                name: bare,
                title: say(lang, &format!("report-col-{bare}"), &[]),
                is_number: name.starts_with('#'),
            }
        };
        Self { columns: columns.iter().map(column).collect(), rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }
}

impl Cell {
    /// Words.
    pub fn text(text: impl Into<String>) -> Self {
        Self { value: Value::Text(text.into()), ..Self::default() }
    }

    /// A value without a list.
    pub fn of(value: Value) -> Self {
        Self { value, ..Self::default() }
    }

    /// The same, with the list of what it counts.
    #[must_use]
    pub fn to(self, pick: &Pick) -> Self {
        Self { href: Some(pick.href()), ..self }
    }

    /// A count with its list.
    pub fn count(count: u64, pick: &Pick) -> Self {
        Self::of(Value::Count(count)).to(pick)
    }

    /// A share; its list is of all that are counted.
    pub fn share(share: Share, pick: &Pick) -> Self {
        if share.whole == 0 { Self::default() } else { Self::of(Value::Share(share)).to(pick) }
    }

    /// A share of a heat map: the more of it is missing, the hotter.
    pub fn heat(share: Share, pick: &Pick) -> Self {
        let heat = match share.permille().filter(|_| share.whole >= PERCENT_FROM) {
            Some(0..=699) => 4,
            Some(700..=799) => 3,
            Some(800..=899) => 2,
            Some(900..=969) => 1,
            _ => 0,
        };
        Self { heat, ..Self::share(share, pick) }
    }

    /// A percentile of minutes; its list is of all that were measured.
    pub fn percentile(spread: &mut Spread, p: usize, pick: &Pick) -> Self {
        let enough = p < 95 || p == 100 || spread.count() >= P95_FROM;
        match spread.percentile(p).filter(|_| enough) {
            Some(value) => Self::of(Value::Minutes(u64::from(value))).to(pick),
            None => Self::default(),
        }
    }

    /// What a page shows.
    pub fn words(&self, lang: Lang) -> String {
        self.value.words(lang)
    }
}

impl Value {
    /// In words.
    pub fn words(&self, lang: Lang) -> String {
        let whole = |count: u64| format::number(lang, Decimal::from(count), 0);
        match self {
            Self::None => "—".to_owned(),
            Self::Text(text) => text.clone(),
            Self::Count(count) => whole(*count),
            Self::Change(change) if *change > 0 => format!("+{}", whole(change.unsigned_abs())),
            Self::Change(change) => format::number(lang, Decimal::from(*change), 0),
            Self::Share(share) => share_in_words(lang, *share),
            Self::Minutes(minutes) => minutes_in_words(lang, *minutes),
            Self::TenthsOfDays(tenths) => tenths_in_words(lang, *tenths),
            Self::Days(days) => say(lang, "report-days", &[("days", (*days).into())]),
            Self::Date(date) => format::date(lang, *date),
            Self::Moment(at) => {
                format!("{}, {}", format::date(lang, at.date()), format::time(at.time()))
            }
        }
    }
}

/// Per cent, or `7 of 9` where there are too few.
fn share_in_words(lang: Lang, share: Share) -> String {
    if let Some(permille) = share.permille().filter(|_| share.whole >= PERCENT_FROM) {
        let percent = tenths_in_words(lang, permille);
        say(lang, "report-percent", &[("percent", percent.into())])
    } else {
        let args = [("part", share.part.into()), ("whole", share.whole.into())];
        say(lang, "report-of", &args)
    }
}

/// Hours with one decimal; minutes below one hour.
fn minutes_in_words(lang: Lang, minutes: u64) -> String {
    if minutes < 60 {
        return say(lang, "report-minutes", &[("minutes", minutes.into())]);
    }
    // Tenths of an hour, half a tenth rounded up.
    let hours = tenths_in_words(lang, (minutes + 3) / 6);
    say(lang, "report-hours", &[("hours", hours.into())])
}

fn tenths_in_words(lang: Lang, tenths: u64) -> String {
    let tenths = i64::try_from(tenths).unwrap_or(i64::MAX);
    format::number(lang, Decimal::new(tenths, 1), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(lang: Lang, value: &Value) -> String {
        value.words(lang).replace('\u{a0}', " ")
    }

    #[test]
    fn few_cases_have_no_per_cent() {
        let share = |part, whole| Value::Share(Share { part, whole });
        assert_eq!(words(Lang::Ru, &share(7, 9)), "7 из 9");
        assert_eq!(words(Lang::Kk, &share(7, 9)), "9 ішінен 7");
        assert_eq!(words(Lang::En, &share(7, 9)), "7 of 9");
        assert_eq!(words(Lang::Ru, &share(9, 10)), "90 %");
        assert_eq!(words(Lang::Ru, &share(2, 30)), "6,7 %");
        assert_eq!(words(Lang::En, &share(2, 30)), "6.7%");
    }

    #[test]
    fn minutes_are_hours_from_one_hour_on() {
        let minutes = |minutes| words(Lang::Ru, &Value::Minutes(minutes));
        assert_eq!((minutes(0), minutes(59)), ("0 мин".into(), "59 мин".into()));
        assert_eq!((minutes(60), minutes(62)), ("1 ч".into(), "1 ч".into()));
        assert_eq!((minutes(63), minutes(75_000)), ("1,1 ч".into(), "1 250 ч".into()));
    }

    #[test]
    fn a_percentile_of_few_cases_says_nothing_of_the_slowest() {
        let mut spread = Spread::default();
        (1..=29).for_each(|value| spread.add(value));
        let day = jiff::civil::date(2026, 1, 1);
        let pick = Pick {
            of: super::super::pick::Of::Open,
            from: day,
            until: day,
            with: std::collections::BTreeMap::new(),
        };
        assert_eq!(Cell::percentile(&mut spread, 95, &pick).value, Value::None);
        assert_eq!(Cell::percentile(&mut spread, 100, &pick).value, Value::Minutes(29));
        assert_eq!(Cell::percentile(&mut spread, 80, &pick).value, Value::Minutes(24));
        spread.add(30);
        assert_eq!(Cell::percentile(&mut spread, 95, &pick).value, Value::Minutes(29));
    }
}
