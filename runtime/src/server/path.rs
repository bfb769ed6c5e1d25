//! Paths of requests.

use std::borrow::Cow;

use axum::response::{IntoResponse, Response};
use http::header::ALLOW;
use http::{Method, StatusCode};
use percent_encoding::percent_decode_str;

use super::problem::Problem;

/// The segments of the path of a request, each decoded: `abc%2Fdef` is one segment.
///
/// # Errors
/// A segment is not UTF-8.
pub(crate) fn decode_path(path: &str) -> Result<Vec<Cow<'_, str>>, Problem> {
    let decoded = segments(path).map(|segment| percent_decode_str(segment).decode_utf8());
    decoded
        .collect::<Result<_, _>>()
        .map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "the path must be UTF-8, percent-encoded"))
}

/// The segments of a path, as written.
pub(crate) fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

/// The answer to a method that a path is not served with; `methods` are those that it is.
pub(crate) fn other_methods(methods: &[Method]) -> Response {
    let allowed = methods.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, format!("the methods of this path are {allowed}"));
    ([(ALLOW, allowed)], problem).into_response()
}
