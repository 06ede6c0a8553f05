//! `GET /documents/{document}`

use axum::extract::State;
use axum::response::Response;

use super::case;
use super::docs::ReadProblems;
use super::extract::Names;
use super::problem::{Code, Problem};
use crate::app::App;
use crate::auth::Caller;
use crate::documents::effect_of;
use crate::pages::document::pdf;

/// Shows a document of a case
///
/// The read of its case is put on record.
#[utoipa::path(
    get, path = "/documents/{document}", tag = "instances",
    params((
        "document" = String, Path, description = "Its name, with or without `.pdf`",
        example = "26031800000001.7.0.pdf",
    )),
    responses(
        (status = 200, description = "Its bytes", body = Vec<u8>, content_type = "application/pdf"),
        ReadProblems,
    ),
)]
pub async fn show_document(
    State(app): State<App>,
    Caller(actor): Caller,
    Names(document): Names<String>,
) -> Result<Response, Problem> {
    let absent = || {
        let message = format!("there is no document `{document}` that you may see; check its name");
        Problem::new(Code::NotFound, message)
    };
    let (instance, effect) = effect_of(&document).ok_or_else(absent)?;
    case::for_reading(&app, &actor, &instance).await?;
    let rows = app.store.documents(&instance).await?;
    let row = rows.iter().find(|row| row.effect == effect).ok_or_else(absent)?;
    let content = app.store.document_content(&effect).await?.ok_or_else(absent)?;
    Ok(pdf(row, content, false))
}
