//! Streamable HTTP, without sessions: each request stands for itself, in either era of the protocol.

mod accept;
mod answer;
mod version;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_LENGTH};
use http::{HeaderValue, Method, StatusCode};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};

use self::accept::Accepted;
use self::answer::{Refusal, answer};
use super::jsonrpc::{Discovery, Fault, Message};
use super::server::Server;
use super::tool::KIND;
use crate::content_type::essence;
use crate::server::{Problem, ServerOptions, guard_as, read_body};

/// Where the endpoint is.
const PATH: &str = "/mcp";

/// Where it is as well, if that is wanted.
const ROOT: &str = "/";

/// What rmcp wants every client to accept.
const BOTH: HeaderValue = HeaderValue::from_static("application/json, text/event-stream");

impl Server {
    /// Over HTTP, answers under `/` as well as under `/mcp`: that is where the reference engine serves MCP.
    pub fn at_root(mut self) -> Self {
        self.at_root = true;
        self
    }

    /// The endpoint `/mcp` for an app that has other routes: [`Router::merge`] puts it beside them, [`Router::nest`] below a
    /// path. It is served as by [`router`](Self::router); all other paths are left to the app.
    pub fn endpoint(self, options: &ServerOptions) -> Router {
        let paths = self.paths();
        let router = self.router(options);
        paths.iter().fold(Router::new(), |app, path| app.route_service(path, router.clone().into_service()))
    }

    /// Serves the endpoint `/mcp` to the hosts and origins, and with the limits, that `options` allow; nothing is found
    /// under any other path, by those who are let in. All errors are messages of JSON-RPC.
    pub fn router(self, options: &ServerOptions) -> Router {
        let (authentication, paths) = (self.authentication.clone(), self.paths());
        let server = self.with_options(options).keeping_digits();
        // Answers are plain JSON; a call that reports progress turns into a stream by itself. The guard around it has
        // checked Host and Origin, which rmcp would do with a list of its own, and without an error body.
        let config = StreamableHttpServerConfig::default()
            .with_legacy_session_mode(false)
            .with_json_response(true)
            // The layer before it keeps to the limit; marks of numbers don't count.
            .with_max_request_body_bytes(usize::MAX)
            .disable_allowed_hosts()
            .disable_allowed_origins();
        let sessions = Arc::new(NeverSessionManager::default());
        let endpoint = StreamableHttpService::new(move || Ok(server.clone()), sessions, config);
        let mut router = paths
            .iter()
            .fold(Router::new(), |router, path| router.route_service(path, endpoint.clone()))
            .layer(from_fn_with_state(options.max_body_bytes(), front))
            .fallback(async || problem(Problem::new(StatusCode::NOT_FOUND, "the endpoint is /mcp")));
        if let Some(authentication) = authentication {
            router = authentication.protect_with(router, problem);
        }
        guard_as(KIND, router, options, |refusal| problem(refusal.into()))
    }

    fn paths(&self) -> &'static [&'static str] {
        if self.at_root { &[PATH, ROOT] } else { &[PATH] }
    }
}

/// What other servers answer with a problem.
fn problem(problem: Problem) -> Response {
    Refusal(problem.status(), Fault::invalid(problem.detail())).into_response()
}

/// Answers what is no request, and hands requests to rmcp.
async fn front(State(limit): State<usize>, request: Request, next: Next) -> Response {
    served(limit, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn served(limit: usize, request: Request, next: Next) -> Result<Response, Refusal> {
    let invalid = |status, reason: &str| Refusal(status, Fault::invalid(reason));
    if request.method() != Method::POST {
        return Err(invalid(StatusCode::METHOD_NOT_ALLOWED, "messages are sent by POST"));
    }
    let (mut parts, body) = request.into_parts();
    let accepted = Accepted::by(&parts.headers);
    if accepted == Accepted::Nothing {
        return Err(invalid(StatusCode::NOT_ACCEPTABLE, "answers are application/json, which must be accepted"));
    }
    if essence(&parts.headers) != "application/json" {
        return Err(invalid(StatusCode::UNSUPPORTED_MEDIA_TYPE, "the content type must be application/json"));
    }
    let bytes = read_body(&parts.headers, body, limit).await;
    let bytes = bytes.map_err(|fault| invalid(fault.status(), &fault.to_string()))?;
    let known = version::check(&parts.headers);
    let bad_request = |fault| Refusal(StatusCode::BAD_REQUEST, fault);
    let discovery = if parts.uri.path() == ROOT { Discovery::Lenient } else { Discovery::Strict };
    let Message::Request(message) = Message::read(&bytes, discovery).map_err(bad_request)? else {
        return known.map(|()| StatusCode::ACCEPTED.into_response()).map_err(bad_request);
    };
    parts.headers.insert(ACCEPT, BOTH);
    parts.headers.remove(CONTENT_LENGTH);
    let response = next.run(Request::from_parts(parts, Body::from(message.message()))).await;
    Ok(answer(response, &message, known, accepted).await)
}
