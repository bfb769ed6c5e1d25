//! What answers under each path.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Serialize;

use super::exposition::Format;
use super::process::Process;
use super::status::Status;
use crate::aside::aside;
use crate::server::Problem;

const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// What `/livez` and `/readyz` say.
#[derive(Serialize)]
struct Health {
    status: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<String>,
}

pub(super) fn router(process: Arc<Process>) -> Router {
    Router::new()
        .route("/livez", get(live))
        .route("/readyz", get(ready))
        .route("/status", get(status))
        .route("/metrics", get(metrics))
        .fallback(async || Problem::new(StatusCode::NOT_FOUND, "the paths are /livez, /readyz, /status and /metrics"))
        .with_state(process)
}

async fn live() -> Response {
    json(StatusCode::OK, &Health { status: "live", reasons: Vec::new() })
}

async fn ready(State(process): State<Arc<Process>>) -> Response {
    match process.readiness.reasons() {
        reasons if reasons.is_empty() => json(StatusCode::OK, &Health { status: "ready", reasons }),
        reasons => json(StatusCode::SERVICE_UNAVAILABLE, &Health { status: "not ready", reasons }),
    }
}

async fn status(State(process): State<Arc<Process>>) -> Response {
    json(StatusCode::OK, &Status::of(&process))
}

async fn metrics(State(process): State<Arc<Process>>, headers: HeaderMap) -> Response {
    let format = Format::preferred(&headers);
    let written = aside(|| format.write(&process.counts.registry)); // hundreds of operations are a megabyte
    fresh(StatusCode::OK, format.content_type(), written)
}

fn json(status: StatusCode, value: &impl Serialize) -> Response {
    fresh(status, JSON, serde_json::to_string(value).unwrap_or_default()) // texts and numbers: nothing that could fail
}

/// What no cache may keep.
fn fresh(status: StatusCode, content_type: HeaderValue, body: String) -> Response {
    let headers = [(CONTENT_TYPE, content_type), (CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    (status, headers, body).into_response()
}
