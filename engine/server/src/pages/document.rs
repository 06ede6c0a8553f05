//! A document of a case as a PDF: shown in the browser, or downloaded with `?download`.

use axum::extract::{Path, Query};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use reglament_store::DocumentRow;
use serde::Deserialize;

use super::error::PageError;
use super::visit::{PageResult, Visit};
use crate::documents::{effect_of, file_name};

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Asked {
    download: Option<String>,
}

/// Shows a document to who may read its case; the read is put on record.
pub async fn show(visit: Visit, Path(id): Path<String>, Query(asked): Query<Asked>) -> PageResult {
    let (id, effect) = effect_of(&id).ok_or(PageError::NotFound)?;
    let store = &visit.app.store;
    visit.case(&id).await?;
    let rows = store.documents(&id).await?;
    let row = rows.iter().find(|row| row.effect == effect).ok_or(PageError::NotFound)?;
    let content = store.document_content(&effect).await?.ok_or(PageError::NotFound)?;
    Ok(pdf(row, content, asked.download.is_some()))
}

/// The bytes as a browser takes them; nobody on the way keeps them.
pub fn pdf(row: &DocumentRow, content: Vec<u8>, download: bool) -> Response {
    let how = if download { "attachment" } else { "inline" };
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("{how}; filename=\"{}\"", file_name(row))),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, content).into_response()
}
