//! What the page of the ways of cases has beside its tables: the picture, and the log for process mining.

use axum::extract::{Path, Query};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::IntoResponse;
use reglament_core::access::Action;

use super::super::error::PageError;
use super::super::visit::{PageResult, Visit};
use crate::auth::new_token;
use crate::mining::{Format, Selection};
use crate::record;
use crate::reports::spec::{Kind, Spec};
use crate::reports::{Viewer, paths};

/// A picture has its style within itself, and nothing else.
const PICTURE_CSP: &str = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// The picture of the map with the ways of cases over it.
pub async fn picture(
    visit: Visit,
    Path(name): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> PageResult {
    visit.require(&Action::ReadReports)?;
    if name != Kind::Paths.name() {
        return Err(PageError::NotFound);
    }
    let viewer = Viewer::new(&visit.app, &visit.actor(), visit.lang).await?;
    let spec = Spec::read(Kind::Paths, &pairs, viewer.today());
    let detail = format!("{name}/picture?{}", spec.query());
    record::outside(&visit.app, visit.actor().name(), "read_report", detail).await?;
    let svg = paths::picture(&viewer, &spec.pick).await?.ok_or(PageError::NotFound)?;
    let headers = [(CONTENT_TYPE, "image/svg+xml"), (CONTENT_SECURITY_POLICY, PICTURE_CSP)];
    Ok((headers, svg).into_response())
}

/// The log of the same cases, with pseudonyms.
pub async fn log(visit: &Visit, format: Format, pairs: &[(String, String)]) -> PageResult {
    let viewer = Viewer::new(&visit.app, &visit.actor(), visit.lang).await?;
    let spec = Spec::read(Kind::Paths, pairs, viewer.today());
    let secret = Some(new_token().map_err(|error| PageError::fault(&error))?);
    let selection = paths::selection(&viewer, &spec.pick).ok_or(PageError::NotFound)?;
    let selection = Selection { secret, ..selection };
    let mut log = Vec::new();
    let written = format.write(&*viewer.store, &selection, &mut log).await;
    let written = written.map_err(|error| PageError::fault(&error))?;
    let detail = format!("{} paths?{}", format.said(&selection, written), spec.query());
    record::outside(&visit.app, visit.actor().name(), "export", detail).await?;
    let (media_type, ending) = format.media_type();
    let name = format!("attachment; filename=\"paths-{}.{ending}\"", viewer.today());
    let headers = [(CONTENT_TYPE, media_type.to_owned()), (CONTENT_DISPOSITION, name)];
    Ok((headers, log).into_response())
}
