//! Whether the server lives and is ready: for load balancers and supervisors. They tell nothing
//! about cases and ask for no token.

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::app::App;

/// A database that takes longer than this is as good as gone.
const PATIENCE: Duration = Duration::from_secs(1);

/// `GET /livez`: the process answers.
pub async fn live() -> Json<Value> {
    Json(json!({ "live": true }))
}

/// `GET /readyz`: the process, its store and its processes are there.
pub async fn ready(State(app): State<App>) -> (StatusCode, Json<Value>) {
    let asked = tokio::time::timeout(PATIENCE, app.store.next_timer()).await;
    let store = matches!(asked, Ok(Ok(_)));
    let processes = app.catalogue().all_current().count();
    let status = if store { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "ready": store, "store": store, "processes": processes })))
}
