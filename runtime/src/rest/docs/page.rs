//! The page: Swagger UI, which asks nobody but this server.

use std::io::{Cursor, Read};
use std::sync::LazyLock;

use axum::Router;
use axum::body::Bytes;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED;
use zip::ZipArchive;

use super::file::{PAGE, file, only_get};
use crate::server::Problem;

/// Nothing from elsewhere is loaded, run or sent, and no page of others shows this one.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// What Swagger UI is made of. Unpacked when the first page is asked for.
static SCRIPT: LazyLock<Option<Bytes>> = LazyLock::new(|| unpacked("/dist/swagger-ui-bundle.js"));
static STYLE: LazyLock<Option<Bytes>> = LazyLock::new(|| unpacked("/dist/swagger-ui.css"));

/// The page, and what it loads.
pub(super) fn router() -> Router {
    Router::new()
        .route(PAGE, only_get(get(page)))
        .route("/docs/page.js", file("text/javascript", include_str!("page.js")))
        .route("/docs/swagger-ui-bundle.js", only_get(get(async || part("text/javascript", &SCRIPT))))
        .route("/docs/swagger-ui.css", only_get(get(async || part("text/css", &STYLE))))
}

/// What it loads is asked for as the page is: a server may want a key in the query.
async fn page(RawQuery(query): RawQuery) -> Response {
    let query = query.map(|query| format!("?{}", escaped(&query))).unwrap_or_default();
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, include_str!("page.html").replace("{query}", &query)).into_response()
}

/// As the value of an attribute of HTML.
fn escaped(text: &str) -> String {
    let safe = |c: char| c.is_ascii_alphanumeric() || "-._~%=+/:,;!*()$@?".contains(c);
    text.chars().map(|c| if safe(c) { c.to_string() } else { format!("&#{};", u32::from(c)) }).collect()
}

fn part(media_type: &'static str, part: &Option<Bytes>) -> Response {
    let headers =
        [(CONTENT_TYPE, media_type), (X_CONTENT_TYPE_OPTIONS, "nosniff"), (CACHE_CONTROL, "private, max-age=3600")];
    match part {
        Some(bytes) => (headers, bytes.clone()).into_response(),
        None => {
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the page was compiled without this part").into_response()
        }
    }
}

/// The file of the archive whose path ends so.
fn unpacked(end: &str) -> Option<Bytes> {
    let mut archive = ZipArchive::new(Cursor::new(SWAGGER_UI_VENDORED)).ok()?;
    let path = archive.file_names().flatten().find(|path| path.ends_with(end))?.into_owned();
    let mut bytes = Vec::new();
    archive.by_name(&path).ok()?.read_to_end(&mut bytes).ok()?;
    Some(bytes.into())
}
