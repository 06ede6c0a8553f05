//! The reports of supervisors: one page for each, whole without a script; its files; the reports that people
//! keep under a name.

mod paths;
mod saved;
mod view;

use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect, Response};
use reglament_core::access::Action;
use reglament_store::StoreError;

use super::error::PageError;
use super::inbox::Notice;
use super::visit::{PageResult, Visit};
use crate::app::App;
use crate::mining;
use crate::record;
use crate::reports::export::{self, Content, Format};
use crate::reports::spec::{Kind, Spec};
use crate::reports::{Report, Viewer, make};
use crate::texts::say;

pub use paths::picture;
pub use saved::{forget, keep};
pub use view::{
    CellView, ChartView, Choice, ColumnView, FileLink, LegendView, PictureView, ReportPage,
    SavedLink, SectionView, Tab, TableView, TileView,
};
pub(super) use view::{counted, file_of};

/// Leads to the report of the present, whoever may read it.
pub async fn home(_visit: Visit) -> Redirect {
    Redirect::to("/reports/now")
}

/// Shows a report.
pub async fn show(
    visit: Visit,
    Path(name): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> PageResult {
    visit.require(&Action::ReadReports)?;
    let kind = Kind::named(&name).ok_or(PageError::NotFound)?;
    let viewer = Viewer::new(&visit.app, &visit.actor(), visit.lang).await?;
    let spec = Spec::read(kind, &pairs, viewer.today());
    let report = made(&visit, &viewer, &spec, "read_report").await?;
    let saved = visit.app.store.reports().await?;
    let mut page = ReportPage::of(&viewer, &spec, &report, &saved, &visit.by.person.person);
    let done = pairs.iter().find(|(name, _)| name == "done").map(|(_, done)| done.as_str());
    page.notice = match done {
        Some("kept") => Some(Notice::done(say(visit.lang, "report-kept", &[]))),
        Some("forgotten") => Some(Notice::done(say(visit.lang, "report-forgotten", &[]))),
        _ => unread(&visit, &spec),
    };
    visit.page(&page)
}

fn unread(visit: &Visit, spec: &Spec) -> Option<Notice> {
    let text = spec.unread.join(", ");
    let title = say(visit.lang, "report-unread", &[("text", text.clone().into())]);
    (!text.is_empty()).then(|| Notice::failed(title, say(visit.lang, "report-unread-next", &[])))
}

/// The report, with the reading on record: it has figures of officers.
async fn made(
    visit: &Visit,
    viewer: &Viewer,
    spec: &Spec,
    action: &str,
) -> Result<Report, StoreError> {
    let detail = format!("{}?{}", spec.kind.name(), spec.query());
    record::outside(&visit.app, visit.by.person.person.as_str(), action, detail).await?;
    Ok(make(viewer, spec).await)
}

/// A report as a file.
pub async fn file(
    visit: Visit,
    Path((name, format)): Path<(String, String)>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> PageResult {
    visit.require(&Action::ReadReports)?;
    let kind = Kind::named(&name).ok_or(PageError::NotFound)?;
    if let Some(log) = mining::Format::named(&format).filter(|_| kind == Kind::Paths) {
        return paths::log(&visit, log, &pairs).await;
    }
    let format = Format::named(&format).ok_or(PageError::NotFound)?;
    let viewer = Viewer::new(&visit.app, &visit.actor(), visit.lang).await?;
    let spec = Spec::read(kind, &pairs, viewer.today());
    let report = made(&visit, &viewer, &spec, "export_report").await?;
    let content = Content::of(&viewer, &report);
    let file_name = format!("{name}-{}.{}", viewer.today(), format.name());
    let bytes = bytes(&visit.app, &viewer, format, &content).await?;
    Ok(attached(format, &file_name, bytes))
}

/// The bytes of a file.
pub(super) async fn bytes(
    app: &App,
    viewer: &Viewer,
    format: Format,
    content: &Content,
) -> Result<Vec<u8>, PageError> {
    match format {
        Format::Csv => Ok(export::csv(viewer.lang, content)),
        Format::Xlsx => {
            export::xlsx(viewer.lang, content).map_err(|error| PageError::fault(&error))
        }
        Format::Pdf => {
            let Some((documents, office)) = &app.papers else { return Err(PageError::NotFound) };
            let made = export::pdf(viewer, documents, office, content).await;
            made.map_err(|reason| {
                tracing::error!(%reason, "a report was not typeset");
                PageError::Fault
            })
        }
    }
}

/// A file to be kept.
pub(super) fn attached(format: Format, name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers =
        [(CONTENT_TYPE, format.media_type().to_owned()), (CONTENT_DISPOSITION, disposition)];
    (headers, bytes).into_response()
}
