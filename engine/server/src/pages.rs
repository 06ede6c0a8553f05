//! The pages of the browser: HTML made here, whole without a script. One page, one file; its template has
//! the same name in `templates/pages`, its words are in `templates/texts`.

pub mod assets;
pub mod audit;
pub mod case;
pub mod cases;
pub mod chip;
pub mod document;
pub mod error;
pub mod facts;
pub mod form;
pub mod format;
mod headers;
pub mod help;
mod in_force;
pub mod inbox;
mod language;
pub mod letter;
mod live;
pub mod me;
pub mod moved;
pub(crate) mod names;
pub mod organization;
mod places;
mod posted_file;
mod refusal;
pub mod render;
pub mod report;
pub mod requirements;
pub mod schedules;
pub mod search;
pub mod settings;
pub mod shell;
pub mod sign_in;
mod sources;
pub mod start;
pub mod task;
mod term;
pub mod verify;
mod visit;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request};
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::{Redirect, Response};
use reglament_core::access::Action;
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use crate::routes::{OWN_GROUPS, Rule, Table};

/// A form with a file of 10 MB and what stands around it.
const FORM_BYTES_MAX: usize = 10 * 1024 * 1024 + 64 * 1024;

/// Every page, with who may use it.
#[expect(clippy::too_many_lines, reason = "one entry for each route: it reads as a table")]
pub fn table() -> Table {
    let start = || Rule::May(Action::StartInstance);
    let reports = || Rule::May(Action::ReadReports);
    let keeps = || Rule::May(Action::KeepOrganization);
    let audits = || Rule::May(Action::ReadAudit);
    Table::default()
        .get("/", Rule::Public, home)
        .get("/sign-in", Rule::Public, sign_in::show)
        .post("/sign-in", Rule::Public, sign_in::post)
        .get("/sign-in/oidc", Rule::Public, sign_in::oidc::begin)
        .get("/sign-in/oidc/back", Rule::Public, sign_in::oidc::back)
        .post("/sign-out", Rule::SignedIn, sign_in::out)
        .get("/language/{lang}", Rule::Public, language::switch)
        .get("/tasks", Rule::May(Action::ListTasks(Some(&OWN_GROUPS))), inbox::show)
        .post("/tasks/next", Rule::May(Action::ListTasks(Some(&OWN_GROUPS))), inbox::next)
        .post("/tasks/bulk", Rule::May(Action::ListTasks(Some(&OWN_GROUPS))), inbox::bulk)
        .get("/tasks/file/{format}", Rule::May(Action::ListTasks(Some(&OWN_GROUPS))), inbox::file)
        .get("/tasks/give", Rule::May(Action::ListTasks(Some(&OWN_GROUPS))), inbox::give_to)
        .post("/tasks/columns", Rule::SignedIn, inbox::keep_columns)
        .post("/tasks/saved", Rule::SignedIn, inbox::keep_saved)
        .post("/tasks/saved/drop", Rule::SignedIn, inbox::drop_saved)
        .get("/tasks/{task}", Rule::Reads, task::show)
        .post("/tasks/{task}", Rule::Does(|on| Action::CompleteTask(on.task)), task::complete)
        .post(
            "/tasks/{task}/draft",
            Rule::Does(|on| Action::CompleteTask(on.task)),
            task::keep_draft,
        )
        .post(
            "/tasks/{task}/preview",
            Rule::Does(|on| Action::CompleteTask(on.task)),
            task::preview,
        )
        .get("/tasks/{task}/assign", Rule::Reads, task::assign_to)
        .post("/tasks/{task}/assign", Rule::Reads, task::assign)
        .post("/tasks/{task}/delegate", Rule::Reads, task::delegate)
        .post(
            "/tasks/{task}/resolve",
            Rule::Does(|on| Action::ResolveDelegation(on.task)),
            task::resolve,
        )
        .post(
            "/tasks/{task}/priority",
            Rule::Does(|on| Action::SetPriority(on.task)),
            task::priority,
        )
        .post(
            "/tasks/{task}/recall",
            Rule::Does(|on| Action::RecallDecision(on.task)),
            task::recall,
        )
        .post("/tasks/{task}/claim", Rule::Does(|on| Action::ClaimTask(on.task)), task::claim)
        .post("/tasks/{task}/unclaim", Rule::Does(|on| Action::UnclaimTask(on.task)), task::unclaim)
        .get("/search", Rule::May(Action::ListInstances), search::show)
        .get("/instances/{instance}", Rule::Reads, case::show)
        .post(
            "/instances/{instance}/comments",
            Rule::Does(|on| Action::Annotate(on.case)),
            case::comment,
        )
        .post(
            "/instances/{instance}/attachments",
            Rule::Does(|on| Action::Annotate(on.case)),
            case::attach.layer(DefaultBodyLimit::max(FORM_BYTES_MAX)),
        )
        .get("/instances/{instance}/attachments/{no}", Rule::Reads, case::show_file)
        .post("/instances/{instance}/attachments/{no}/remove", Rule::Reads, case::remove_file)
        .get("/instances/{instance}/history.json", Rule::Reads, case::export)
        .get("/instances/{instance}/letters/{seq}/{n}", Rule::Reads, letter::show)
        .get("/documents/{document}", Rule::Reads, document::show)
        .get("/verify", Rule::Public, verify::ask)
        .get("/verify/{code}", Rule::Public, verify::show)
        .get("/start", start(), start::list)
        .get("/start/{process}", start(), start::form)
        .post("/start/{process}", start(), start::file)
        .get("/reports", reports(), report::home)
        .get("/reports/{report}", reports(), report::show)
        .get("/reports/{report}/file/{format}", reports(), report::file)
        .get("/reports/{report}/picture", reports(), report::picture)
        .post("/reports/{report}/saved", reports(), report::keep)
        .post("/reports/{report}/saved/{saved}/forget", reports(), report::forget)
        .get("/cases", reports(), cases::show)
        .get("/cases/file/{format}", reports(), cases::file)
        .get("/reports/moved-deadlines", reports(), moved::show)
        .post("/reports/moved-deadlines", Rule::May(Action::RecountDeadline), moved::recount)
        .get("/reports/schedules", reports(), schedules::show)
        .post("/reports/schedules", Rule::May(Action::KeepSchedules), schedules::keep)
        .get("/audit", audits(), audit::show)
        .get("/audit/file/{format}", audits(), audit::file)
        .post("/tasks/{task}/viewing", Rule::Reads, live::look)
        .get("/live", Rule::May(Action::ListTasks(Some(&OWN_GROUPS))), live::show)
        .get("/help", Rule::Public, help::show)
        .get("/settings", Rule::SignedIn, settings::show)
        .post("/settings", Rule::SignedIn, settings::keep)
        .get("/me", Rule::SignedIn, me::show)
        .post("/me", Rule::SignedIn, me::keep)
        .get("/me/absence", Rule::SignedIn, me::absence::show)
        .post("/me/absence", Rule::SignedIn, me::absence::set)
        .post("/me/absence/{absence}/cancel", Rule::SignedIn, me::absence::cancel)
        .get("/me/tokens", Rule::SignedIn, me::tokens::show)
        .post("/me/tokens", Rule::SignedIn, me::tokens::add)
        .post("/me/tokens/{token}/revoke", Rule::SignedIn, me::tokens::revoke)
        .get("/organization/people", keeps(), organization::people::list)
        .get("/organization/people/new", keeps(), organization::people::add)
        .post("/organization/people/new", keeps(), organization::people::create)
        .get("/organization/people/{person}", keeps(), organization::people::show)
        .post("/organization/people/{person}", keeps(), organization::people::keep)
        .get("/organization/offices", keeps(), organization::offices::list)
        .get("/organization/offices/new", keeps(), organization::offices::add)
        .post("/organization/offices/new", keeps(), organization::offices::create)
        .get("/organization/offices/{office}", keeps(), organization::offices::show)
        .post("/organization/offices/{office}", keeps(), organization::offices::keep)
        .get("/organization/groups", keeps(), organization::groups::list)
        .get("/organization/groups/new", keeps(), organization::groups::add)
        .post("/organization/groups/new", keeps(), organization::groups::create)
        .get("/organization/groups/{group}", keeps(), organization::groups::show)
        .post("/organization/groups/{group}", keeps(), organization::groups::keep)
        .get("/organization/programs", keeps(), organization::programs::list)
        .get("/organization/programs/new", keeps(), organization::programs::add)
        .post("/organization/programs/new", keeps(), organization::programs::create)
        .get("/organization/programs/{program}", keeps(), organization::programs::show)
        .post("/organization/programs/{program}", keeps(), organization::programs::keep)
        .get(
            "/organization/programs/{program}/tokens",
            keeps(),
            organization::programs::show_tokens,
        )
        .post("/organization/programs/{program}/tokens", keeps(), organization::programs::add_token)
        .post(
            "/organization/programs/{program}/tokens/{token}/revoke",
            keeps(),
            organization::programs::revoke_token,
        )
        .get("/assets/{version}/{name}", Rule::Public, assets::serve)
}

/// All pages.
pub fn router() -> Router<App> {
    table()
        .into_router()
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn(error::dress))
        .layer(from_fn(headers::secure))
}

/// Leads to the first place that this person may go to; everybody else signs in first.
async fn home(visit: Option<visit::Visit>) -> Redirect {
    Redirect::to(visit.map_or("/tasks", |visit| places::first(&visit)))
}

/// The page where nothing is.
pub fn no_such_page(request: &Request) -> Response {
    let mut response = error::page(request.headers(), request.uri(), StatusCode::NOT_FOUND);
    headers::set(&mut response);
    response
}

#[cfg(test)]
mod tests;
