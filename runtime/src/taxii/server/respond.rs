//! Answers in the one media type of TAXII, failures included.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{ALLOW, CONTENT_TYPE, HeaderName, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use super::cursor::Walk;
use super::page::{Page, RowKey};
use crate::error::{Error, Result};
use crate::server::{Problem, Refusal};
use crate::taxii::envelope::Envelope;
use crate::taxii::headers::{DATE_ADDED_FIRST, DATE_ADDED_LAST};
use crate::taxii::media;
use crate::taxii::types::ErrorBody;
use crate::value::Object;

/// There is no such `what`, or none that the caller may see.
pub fn not_found(what: &str) -> Error {
    Error::rejected(StatusCode::NOT_FOUND, format!("there is no such {what}"))
}

/// A resource.
pub(super) fn resource(resource: impl Serialize) -> Result<Response> {
    let body = serde_json::to_vec(&resource).map_err(|error| Error::decode("an answer", error))?;
    Ok(taxii(StatusCode::OK, body))
}

/// A page.
pub(super) fn page<T: Serialize>(page: Page<T>, walk: Walk) -> Result<Response> {
    let first = page.records.first().map(|record| record.key);
    let last = page.records.last().map(|record| record.key);
    let envelope = Envelope {
        more: page.more && last.is_some(),
        next: last.filter(|_| page.more).map(|key| walk.cursor(key)),
        objects: page.records.into_iter().map(|record| record.value).collect(),
        extra: Object::new(),
    };
    let mut response = resource(envelope)?;
    if let (Some(first), Some(last)) = (first, last) {
        stamp(&mut response, DATE_ADDED_FIRST, first);
        stamp(&mut response, DATE_ADDED_LAST, last);
    }
    Ok(response)
}

/// Whatever went wrong in answering.
pub(super) fn failure(error: &Error) -> Response {
    let problem = Problem::from(error);
    refuse(problem.status(), problem.detail())
}

/// A request that no part of the server answers.
pub(super) fn refuse(status: StatusCode, description: &str) -> Response {
    let body = ErrorBody {
        title: status.canonical_reason().unwrap_or("Unknown").to_owned(),
        description: Some(description.to_owned()),
        http_status: Some(status.as_str().to_owned()),
        ..ErrorBody::default()
    };
    taxii(status, serde_json::to_vec(&body).unwrap_or_default())
}

/// A request under a foreign name, from a foreign page, or one too many.
pub(super) fn refuse_origin(refusal: Refusal) -> Response {
    refuse(refusal.status(), &refusal.to_string())
}

/// A method that reading has no use for.
pub(super) fn refuse_method() -> Response {
    let mut response = refuse(StatusCode::METHOD_NOT_ALLOWED, "this can only be read, with GET or HEAD");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// Credentials that are missing or wrong.
pub(super) fn refuse_caller(challenge: &'static str) -> Response {
    let mut response = refuse(StatusCode::UNAUTHORIZED, "the credentials are missing or wrong");
    response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
    response
}

fn stamp(response: &mut Response, name: &'static str, key: RowKey) {
    if let Ok(value) = HeaderValue::try_from(key.date_added.to_string()) {
        response.headers_mut().insert(HeaderName::from_static(name), value);
    }
}

fn taxii(status: StatusCode, body: Vec<u8>) -> Response {
    (status, [(CONTENT_TYPE, HeaderValue::from_static(media::TAXII))], Body::from(body)).into_response()
}
