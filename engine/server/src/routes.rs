//! The one table of routes: each names its method, its address, who may use it and its handler. What has
//! no rule does not compile; the table is data as well, and the suite `routes` tries every route as
//! everybody.
//!
//! The extractors of who asks ([`crate::auth::SignedIn`], [`crate::auth::Caller`]) hold the rule before the
//! handler runs. What depends on an object, the handler and the transition decide: by the same
//! [`access::check`].

use std::collections::BTreeSet;

use axum::Router;
use axum::extract::{Extension, MatchedPath};
use axum::handler::Handler;
use axum::http::Method;
use axum::http::request::Parts;
use axum::routing::{MethodFilter, MethodRouter, on};
use reglament_core::access::{self, Action, CaseFacts, TaskFacts};
use reglament_core::command::Actor;
use reglament_core::ids::GroupId;
use reglament_core::rejection::{Rejection, RejectionCode};
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use crate::api::problem::Problem;
use crate::app::App;
use crate::record;

/// Who may use a route.
#[derive(Clone, Debug)]
pub enum Rule {
    /// Anybody, signed in or not.
    Public,
    /// Every person who is signed in, and every program with a token.
    SignedIn,
    /// Who may do this.
    May(Action<'static>),
    /// Who may read the case that the address names, itself or by something of it; for all others it is
    /// not there. What they may do to it, the command decides.
    Reads,
    /// Who may read the case that the address names, and may do this to it.
    Does(Deed),
}

/// The groups of whoever asks: a list of tasks is let through with these, and its handler asks again with
/// the groups that are named.
pub static OWN_GROUPS: BTreeSet<GroupId> = BTreeSet::new();

/// What is done to an object of a case.
pub type Deed = for<'a> fn(Object<'a>) -> Action<'a>;

/// What the address of a route names.
#[derive(Clone, Copy, Debug)]
pub struct Object<'a> {
    /// The case.
    pub case: &'a CaseFacts<'a>,
    /// The task.
    pub task: &'a TaskFacts<'a>,
    /// The group of the unit that the map lets extend the deadline.
    pub extends: &'a GroupId,
}

/// A route as data.
#[derive(Clone, Debug)]
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, with its parameters in braces.
    pub path: String,
    /// Who may use it.
    pub rule: Rule,
}

/// Routes with their handlers, below a prefix.
#[derive(Default)]
pub struct Table {
    prefix: &'static str,
    router: OpenApiRouter<App>,
    routes: Vec<Route>,
}

impl Table {
    /// A table whose addresses all begin like this.
    pub fn below(prefix: &'static str) -> Self {
        Self { prefix, ..Self::default() }
    }

    /// A page, a file or an answer to read.
    #[must_use]
    pub fn get<T: 'static>(self, path: &str, rule: Rule, handler: impl Handler<T, App>) -> Self {
        let router = on(MethodFilter::GET, handler);
        self.route(Method::GET, path, rule, router)
    }

    /// A form that is sent.
    #[must_use]
    pub fn post<T: 'static>(self, path: &str, rule: Rule, handler: impl Handler<T, App>) -> Self {
        let router = on(MethodFilter::POST, handler);
        self.route(Method::POST, path, rule, router)
    }

    fn route(mut self, method: Method, path: &str, rule: Rule, router: MethodRouter<App>) -> Self {
        self.router = self.router.route(path, router.layer(Extension(rule.clone())));
        self.routes.push(Route { method, path: format!("{}{path}", self.prefix), rule });
        self
    }

    /// An operation of the API: `routes!` of one handler.
    #[must_use]
    pub fn operation(mut self, rule: Rule, operation: UtoipaMethodRouter<App>) -> Self {
        let (schemas, paths, router) = operation;
        for (address, item) in &paths.paths {
            let methods = [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            let named = methods.into_iter().filter(|(_, operation)| operation.is_some());
            let address = format!("{}{address}", self.prefix);
            self.routes.extend(named.map(|(method, _)| Route {
                method,
                path: address.clone(),
                rule: rule.clone(),
            }));
        }
        self.router = self.router.routes((schemas, paths, router.layer(Extension(rule))));
        self
    }

    /// The routes as data.
    pub fn routes(&self) -> &[Route] {
        &self.routes
    }

    /// The handlers.
    pub fn into_router(self) -> Router<App> {
        self.described(OpenApi::default()).0
    }

    /// The handlers, and the document with its operations.
    pub fn described(self, document: OpenApi) -> (Router<App>, OpenApi) {
        match self.prefix {
            "" => self.router.split_for_parts(),
            prefix => {
                OpenApiRouter::with_openapi(document).nest(prefix, self.router).split_for_parts()
            }
        }
    }
}

/// Whether the rule of the route that was asked for lets this actor in; a refusal is put on record. What
/// is reached past the table lets nobody in.
pub async fn admit(app: &App, parts: &Parts, actor: &Actor) -> Result<(), Problem> {
    let refused = match parts.extensions.get::<Rule>() {
        Some(Rule::May(action)) => access::check(actor, action).err(),
        Some(Rule::Public | Rule::SignedIn | Rule::Reads | Rule::Does(_)) => None,
        None => Some(Rejection::new(
            RejectionCode::Forbidden,
            "this address has no rule; report it to the administrator",
        )),
    };
    let Some(rejection) = refused else { return Ok(()) };
    record::refused(app, actor, None, &asked_for(parts)).await?;
    Err(rejection.into())
}

/// What was asked for, without the names in its address.
pub fn asked_for(parts: &Parts) -> String {
    let path = parts.extensions.get::<MatchedPath>().map_or("?", MatchedPath::as_str);
    format!("{} {path}", parts.method)
}
