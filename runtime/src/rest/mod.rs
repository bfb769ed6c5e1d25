//! Serves functions as a REST API.
//!
//! Answers of an upstream pass through unparsed; every error of ours is a [`Problem`] that names the input at fault.

mod body;
mod cookies;
mod dispatch;
mod docs;
mod inputs;
mod json;
#[cfg(feature = "cli")]
mod named;
mod route;
mod segment;
mod table;

use std::any::TypeId;
use std::sync::{Arc, OnceLock};

pub use axum::Router;
use axum::response::IntoResponse;
use http::Method;
use serde::de::DeserializeOwned;

use self::dispatch::{Endpoint, KIND};
pub use self::route::Route;
use self::table::Table;
use crate::server::{Authentication, Handler, Problem, ServerOptions, bind_function, guard_as};

/// A REST API over a service.
pub struct Rest<S> {
    service: Arc<S>,
    routes: Vec<Served>,
    endpoints: Vec<Arc<Endpoint>>,
    table: Table<Arc<Endpoint>>,
    authentication: Option<Authentication>,
    openapi: Option<&'static str>,
    relays: bool,
}

/// One route of a [`Rest`], for listings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// The name of the REST operation.
    pub name: &'static str,
    /// The method it answers; where that is GET, it answers HEAD as well.
    pub method: Method,
    /// The path as the document writes it.
    pub path: &'static str,
}

impl<S: Send + Sync + 'static> Rest<S> {
    /// Serves `service`, as yet under no route.
    pub fn new(service: S) -> Self {
        Self::shared(Arc::new(service))
    }

    /// Serves a service that others hold as well, as yet under no route.
    pub fn shared(service: Arc<S>) -> Self {
        Self {
            service,
            routes: Vec::new(),
            endpoints: Vec::new(),
            table: Table::default(),
            authentication: None,
            openapi: None,
            relays: false,
        }
    }

    /// Lets in only whom `authentication` does, whatever they ask for.
    pub fn with_authentication(self, authentication: Authentication) -> Self {
        Self { authentication: Some(authentication), ..self }
    }

    /// What others are told of it: an OpenAPI document, in JSON. It is served where [`ServerOptions::with_docs`] asks for it.
    pub fn openapi(self, document: &'static str) -> Self {
        Self { openapi: Some(document), ..self }
    }

    /// Where the service is `Proxy` itself, which looks at no answer that it passes on, long answers reach the caller while
    /// they arrive. Whoever overrides functions may look at what the others answer, and gets it whole.
    pub fn relaying<Proxy: 'static>(self) -> Self {
        Self { relays: TypeId::of::<S>() == TypeId::of::<Proxy>(), ..self }
    }

    /// Answers `route` with `handler`. Of two routes for the same method and path the first wins.
    pub fn route<I: DeserializeOwned + Send + 'static>(
        mut self,
        route: Route,
        handler: impl for<'s> Handler<'s, S, I> + 'static,
    ) -> Self {
        let function = bind_function(Arc::clone(&self.service), handler);
        self.add(Endpoint { route, function, meter: OnceLock::new() });
        self
    }

    /// The routes in the order in which they were added.
    pub fn routes(&self) -> &[Served] {
        &self.routes
    }

    /// Serves to the hosts and origins, and with the limits, that `options` allow.
    pub fn into_router(self, options: &ServerOptions) -> Router {
        self.endpoints.iter().for_each(|endpoint| endpoint.count_in(options.metrics()));
        let docs = self.openapi.filter(|_| options.docs()).map(|document| docs::router(&self.table, document));
        let server = dispatch::Server { table: self.table, limit: options.max_body_bytes(), relays: self.relays };
        let mut router = docs.unwrap_or_default().merge(dispatch::router(server));
        if let Some(authentication) = self.authentication {
            router = authentication.protect(router);
        }
        guard_as(KIND, router, options, |refusal| Problem::from(refusal).into_response())
    }

    fn add(&mut self, endpoint: Endpoint) {
        let endpoint = Arc::new(endpoint);
        let Route { name, path, ref method, ref segments, .. } = endpoint.route;
        let served = Served { name, method: method.clone(), path };
        if self.table.insert(method, segments, Arc::clone(&endpoint)) {
            self.routes.push(served);
            self.endpoints.push(endpoint);
        } else {
            tracing::warn!("route {name} is never reached: another one answers {} {path}", served.method);
        }
    }
}
