//! Streamable HTTP, without sessions: each request stands for itself, in either era of the protocol.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use http_body_util::BodyExt;
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::streamable_http_server::{StreamableHttpServerConfig, StreamableHttpService};
use serde::de::IgnoredAny;
use serde_json::json;

use super::digits;
use super::server::Server;
use crate::content_type::essence;
use crate::server::{Problem, ServerOptions, guard, read_body};

/// Where the endpoint is.
const PATH: &str = "/mcp";

const JSON: HeaderValue = HeaderValue::from_static("application/json");

const PARSE_ERROR: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;

impl Server {
    /// The endpoint `/mcp` for an app that has other routes: [`Router::merge`] puts it beside them, [`Router::nest`] below a
    /// path. It is served as by [`router`](Self::router); all other paths are left to the app.
    pub fn endpoint(self, options: &ServerOptions) -> Router {
        Router::new().route_service(PATH, self.router(options).into_service())
    }

    /// Serves the endpoint `/mcp` to the hosts and origins, and with the limits, that `options` allow; nothing is found
    /// under any other path, by those who are let in.
    pub fn router(self, options: &ServerOptions) -> Router {
        let authentication = self.authentication.clone();
        let server = self.with_max_result_bytes(options.max_result_bytes()).keeping_digits();
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
        let mut router = Router::new()
            .route_service(PATH, endpoint)
            .layer(from_fn_with_state(options.max_body_bytes(), front))
            .fallback(async || Problem::new(StatusCode::NOT_FOUND, "the endpoint is /mcp"));
        if let Some(authentication) = authentication {
            router = authentication.protect(router);
        }
        guard(router, options, |refusal| error(StatusCode::FORBIDDEN, INVALID_REQUEST, &refusal.to_string()))
    }
}

/// What rmcp leaves open: an error body for what is no JSON-RPC, and clients that accept anything.
async fn front(State(limit): State<usize>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let bytes = match read_body(&parts.headers, body, limit).await {
        Ok(bytes) => bytes,
        Err(fault) => return error(fault.status(), INVALID_REQUEST, &fault.to_string()),
    };
    let wants_json = wants_json(&parts.headers);
    widen_accept(&mut parts.headers);
    let is_json = announces_json(&parts.headers);
    parts.headers.remove(CONTENT_LENGTH);
    let message = digits::marked_message(bytes.clone());
    let response = next.run(Request::from_parts(parts, Body::from(message))).await;
    if response.status() != StatusCode::UNSUPPORTED_MEDIA_TYPE {
        return if wants_json { one_message(response).await } else { unmarked(response).await };
    }
    if !is_json {
        return error(StatusCode::UNSUPPORTED_MEDIA_TYPE, INVALID_REQUEST, "the content type must be application/json");
    }
    match serde_json::from_slice::<IgnoredAny>(&bytes) {
        Err(fault) => error(StatusCode::BAD_REQUEST, PARSE_ERROR, &format!("the body is not JSON: {fault}")),
        Ok(_) => error(StatusCode::BAD_REQUEST, INVALID_REQUEST, "the body is not one JSON-RPC message"),
    }
}

/// An answer as callers get it; one that is a stream, event by event.
async fn unmarked(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if essence(&parts.headers) != "application/json" {
        let events = body.map_frame(|frame| frame.map_data(digits::unmarked));
        return Response::from_parts(parts, Body::new(events));
    }
    match body.collect().await {
        Ok(body) => {
            parts.headers.remove(CONTENT_LENGTH);
            Response::from_parts(parts, Body::from(digits::unmarked(body.to_bytes())))
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// An answer as JSON for a client that accepts nothing else: of a stream, the message that was asked for.
async fn one_message(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if essence(&parts.headers) != "text/event-stream" {
        return unmarked(Response::from_parts(parts, body)).await;
    }
    let Ok(events) = body.collect().await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let events = events.to_bytes();
    let data = events.split(|byte| *byte == b'\n').filter_map(|line| line.strip_prefix(b"data:"));
    let message = data.map(<[u8]>::trim_ascii).rfind(|message| is_answer(message)).unwrap_or_default().to_vec();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_TYPE, JSON);
    Response::from_parts(parts, Body::from(digits::unmarked(message.into())))
}

/// Whether a message answers a request, and tells of nothing meanwhile.
fn is_answer(message: &[u8]) -> bool {
    let members: Option<BTreeMap<String, IgnoredAny>> = serde_json::from_slice(message).ok();
    members.is_some_and(|members| members.contains_key("id") && !members.contains_key("method"))
}

/// Whether a client accepts JSON, and no streams.
fn wants_json(headers: &HeaderMap) -> bool {
    let mut ranges = ranges(headers).peekable();
    ranges.peek().is_some() && ranges.all(|range| range == "application/json")
}

/// The media ranges that a client accepts; nothing of those that are no text.
fn ranges(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let texts = headers.get_all(ACCEPT).iter().map(|value| value.to_str().unwrap_or_default());
    texts.flat_map(|text| text.split(',')).map(|range| range.split(';').next().unwrap_or_default().trim())
}

/// A client that accepts anything, or doesn't say, accepts both forms of an answer; so does one that gets JSON of either.
fn widen_accept(headers: &mut HeaderMap) {
    let accepts = |text: &str| text.split([',', ';']).any(|range| matches!(range.trim(), "*/*" | "application/*"));
    if wants_json(headers) || headers.get_all(ACCEPT).iter().all(|value| value.to_str().is_ok_and(accepts)) {
        headers.insert(ACCEPT, HeaderValue::from_static("application/json, text/event-stream"));
    }
}

fn announces_json(headers: &HeaderMap) -> bool {
    essence(headers) == "application/json"
}

/// A JSON-RPC error that answers no request in particular.
fn error(status: StatusCode, code: i32, message: &str) -> Response {
    let body = json!({"jsonrpc": "2.0", "id": null, "error": {"code": code, "message": message}});
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn only_clients_that_accept_anything_are_widened() {
        let check = |accept: &[&str], wanted: &[&str]| {
            let mut headers: HeaderMap = accept.iter().map(|value| (ACCEPT, value.parse().unwrap())).collect();
            widen_accept(&mut headers);
            assert_eq!(headers.get_all(ACCEPT).iter().collect::<Vec<_>>(), wanted, "{accept:?}");
        };
        let both = ["application/json, text/event-stream"];
        check(&[], &both);
        check(&["*/*"], &both);
        check(&["application/json;q=0.9, */*;q=0.1"], &both);
        check(&["application/json"], &both);
        check(&["application/json;q=1", "application/json"], &both);
        check(&["application/json, text/html"], &["application/json, text/html"]);
        check(&["text/html"], &["text/html"]);
        check(&both, &both);
    }
}
