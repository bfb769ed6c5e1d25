//! Files that a server has of its own.

use axum::response::IntoResponse;
use axum::routing::{MethodRouter, get};
use http::Method;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};

use crate::server::other_methods;

/// Where the page is.
pub(super) const PAGE: &str = "/docs";

/// Answers GET and HEAD with a text that is taken for nothing else, and asked for again each time.
pub(super) fn file(media_type: &'static str, text: &'static str) -> MethodRouter {
    let headers = [(CONTENT_TYPE, media_type), (X_CONTENT_TYPE_OPTIONS, "nosniff"), (CACHE_CONTROL, "no-cache")];
    only_get(get(async move || (headers, text)))
}

/// 405 for all other methods.
pub(super) fn only_get(router: MethodRouter) -> MethodRouter {
    router.fallback(async || other_methods(&[Method::GET, Method::HEAD]).into_response())
}
