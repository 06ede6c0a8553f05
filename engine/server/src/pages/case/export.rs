//! The history of a case as a file, with the very lines of its page.

use axum::extract::Path;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use reglament_core::ids::InstanceId;
use serde::Serialize;

use super::{Line, build};
use crate::pages::error::PageError;
use crate::pages::visit::{PageResult, Visit};

/// A longer history is exported by the API, page by page.
const EVENTS_MAX: u32 = 10_000;

/// The file.
#[derive(Serialize)]
struct History {
    instance: String,
    process: String,
    edition: String,
    version: u64,
    language: &'static str,
    lines: Vec<Line>,
}

/// The whole history, the newest first, as the page shows it with everything the engine noted.
pub async fn history(visit: Visit, Path(id): Path<String>) -> PageResult {
    let id = InstanceId::from(id);
    let case = visit.case(&id).await?;
    let events = visit.app.store.events(&id, 0, EVENTS_MAX).await?;
    let events = build::shown(&visit, &case.instance, &case.process, events);
    let people = build::people(&visit, &case.instance, &events).await?;
    let lines = build::teller(&visit, &case.instance, &case.process, &people, &events, true);
    let lines = lines.lines(&events, true);
    let history = History {
        instance: id.to_string(),
        process: case.process.definition.process.to_string(),
        edition: case.instance.edition.to_string(),
        version: case.instance.version,
        language: visit.lang.code(),
        lines,
    };
    let text = serde_json::to_string_pretty(&history).map_err(|error| PageError::fault(&error))?;
    let headers = [
        (CONTENT_TYPE, "application/json".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"history-{id}.json\"")),
    ];
    Ok((headers, text).into_response())
}
