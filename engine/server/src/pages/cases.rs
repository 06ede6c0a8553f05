//! The list behind a figure of a report: exactly the cases, tasks or events that it counts.

use axum::extract::{Path, Query};
use reglament_core::access::Action;
use reglament_core::text::Lang;
use serde::Serialize;

use super::error::PageError;
use super::render::View;
use super::report::{FileLink, TableView, attached, bytes};
use super::visit::{PageResult, Visit};
use crate::record;
use crate::reports::Viewer;
use crate::reports::cases::{Window, list};
use crate::reports::export::{Content, Format, LINES_MAX};
use crate::reports::pick::{Of, Pick};
use crate::texts::say;

/// Lines on one page.
const ROWS: u64 = 100;
/// Pages beyond this are not asked for by people.
const PAGE_MAX: u64 = 100_000;

/// The list.
#[derive(Clone, Debug, Serialize)]
pub struct CasesPage {
    /// What is listed.
    pub heading: String,
    /// How many in all.
    pub count: String,
    /// The conditions, in words.
    pub conditions: Vec<String>,
    /// The lines of this page.
    pub table: Option<TableView>,
    /// The same as files.
    pub files: Vec<FileLink>,
    /// The page before.
    pub previous: Option<String>,
    /// The next page.
    pub next: Option<String>,
}

impl View for CasesPage {
    const TEMPLATE: &'static str = "cases";

    fn title(&self, _: Lang) -> String {
        self.heading.clone()
    }
}

/// Shows the list.
pub async fn show(visit: Visit, Query(pairs): Query<Vec<(String, String)>>) -> PageResult {
    visit.require(&Action::ReadReports)?;
    let viewer = Viewer::new(&visit.app, &visit.actor(), visit.lang).await?;
    let pick = Pick::read(&pairs, viewer.today()).ok_or(PageError::NotFound)?;
    let page = pairs.iter().find(|(name, _)| name == "page");
    let page = page.and_then(|(_, page)| page.parse::<u64>().ok()).unwrap_or(1).clamp(1, PAGE_MAX);
    let skip = (page - 1) * ROWS;
    let listed = list(&viewer, &pick, Window { skip, limit: ROWS }).await?;
    let person = visit.by.person.person.as_str();
    record::outside(&visit.app, person, "read_list", pick.href()).await?;
    let at = |page: u64| format!("{}&page={page}", pick.href());
    let heading = viewer.say(&format!("cases-of-{}", pick.of.name()));
    let query = pick.href().split_once('?').map(|it| it.1.to_owned()).unwrap_or_default();
    let files = Format::ALL.map(|format| super::report::file_of("/cases", format, &query));
    visit.page(&CasesPage {
        count: super::report::counted(visit.lang, listed.count),
        conditions: conditions(&viewer, &pick),
        table: (listed.count > 0).then(|| TableView::of(visit.lang, &heading, &listed.table)),
        files: files.to_vec(),
        previous: (page > 1).then(|| at(page - 1)),
        next: (skip + ROWS < listed.count).then(|| at(page + 1)),
        heading,
    })
}

fn conditions(viewer: &Viewer, pick: &Pick) -> Vec<String> {
    let day = |day| super::format::date(viewer.lang, day).into();
    let args = [("from", day(pick.from)), ("until", day(pick.until))];
    let period = matches!(pick.of, Of::Facts(_));
    let period = period.then(|| say(viewer.lang, "report-period", &args));
    let others = pick.with.iter().map(|(name, value)| viewer.condition(name, value));
    period.into_iter().chain(others).collect()
}

/// The list as a file: all of it.
pub async fn file(
    visit: Visit,
    Path(format): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> PageResult {
    visit.require(&Action::ReadReports)?;
    let format = Format::named(&format).ok_or(PageError::NotFound)?;
    let viewer = Viewer::new(&visit.app, &visit.actor(), visit.lang).await?;
    let pick = Pick::read(&pairs, viewer.today()).ok_or(PageError::NotFound)?;
    let person = visit.by.person.person.as_str();
    record::outside(&visit.app, person, "export_list", pick.href()).await?;
    let listed = list(&viewer, &pick, Window { skip: 0, limit: LINES_MAX }).await?;
    let title = viewer.say(&format!("cases-of-{}", pick.of.name()));
    let mut notes = conditions(&viewer, &pick);
    let mut table = listed.table;
    if listed.count > LINES_MAX {
        let left = say(visit.lang, "report-cut", &[("count", (listed.count - LINES_MAX).into())]);
        notes.push(left.clone());
        let mut last = vec![crate::reports::model::Cell::default(); table.columns.len()];
        last[0] = crate::reports::model::Cell::text(left);
        table.row(last);
    }
    let content = Content { title: title.clone(), notes, tables: vec![(title, table)] };
    let name = format!("cases-{}.{}", viewer.today(), format.name());
    Ok(attached(format, &name, bytes(&visit.app, &viewer, format, &content).await?))
}
