//! What a REST server says of itself: its OpenAPI document, and a page that shows it.

mod file;
#[cfg(feature = "docs")]
mod page;

use axum::Router;
use http::Method;

use self::file::{PAGE, file};
use super::table::{Found, Table};
use crate::server::decode_path;

const DOCUMENT: &str = "/openapi.json";

/// Serves `document`, and the page if it is compiled in, under the paths of theirs that no route of `table` answers.
pub(super) fn router<T>(table: &Table<T>, document: &'static str) -> Router {
    let mut router = Router::new();
    if !is_free(table, DOCUMENT) {
        tracing::warn!("the API has a path {DOCUMENT} of its own: its description is not served");
        return router;
    }
    router = router.route(DOCUMENT, file("application/json", document));
    if !is_free(table, PAGE) {
        tracing::warn!("the API has a path {PAGE} of its own: the page is not served, {DOCUMENT} is");
        return router;
    }
    #[cfg(feature = "docs")]
    return router.merge(page::router());
    #[cfg(not(feature = "docs"))]
    {
        tracing::warn!(
            "the page under {PAGE} takes the feature `docs`, which is not compiled in: {DOCUMENT} is served"
        );
        router
    }
}

/// Whether the path is nobody's, with any method.
fn is_free<T>(table: &Table<T>, path: &str) -> bool {
    decode_path(path).is_ok_and(|path| matches!(table.find(&Method::GET, &path), Found::Nothing))
}
