//! The auditor's page: who did, read or was refused what. Reading it is a row of it.

mod asked;
mod table;

use axum::extract::{Path, Query};
use reglament_core::access::Action;
use reglament_core::text::Lang;
use reglament_store::{AuditCount, AuditFilter, AuditRow, Checkpoint};
use serde::Serialize;

use super::error::PageError;
use super::format;
use super::inbox::Notice;
use super::render::View;
use super::report::{Choice, FileLink, TableView, attached, bytes, file_of};
use super::visit::{PageResult, Visit};
use crate::record;
use crate::reports::Viewer;
use crate::reports::export::{Content, Format, LINES_MAX};
use crate::texts::say;

pub use asked::Asked;

/// Rows on one page.
const ROWS: u32 = 100;
/// Rows of one question for a file.
const AT_ONCE: u32 = 1_000;
/// The kinds of files; nobody reads a printed audit.
const FILES: [Format; 2] = [Format::Csv, Format::Xlsx];
/// Where the page is.
const HERE: &str = "/audit";

/// The audit.
#[derive(Clone, Debug, Serialize)]
pub struct AuditPage {
    /// What was asked for.
    pub asked: Asked,
    /// Actions to choose from.
    pub actions: Vec<Choice>,
    /// How many rows there are.
    pub count: String,
    /// The last checkpoint.
    pub checkpoint: String,
    /// The rows of this page.
    pub table: Option<TableView>,
    /// All that were asked for, as files.
    pub files: Vec<FileLink>,
    /// The first page, when this is not it.
    pub previous: Option<String>,
    /// The next page.
    pub next: Option<String>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

impl View for AuditPage {
    const TEMPLATE: &'static str = "audit";

    fn title(&self, lang: Lang) -> String {
        say(lang, "audit-title", &[])
    }
}

/// Shows the audit.
pub async fn show(visit: Visit, Query(asked): Query<Asked>) -> PageResult {
    visit.require(&Action::ReadAudit)?;
    let viewer = Viewer::new(&visit.app, &visit.actor(), visit.lang).await?;
    let (filter, unread) = asked.filter(&viewer.zone, ROWS);
    let store = &visit.app.store;
    let rows = store.audit_rows(&filter).await?;
    let (count, points) = (store.audit_count().await?, store.checkpoints(1).await?);
    record::audit(&visit.app, visit.actor().name(), "read_audit", &filter).await?;
    let next = rows.last().filter(|_| rows.len() == ROWS as usize).map(|row| row.no);
    let query = asked.query();
    visit.page(&AuditPage {
        actions: table::actions(visit.lang, &asked.action),
        count: counted(visit.lang, count),
        checkpoint: checkpoint(&viewer, points.first()),
        table: (!rows.is_empty()).then(|| table_of(&viewer, &rows)),
        files: FILES.map(|format| file_of(HERE, format, &query)).to_vec(),
        previous: asked.before.map(|_| format!("{HERE}?{query}")),
        next: next.map(|next| format!("{HERE}?{query}&before={next}")),
        notice: (!unread.is_empty()).then(|| misread(visit.lang, &unread)),
        asked,
    })
}

fn table_of(viewer: &Viewer, rows: &[AuditRow]) -> TableView {
    let caption = viewer.say("audit-title");
    TableView::of(viewer.lang, &caption, &table::of(viewer, rows))
}

fn counted(lang: Lang, count: AuditCount) -> String {
    let AuditCount { chained, from_before, loose } = count;
    let all = chained + from_before + loose;
    say(lang, "audit-count", &[("count", all.into()), ("chained", chained.into())])
}

fn checkpoint(viewer: &Viewer, point: Option<&Checkpoint>) -> String {
    let Some(point) = point else { return viewer.say("audit-no-checkpoint") };
    let at = format::moment(viewer.lang, point.at, &viewer.zone).into();
    let args = [("moment", at), ("heads", point.heads.into()), ("rows", point.rows.into())];
    say(viewer.lang, "audit-checkpoint", &args)
}

fn misread(lang: Lang, unread: &[String]) -> Notice {
    let title = say(lang, "report-unread", &[("text", unread.join(", ").into())]);
    Notice::failed(title, say(lang, "report-unread-next", &[]))
}

/// The audit as a file: all that was asked for.
pub async fn file(
    visit: Visit,
    Path(format): Path<String>,
    Query(asked): Query<Asked>,
) -> PageResult {
    visit.require(&Action::ReadAudit)?;
    let format = FILES.into_iter().find(|known| known.name() == format);
    let format = format.ok_or(PageError::NotFound)?;
    let viewer = Viewer::new(&visit.app, &visit.actor(), visit.lang).await?;
    let (filter, _) = Asked { before: None, ..asked }.filter(&viewer.zone, AT_ONCE);
    record::audit(&visit.app, visit.actor().name(), "export_audit", &filter).await?;
    let title = viewer.say("audit-title");
    let table = table::of(&viewer, &all(&visit, filter).await?);
    let content = Content { title: title.clone(), tables: vec![(title, table)], notes: Vec::new() };
    let name = format!("audit-{}.{}", viewer.today(), format.name());
    Ok(attached(format, &name, bytes(&visit.app, &viewer, format, &content).await?))
}

/// All rows, as far as a file goes.
async fn all(visit: &Visit, mut filter: AuditFilter) -> Result<Vec<AuditRow>, PageError> {
    let mut all = Vec::new();
    loop {
        let rows = visit.app.store.audit_rows(&filter).await?;
        filter.before = rows.last().map(|row| row.no);
        let is_last = rows.len() < AT_ONCE as usize;
        all.extend(rows);
        if is_last || all.len() as u64 >= LINES_MAX {
            return Ok(all);
        }
    }
}
