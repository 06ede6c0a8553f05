//! A saved report as a mail tells it: a short text and a spreadsheet. It names no person.

use reglament_core::command::Actor;
use reglament_core::text::Lang;
use reglament_store::{SavedReport, StoreError};
use rust_xlsxwriter::XlsxError;

use super::export::{Content, xlsx};
use super::make::make;
use super::model::{Report, Value};
use super::spec::{Kind, Spec};
use super::viewer::Viewer;
use crate::app::App;

/// Sections that name people or cases; a mail leaves them to the page, which asks who looks.
const NAMES_PEOPLE: [&str; 4] = ["officers", "holders", "critical", "expected"];

/// What a mail says.
#[derive(Clone, Debug)]
pub struct Digest {
    /// What the report is called.
    pub subject: String,
    /// Its period and its figures at a glance, a line each.
    pub lines: Vec<String>,
    /// The path of its page.
    pub path: String,
    /// Whether there is nothing in it: every figure is zero or none.
    pub is_empty: bool,
    /// The tables.
    pub xlsx: Vec<u8>,
    /// What the file is called.
    pub file_name: String,
}

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum DigestError {
    /// The report is none that the product knows.
    #[error("there is no report `{0}`")]
    NoSuchReport(String),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The spreadsheet could not be written.
    #[error(transparent)]
    Sheet(#[from] XlsxError),
}

/// The digest of a saved report, with what `reader` may see, in this language.
pub async fn digest(
    app: &App,
    saved: &SavedReport,
    reader: &Actor,
    lang: Lang,
) -> Result<Digest, DigestError> {
    let kind = Kind::named(&saved.report);
    let kind = kind.ok_or_else(|| DigestError::NoSuchReport(saved.report.clone()))?;
    let viewer = Viewer::new(app, reader, lang).await?;
    let spec = Spec::read(kind, &pairs(&saved.query), viewer.today());
    let mut report = make(&viewer, &spec).await;
    report.sections.retain(|section| !NAMES_PEOPLE.contains(&section.id));
    let file = xlsx(lang, &Content::of(&viewer, &report))?;
    Ok(Digest {
        subject: format!("{} · {}", saved.name, report.title),
        lines: lines(lang, &report),
        path: spec.href(),
        is_empty: is_empty(&report),
        xlsx: file,
        file_name: format!("{}-{}.xlsx", kind.name(), viewer.today()),
    })
}

/// The pairs of a query.
pub fn pairs(query: &str) -> Vec<(String, String)> {
    let uri = format!("/?{query}").parse::<axum::http::Uri>();
    let read = uri
        .ok()
        .and_then(|uri| axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&uri).ok());
    read.map(|query| query.0).unwrap_or_default()
}

fn lines(lang: Lang, report: &Report) -> Vec<String> {
    let tiles = report.sections.iter().flat_map(|section| &section.tiles);
    let figures = tiles.map(|tile| format!("{}: {}", tile.label, tile.cell.words(lang)));
    std::iter::once(report.period.clone()).chain(report.chosen.clone()).chain(figures).collect()
}

fn is_empty(report: &Report) -> bool {
    let cells = |section: &super::model::Section| {
        let tiles = section.tiles.iter().map(|tile| tile.cell.value.clone());
        let rows = section.table.iter().flat_map(|table| table.rows.iter().flatten());
        tiles.chain(rows.map(|cell| cell.value.clone())).collect::<Vec<_>>()
    };
    report.sections.iter().flat_map(cells).all(|value| match value {
        Value::Count(count) => count == 0,
        Value::Change(change) => change == 0,
        Value::Share(share) => share.whole == 0,
        Value::Minutes(_) | Value::TenthsOfDays(_) | Value::Days(_) | Value::Moment(_) => false,
        Value::None | Value::Text(_) | Value::Date(_) => true,
    })
}
