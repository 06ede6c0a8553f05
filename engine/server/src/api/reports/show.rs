//! `GET /reports/{report}`

use axum::Json;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use reglament_core::access::{self, Action};
use reglament_core::text::Lang;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::docs::ReadProblems;
use crate::api::extract::Names;
use crate::api::problem::{Code, Problem};
use crate::app::App;
use crate::auth::Caller;
use crate::record;
use crate::reports::export::{self, Content, Format};
use crate::reports::model::{Cell, Section, Value};
use crate::reports::spec::{Kind, Spec};
use crate::reports::{Report, Viewer, make};

/// A report.
#[derive(Serialize, ToSchema)]
pub struct ReportBody {
    /// Its name.
    report: &'static str,
    /// What it is called.
    title: String,
    /// Its period, or the moment it is of, in words.
    period: String,
    /// Its sections.
    sections: Vec<SectionBody>,
}

/// A section of a report.
#[derive(Serialize, ToSchema)]
pub struct SectionBody {
    /// Its name.
    id: &'static str,
    /// What it is called.
    title: String,
    /// How its figures are counted.
    how: String,
    /// Its figures at a glance.
    figures: Vec<FigureBody>,
    /// The names of the columns of its table.
    columns: Vec<&'static str>,
    /// Its rows, as long as the columns.
    rows: Vec<Vec<CellBody>>,
    /// What is left out of its figures.
    excluded: Vec<FigureBody>,
    /// Whether it could not be made.
    failed: bool,
}

/// A figure with its name.
#[derive(Serialize, ToSchema)]
pub struct FigureBody {
    /// Its name, in words.
    label: String,
    /// The figure.
    #[serde(flatten)]
    cell: CellBody,
}

/// A cell: words, a number, or so many of so many.
#[derive(Default, Serialize, ToSchema)]
pub struct CellBody {
    /// What it says, in words.
    text: String,
    /// A count, minutes, days; absent where the cell holds no number.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<i64>,
    /// Of how many `number` are a part.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u64>,
    /// The page of what it counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<String>,
}

impl ReportBody {
    fn of(lang: Lang, report: &Report) -> Self {
        Self {
            report: report.name,
            title: report.title.clone(),
            period: report.period.clone(),
            sections: report
                .sections
                .iter()
                .map(|section| SectionBody::of(lang, section))
                .collect(),
        }
    }
}

impl SectionBody {
    fn of(lang: Lang, section: &Section) -> Self {
        let figures = |tiles: &[crate::reports::model::Tile]| {
            let figure = |tile: &crate::reports::model::Tile| FigureBody {
                label: tile.label.clone(),
                cell: CellBody::of(lang, &tile.cell),
            };
            tiles.iter().map(figure).collect()
        };
        let table = section.table.as_ref();
        let columns = table.map(|it| it.columns.iter().map(|column| column.name).collect());
        let row = |row: &Vec<Cell>| row.iter().map(|cell| CellBody::of(lang, cell)).collect();
        Self {
            id: section.id,
            title: section.title.clone(),
            how: section.how.clone(),
            figures: figures(&section.tiles),
            columns: columns.unwrap_or_default(),
            rows: table.map(|it| it.rows.iter().map(row).collect()).unwrap_or_default(),
            excluded: figures(&section.excluded),
            failed: section.failed,
        }
    }
}

impl CellBody {
    fn of(lang: Lang, cell: &Cell) -> Self {
        let count = |count: u64| Some(i64::try_from(count).unwrap_or(i64::MAX));
        let (number, of) = match &cell.value {
            Value::Count(it) | Value::Minutes(it) | Value::Days(it) => (count(*it), None),
            Value::Change(change) => (Some(*change), None),
            Value::Share(share) => (count(share.part), Some(share.whole)),
            Value::TenthsOfDays(_)
            | Value::None
            | Value::Text(_)
            | Value::Date(_)
            | Value::Moment(_) => (None, None),
        };
        Self { text: cell.words(lang), number, of, list: cell.href.clone() }
    }
}

/// Shows a report
///
/// `now`, `period`, `extensions`, `complaints`, `desk`, `forecast` or `paths`, with the filters of its page: `from` and
/// `until` or `last` (days), `office`, `process`, `edition`, `unit`, `step`, `person`, `ground`, `outcome`. As
/// JSON, or with `Accept: text/csv` or that of a spreadsheet as a file. The words follow `Accept-Language`.
#[utoipa::path(
    get, path = "/reports/{report}", tag = "reports",
    params(
        ("report" = String, Path, description = "The report", example = "period"),
        ("from" = Option<String>, Query, description = "The first day", example = "2026-01-01"),
        ("until" = Option<String>, Query, description = "The last day", example = "2026-01-31"),
        ("last" = Option<u32>, Query, description = "The last so many days instead"),
        ("office" = Option<String>, Query, description = "Of this office; `-` for cases without one"),
        ("process" = Option<String>, Query, description = "Of this process"),
    ),
    responses(
        (status = 200, description = "The report", content(
            (ReportBody = "application/json"), (String = "text/csv"),
        )),
        ReadProblems,
    ),
)]
pub async fn show_report(
    State(app): State<App>,
    Caller(actor): Caller,
    Names(name): Names<String>,
    headers: HeaderMap,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    access::check(&actor, &Action::ReadReports)?;
    let nothing = || Problem::new(Code::NotFound, "there is no such report");
    let kind = Kind::named(&name).ok_or_else(nothing)?;
    let lang = language(&headers);
    let viewer = Viewer::new(&app, &actor, lang).await?;
    let spec = Spec::read(kind, &pairs, viewer.today());
    let detail = format!("{name}?{}", spec.query());
    record::outside(&app, actor.name(), "read_report", detail).await?;
    let report = make(&viewer, &spec).await;
    let accept = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
    if accept.starts_with("text/csv") {
        let file = export::csv(lang, &Content::of(&viewer, &report));
        return Ok(([(CONTENT_TYPE, Format::Csv.media_type())], file).into_response());
    }
    if accept.starts_with(Format::Xlsx.media_type()) {
        let file = export::xlsx(lang, &Content::of(&viewer, &report));
        let file = file.map_err(|error| Problem::fault(&error))?;
        return Ok(([(CONTENT_TYPE, Format::Xlsx.media_type())], file).into_response());
    }
    Ok(Json(ReportBody::of(lang, &report)).into_response())
}

fn language(headers: &HeaderMap) -> Lang {
    let asked = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let asked = asked.and_then(|asked| asked.get(..2)?.parse().ok());
    asked.unwrap_or(Lang::Ru)
}
