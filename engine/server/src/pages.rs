//! The pages of the browser: HTML made here, whole without a script. One page, one file; its template has
//! the same name in `templates/pages`, its words are in `templates/texts`.

pub mod assets;
pub mod case;
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
pub mod moved;
mod names;
pub mod overdue;
mod places;
mod read;
mod refusal;
pub mod render;
pub mod requirements;
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
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum::response::{Redirect, Response};
use axum::routing::{get, post};
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;

/// All pages.
pub fn routes() -> Router<App> {
    Router::new()
        .route("/", get(home))
        .route("/sign-in", get(sign_in::show).post(sign_in::post))
        .route("/sign-out", post(sign_in::out))
        .route("/language/{lang}", get(language::switch))
        .route("/tasks", get(inbox::show))
        .route("/tasks/{task}", get(task::show).post(task::complete))
        .route("/tasks/{task}/claim", post(task::claim))
        .route("/tasks/{task}/unclaim", post(task::unclaim))
        .route("/instances/{instance}", get(case::show))
        .route("/instances/{instance}/letters/{seq}/{n}", get(letter::show))
        .route("/documents/{document}", get(document::show))
        .route("/verify", get(verify::ask))
        .route("/verify/{code}", get(verify::show))
        .route("/start", get(start::list))
        .route("/start/{process}", get(start::form).post(start::file))
        .route("/reports/overdue", get(overdue::show))
        .route("/reports/moved-deadlines", get(moved::show).post(moved::recount))
        .route("/help", get(help::show))
        .route("/settings", get(settings::show).post(settings::keep))
        .route("/assets/{version}/{name}", get(assets::serve))
        .layer(CatchPanicLayer::custom(error::panicked))
        .layer(from_fn(error::dress))
        .layer(from_fn(headers::secure))
}

async fn home() -> Redirect {
    Redirect::to("/tasks")
}

/// The page where nothing is.
pub fn no_such_page(request: &Request) -> Response {
    let mut response = error::page(request.headers(), request.uri(), StatusCode::NOT_FOUND);
    headers::set(&mut response);
    response
}

#[cfg(test)]
mod tests;
