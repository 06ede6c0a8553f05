//! `GET /instances/{instance}/documents`

use axum::extract::State;
use jiff::Timestamp;
use reglament_store::DocumentRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::PREFIX;
use crate::api::answer::Page;
use crate::api::case;
use crate::api::docs::{ReadProblems, Words};
use crate::api::extract::Names;
use crate::api::problem::Problem;
use crate::app::App;
use crate::auth::Caller;
use crate::documents::document_id;

/// A document made for a case.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MadeDocument {
    /// Its name in addresses.
    #[schema(example = "26031800000001.7.0")]
    id: String,
    /// Its kind: a folder below `templates/documents`.
    #[schema(example = "refusal")]
    document: String,
    /// What it is called.
    #[schema(value_type = Words)]
    title: reglament_core::text::Texts,
    /// Its number.
    #[schema(example = "26-000042")]
    number: String,
    /// The languages it is written in.
    #[schema(value_type = Vec<String>)]
    languages: Vec<reglament_core::text::Lang>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    made_at: Timestamp,
    /// SHA-256 of its bytes, hexadecimal.
    sha256: String,
    /// How many bytes it has.
    bytes: u64,
    /// The code by which anybody can verify it.
    #[schema(example = "7KQ2-M9XD-4HTB-WZ3F")]
    code: String,
    /// Where its bytes are.
    #[schema(example = "/api/v1/documents/26031800000001.7.0.pdf")]
    href: String,
}

impl From<DocumentRow> for MadeDocument {
    fn from(row: DocumentRow) -> Self {
        let id = document_id(&row.effect);
        Self {
            href: format!("{PREFIX}/documents/{id}.pdf"),
            id,
            document: row.document,
            title: row.title,
            number: row.number,
            languages: row.languages,
            made_at: row.made_at,
            sha256: row.sha256,
            bytes: row.bytes,
            code: row.code,
        }
    }
}

/// Lists the documents made for a case
///
/// The read is put on record.
#[utoipa::path(
    get, path = "/instances/{instance}/documents", tag = "instances",
    params(("instance" = String, Path, description = "The number of the case")),
    responses(
        (status = 200, description = "Its documents, in order", body = Page<MadeDocument>),
        ReadProblems,
    ),
)]
pub async fn list_documents(
    State(app): State<App>,
    Caller(actor): Caller,
    Names(instance): Names<String>,
) -> Result<Page<MadeDocument>, Problem> {
    let case = case::for_reading(&app, &actor, &instance.into()).await?;
    let rows = app.store.documents(&case.instance.id).await?;
    Ok(Page { items: rows.into_iter().map(MadeDocument::from).collect(), next: None })
}
