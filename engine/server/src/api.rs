//! The HTTP API, `/api/v1`: one file for each endpoint, one line for each below.

mod answer;
mod asked;
pub mod audit;
mod case;
pub mod definitions;
mod docs;
pub mod documents;
mod extract;
pub mod instances;
pub mod jobs;
pub mod migrations;
pub mod problem;
mod problems;
pub mod publications;
pub mod reports;
pub mod tasks;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Extension};
use axum::http::Method;
use axum::{Json, Router};
use reglament_core::access::Action;
use reglament_core::instance::ATTACHMENT_BYTES_MAX;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::UtoipaMethodRouter;
use utoipa_axum::routes;

use crate::app::App;
use crate::routes::{OWN_GROUPS, Rule, Table};
use problem::{Code, Problem};

/// Where the API stands.
pub const PREFIX: &str = "/api/v1";
/// Larger bodies are refused: an application with every field filled in has a few kilobytes.
const BODY_BYTES_MAX: usize = 1024 * 1024;

/// Every endpoint, with who may use it.
pub fn table() -> Table {
    let list_tasks = Action::ListTasks(Some(&OWN_GROUPS));
    Table::below(PREFIX)
        .operation(Rule::May(Action::ReadDefinitions), routes!(definitions::list::list_definitions))
        .operation(Rule::May(Action::ReadDefinitions), routes!(definitions::show::show_definition))
        .operation(Rule::May(Action::ListInstances), routes!(instances::list::list_instances))
        .operation(Rule::May(Action::StartInstance), routes!(instances::start::start_instance))
        .operation(Rule::Reads, routes!(instances::show::show_instance))
        .operation(Rule::Reads, routes!(instances::explain::explain_instance))
        .operation(Rule::Reads, routes!(instances::history::show_history))
        .operation(Rule::Reads, routes!(instances::documents::list_documents))
        .operation(Rule::Reads, routes!(documents::show_document))
        .operation(
            Rule::Does(|_| Action::CancelInstance),
            routes!(instances::cancel::cancel_instance),
        )
        .operation(Rule::Reads, routes!(instances::notice::give_notice))
        .operation(
            Rule::Does(|on| Action::ExtendDeadline(on.extends, on.case.office)),
            routes!(instances::extend::extend_deadline),
        )
        .operation(
            Rule::Does(|_| Action::RecountDeadline),
            routes!(instances::recount::recount_deadlines),
        )
        .operation(Rule::Does(|_| Action::SendMessage), routes!(instances::message::send_message))
        .operation(Rule::Does(|_| Action::RetryIncident), routes!(instances::retry::retry_incident))
        .operation(Rule::May(list_tasks), routes!(tasks::list::list_tasks))
        .operation(Rule::Reads, routes!(tasks::show::show_task))
        .operation(Rule::Does(|on| Action::ClaimTask(on.task)), routes!(tasks::claim::claim_task))
        .operation(
            Rule::Does(|on| Action::UnclaimTask(on.task)),
            routes!(tasks::unclaim::unclaim_task),
        )
        .operation(
            Rule::Does(|on| Action::CompleteTask(on.task)),
            routes!(tasks::complete::complete_task),
        )
        .operation(Rule::Reads, routes!(tasks::assign::assign_task))
        .operation(Rule::Reads, routes!(tasks::delegate::delegate_task))
        .operation(
            Rule::Does(|on| Action::ResolveDelegation(on.task)),
            routes!(tasks::resolve::resolve_delegation),
        )
        .operation(
            Rule::Does(|on| Action::RecallDecision(on.task)),
            routes!(tasks::recall::recall_decision),
        )
        .operation(
            Rule::Does(|on| Action::SetPriority(on.task)),
            routes!(tasks::priority::set_priority),
        )
        .operation(Rule::Does(|on| Action::Annotate(on.case)), routes!(instances::comment::comment))
        .operation(
            Rule::Does(|on| Action::Annotate(on.case)),
            with_files(routes!(instances::attach::attach)),
        )
        .operation(Rule::Reads, routes!(instances::attachment::show_attachment))
        .operation(Rule::Reads, routes!(instances::attachment::remove_attachment))
        .operation(Rule::May(Action::LeaseJobs), routes!(jobs::lease::lease_jobs))
        .operation(Rule::May(Action::FinishJob), routes!(jobs::complete::complete_job))
        .operation(Rule::May(Action::FinishJob), routes!(jobs::fail::fail_job))
        .operation(Rule::May(Action::ReadReports), routes!(reports::overdue::show_overdue))
        .operation(Rule::May(Action::ReadReports), routes!(reports::moved::show_moved_deadlines))
        .operation(Rule::May(Action::ReadReports), routes!(reports::show::show_report))
        .operation(Rule::May(Action::ReadAudit), routes!(audit::list_audit))
        .operation(Rule::May(Action::EditMaps), routes!(publications::list::list_publications))
        .operation(Rule::May(Action::EditMaps), routes!(publications::propose::propose_edition))
        .operation(Rule::May(Action::EditMaps), routes!(publications::plan::plan_publication))
        .operation(Rule::May(Action::DecideEdition), routes!(publications::decide::decide_edition))
        .operation(Rule::May(Action::MigrateInstance), routes!(migrations::list::list_migrations))
        .operation(
            Rule::May(Action::MigrateInstance),
            routes!(migrations::preview::preview_migration),
        )
        .operation(Rule::May(Action::MigrateInstance), routes!(migrations::show::show_migration))
        .operation(
            Rule::May(Action::MigrateInstance),
            routes!(migrations::execute::execute_migration),
        )
        .operation(Rule::May(Action::MigrateInstance), routes!(migrations::undo::undo_migration))
        .operation(Rule::Public, routes!(problems::show_problem))
}

/// Endpoints whose body is a file.
fn with_files((schemas, paths, router): UtoipaMethodRouter<App>) -> UtoipaMethodRouter<App> {
    // One byte more, so that a file that is too large is refused with its own sentence.
    let max = usize::try_from(ATTACHMENT_BYTES_MAX).unwrap_or(BODY_BYTES_MAX) + 1;
    (schemas, paths, router.layer(DefaultBodyLimit::max(max)))
}

/// The API with its description served beside it.
pub fn router() -> Router<App> {
    let (routes, document) = table().described(docs::Api::openapi());
    let description = Extension(Arc::new(document));
    routes
        .merge(description_table().into_router().layer(description))
        .route(&format!("{PREFIX}/{{*path}}"), axum::routing::any(no_such_address))
        .method_not_allowed_fallback(no_such_method)
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}

/// The address of the description, as a table of its own: it is there when the others are complete.
pub fn description_table() -> Table {
    Table::below(PREFIX).get("/openapi.json", Rule::Public, describe)
}

async fn describe(Extension(document): Extension<Arc<Document>>) -> Json<Arc<Document>> {
    Json(document)
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
