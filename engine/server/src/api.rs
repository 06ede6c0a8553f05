//! The HTTP API, `/api/v1`: one file for each endpoint, one line for each below.

mod answer;
mod asked;
mod case;
pub mod definitions;
mod docs;
pub mod documents;
mod extract;
pub mod instances;
pub mod jobs;
pub mod problem;
mod problems;
pub mod reports;
pub mod tasks;

use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::{Json, Router};
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::app::App;
use problem::{Code, Problem};

/// Where the API stands.
pub const PREFIX: &str = "/api/v1";
/// Larger bodies are refused: an application with every field filled in has a few kilobytes.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// The API and its description.
pub fn split() -> (Router<App>, Document) {
    let routes = OpenApiRouter::new()
        .routes(routes!(definitions::list::list_definitions))
        .routes(routes!(definitions::show::show_definition))
        .routes(routes!(instances::list::list_instances, instances::start::start_instance))
        .routes(routes!(instances::show::show_instance))
        .routes(routes!(instances::explain::explain_instance))
        .routes(routes!(instances::history::show_history))
        .routes(routes!(instances::documents::list_documents))
        .routes(routes!(documents::show_document))
        .routes(routes!(instances::cancel::cancel_instance))
        .routes(routes!(instances::notice::give_notice))
        .routes(routes!(instances::extend::extend_deadline))
        .routes(routes!(instances::recount::recount_deadlines))
        .routes(routes!(instances::message::send_message))
        .routes(routes!(instances::retry::retry_incident))
        .routes(routes!(tasks::list::list_tasks))
        .routes(routes!(tasks::show::show_task))
        .routes(routes!(tasks::claim::claim_task))
        .routes(routes!(tasks::unclaim::unclaim_task))
        .routes(routes!(tasks::complete::complete_task))
        .routes(routes!(jobs::lease::lease_jobs))
        .routes(routes!(jobs::complete::complete_job))
        .routes(routes!(jobs::fail::fail_job))
        .routes(routes!(reports::overdue::show_overdue))
        .routes(routes!(reports::moved::show_moved_deadlines))
        .routes(routes!(problems::show_problem));
    OpenApiRouter::with_openapi(docs::Api::openapi()).nest(PREFIX, routes).split_for_parts()
}

/// The API with its description served beside it.
pub fn router() -> Router<App> {
    let (routes, document) = split();
    routes
        .route(&format!("{PREFIX}/openapi.json"), axum::routing::get(async || Json(document)))
        .route(&format!("{PREFIX}/{{*path}}"), axum::routing::any(no_such_address))
        .method_not_allowed_fallback(no_such_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}

async fn no_such_address(uri: axum::http::Uri) -> Problem {
    let path = uri.path();
    Problem::new(Code::NotFound, format!("there is nothing at `{path}`; see {PREFIX}/openapi.json"))
}

async fn no_such_method(method: Method, uri: axum::http::Uri) -> Problem {
    let path = uri.path();
    Problem::new(
        Code::MethodNotAllowed,
        format!("`{path}` does not know {method}; see {PREFIX}/openapi.json"),
    )
}
