//! Answers of rmcp as clients get them.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use http_body_util::BodyExt;
use serde::de::IgnoredAny;

use super::accept::Accepted;
use crate::content_type::essence;
use crate::mcp::digits;
use crate::mcp::jsonrpc::{Fault, Request, shortened};

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// A JSON-RPC error with a status of HTTP.
#[derive(Debug)]
pub(super) struct Refusal(pub(super) StatusCode, pub(super) Fault);

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self(status, fault) = self;
        let mut response = (status, [(CONTENT_TYPE, JSON)], fault.to_bytes()).into_response();
        if status == StatusCode::METHOD_NOT_ALLOWED {
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
        }
        response
    }
}

/// What rmcp answers to `request`, in a form that is accepted. What it says in plain text becomes JSON-RPC, too; `known` says
/// whether it knows the version of the header.
pub(super) async fn answer(
    response: Response,
    request: &Request,
    known: Result<(), Fault>,
    accepted: Accepted,
) -> Response {
    let status = response.status();
    if status.is_success() || essence(response.headers()) == "application/json" {
        return if accepted == Accepted::Json { one_message(response).await } else { unmarked(response).await };
    }
    if status == StatusCode::UNSUPPORTED_MEDIA_TYPE {
        return Refusal(StatusCode::BAD_REQUEST, request.unread()).into_response();
    }
    let body = response.into_body().collect().await.map(|body| body.to_bytes()).unwrap_or_default();
    let unknown = known.err().filter(|_| status == StatusCode::BAD_REQUEST);
    if status.is_server_error() {
        return Refusal(status, Fault::internal("the server failed").answering(request.id().clone())).into_response();
    }
    let fault = unknown.unwrap_or_else(|| Fault::invalid(String::from_utf8_lossy(&body)));
    Refusal(status, fault.answering(request.id().clone())).into_response()
}

/// An answer as it is sent; one that is a stream, event by event.
async fn unmarked(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if essence(&parts.headers) != "application/json" {
        let events = body.map_frame(|frame| frame.map_data(digits::unmarked));
        return Response::from_parts(parts, Body::new(events));
    }
    let Ok(body) = body.collect().await else { return lost() };
    parts.headers.remove(CONTENT_LENGTH);
    let body = digits::unmarked(body.to_bytes());
    let body = if parts.status.is_success() { body } else { shortened(body) };
    Response::from_parts(parts, Body::from(body))
}

/// An answer as JSON for a client that accepts nothing else: of a stream, the message that was asked for.
async fn one_message(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    if essence(&parts.headers) != "text/event-stream" {
        return unmarked(Response::from_parts(parts, body)).await;
    }
    let Ok(events) = body.collect().await else { return lost() };
    let events = events.to_bytes();
    let data = events.split(|byte| *byte == b'\n').filter_map(|line| line.strip_prefix(b"data:"));
    let message = data.map(<[u8]>::trim_ascii).rfind(|message| is_answer(message)).unwrap_or_default().to_vec();
    parts.headers.remove(CONTENT_LENGTH);
    parts.headers.insert(CONTENT_TYPE, JSON);
    Response::from_parts(parts, Body::from(digits::unmarked(message.into())))
}

/// The answer in the place of one that has failed on its way.
fn lost() -> Response {
    Refusal(StatusCode::INTERNAL_SERVER_ERROR, Fault::internal("the answer was lost")).into_response()
}

/// Whether a message answers a request, and tells of nothing meanwhile.
fn is_answer(message: &[u8]) -> bool {
    let members: Option<BTreeMap<String, IgnoredAny>> = serde_json::from_slice(message).ok();
    members.is_some_and(|members| members.contains_key("id") && !members.contains_key("method"))
}
