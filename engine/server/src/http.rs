//! The web side as a whole: the API, the pages and the health checks, behind what every request
//! passes: a request id, a catch for panics, security headers.

mod health;
mod rails;

use std::net::SocketAddr;

use axum::Router;
use axum::middleware::from_fn_with_state;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;

use crate::api;
use crate::app::App;
use crate::pages;
use crate::routes::{Route, Rule, Table};

/// Whether the server lives and is ready.
fn health_table() -> Table {
    Table::default().get("/livez", Rule::Public, health::live).get(
        "/readyz",
        Rule::Public,
        health::ready,
    )
}

/// Every route there is, as data.
pub fn routes() -> Vec<Route> {
    let tables = [api::table(), api::description_table(), pages::table(), health_table()];
    tables.iter().flat_map(Table::routes).cloned().collect()
}

/// Everything that answers over HTTP.
pub fn router(app: &App) -> Router {
    Router::new()
        .merge(api::router())
        .merge(pages::router())
        .merge(health_table().into_router())
        .fallback(rails::no_such_page)
        .layer(CatchPanicLayer::custom(rails::panicked))
        .layer(from_fn_with_state(app.clone(), rails::rails))
        .with_state(app.clone())
}

/// Answers on this socket until `end` comes; requests that are under way are answered first.
pub async fn serve(
    app: &App,
    socket: TcpListener,
    end: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let live = std::sync::Arc::clone(app.dispatcher.live());
    let end = async move {
        end.await;
        // A stream of news never ends by itself.
        live.end();
    };
    let service = router(app).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(socket, service).with_graceful_shutdown(end).await
}
