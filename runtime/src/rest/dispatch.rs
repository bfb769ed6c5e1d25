//! From a request to an answer.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use http::header::{ACCEPT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method, StatusCode};

use super::inputs::gather;
use super::route::Route;
use super::table::{Found, Table};
use crate::coding::{passing, relaying};
use crate::error::{Error, Result};
use crate::metrics::{Meter, Metrics, Served};
use crate::reply::Reply;
use crate::server::{Function, Problem, check_length, decode_path, other_methods, respond};

/// The kind of these servers, in counts.
pub(super) const KIND: &str = "rest";

/// What answers a route.
pub(super) struct Endpoint {
    pub(super) route: Route,
    pub(super) function: Function,
    /// Counts its requests, once it is served.
    pub(super) meter: OnceLock<Meter>,
}

impl Endpoint {
    /// Counts its requests from now on; a second time says nothing.
    pub(super) fn count_in(&self, metrics: &Metrics) {
        let Route { name, ref method, path, .. } = self.route;
        let operation = if name.is_empty() { path } else { name };
        let _ = self.meter.set(metrics.requests(Served { server: KIND, operation, method: method.as_str() }));
    }

    fn meter(&self) -> &Meter {
        self.meter.get_or_init(Meter::default)
    }
}

/// What answers all routes.
pub(super) struct Server {
    pub(super) table: Table<Arc<Endpoint>>,
    /// Longer bodies are refused, in bytes.
    pub(super) limit: usize,
    /// Whether the service looks at no answer that it passes on.
    pub(super) relays: bool,
}

/// Answers every request.
pub(super) fn router(server: Server) -> Router {
    Router::new().fallback(dispatch).with_state(Arc::new(server))
}

async fn dispatch(State(server): State<Arc<Server>>, request: Request) -> Response {
    server.answer(request).await.unwrap_or_else(IntoResponse::into_response)
}

impl Server {
    async fn answer(&self, request: Request) -> Result<Response, Problem> {
        let (parts, body) = request.into_parts();
        let path = decode_path(parts.uri.path())?;
        let endpoint = match self.table.find(&parts.method, &path) {
            Found::Route(endpoint) => endpoint,
            Found::OtherMethods(methods) => return Ok(other_methods(&methods)),
            Found::Nothing => return Err(Problem::new(StatusCode::NOT_FOUND, "nothing is served under this path")),
        };
        // Also where no body is expected: what is not read must not be long to skip.
        check_length(&parts.headers, self.limit).map_err(|error| Problem::new(error.status(), error.to_string()))?;
        let Endpoint { route, function, .. } = endpoint.as_ref();
        let values = gather(route, &path, &parts, body, self.limit).await?;
        let (accepted, call) = (accepted(&parts.headers), function(values));
        let running = endpoint.meter().begin();
        let answer = if self.relays { relaying(accepted, call).await } else { passing(accepted, call).await };
        let answer = answer.map_err(|error| route.naming.blame(error));
        let answer = answer.map(|reply| match &route.media_type {
            Some(media_type) => reply.with_content_type(media_type),
            None => reply,
        });
        Ok(running.answers(if route.method == Method::HEAD { respond_to_head(answer) } else { respond(answer) }))
    }
}

/// The codings that a caller accepts, as it says it.
fn accepted(headers: &HeaderMap) -> Option<HeaderValue> {
    let mut values = headers.get_all(ACCEPT_ENCODING).iter();
    let first = values.next()?.clone();
    let all = values.fold(first.as_bytes().to_vec(), |all, value| [&all, &b", "[..], value.as_bytes()].concat());
    HeaderValue::from_bytes(&all).ok()
}

/// Answers HEAD by a function of its own. The length of what an upstream doesn't send is what it says, never 0 (RFC 9110
/// §8.6).
fn respond_to_head(answer: Result<Reply>) -> Response {
    let length = |headers: &HeaderMap| headers.get(CONTENT_LENGTH).cloned();
    let length = match &answer {
        Ok(reply) if reply.bytes().is_empty() => length(reply.headers()),
        Err(Error::Status(error)) if error.body.is_empty() => length(&error.headers),
        _ => return respond(answer),
    };
    let mut response = respond(answer);
    match length {
        Some(length) => drop(response.headers_mut().insert(CONTENT_LENGTH, length)),
        None => *response.body_mut() = Body::from_stream(stream::empty::<Result<Bytes>>()), // of no known length
    }
    response
}
