//! How a stand-in answers.

use std::sync::Arc;

use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use serde_json::json;

use super::Operation;
use super::credential::Expected;
use crate::{Object, Value};

/// Longest request body that a stand-in reads, in bytes.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// What a running stand-in knows.
pub(super) struct StandIn {
    pub(super) credential: Expected,
    pub(super) operations: Vec<Operation>,
}

type Variables = Vec<(&'static str, String)>;
type Query = Vec<(String, String)>;

/// 200 with an echo or the declared answer; 401, 404, 405 and 413 as an API would.
pub(super) async fn answer(stand_in: Arc<StandIn>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let mut query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    if !stand_in.credential.take(&parts.headers, &mut query) {
        return refusal(StatusCode::UNAUTHORIZED);
    }
    let (operation, variables) = match stand_in.find(&parts) {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        return refusal(StatusCode::PAYLOAD_TOO_LARGE);
    };
    let text = match operation.answer {
        Some(declared) => declared.to_owned(),
        None => {
            let inputs = inputs(operation, variables, query, &parts.headers, &body);
            json!({"operation": operation.name, "path": parts.uri.path(), "inputs": inputs}).to_string()
        }
    };
    ([(CONTENT_TYPE, "application/json")], text).into_response()
}

impl StandIn {
    fn find(&self, parts: &Parts) -> Result<(&Operation, Variables), Box<Response>> {
        let path = parts.uri.path();
        let fitting: Vec<_> = self.operations.iter().filter_map(|o| Some((o, o.path.matches(path)?))).collect();
        if fitting.is_empty() {
            return Err(Box::new(refusal(StatusCode::NOT_FOUND)));
        }
        let mut allowed: Vec<_> = fitting.iter().map(|(operation, _)| operation.method.as_str()).collect();
        allowed.dedup();
        let refused = ([(ALLOW, allowed.join(", "))], refusal(StatusCode::METHOD_NOT_ALLOWED));
        fitting
            .into_iter()
            .filter(|(operation, _)| operation.method == parts.method)
            .min_by_key(|(operation, _)| operation.path.variables())
            .ok_or_else(|| Box::new(refused.into_response()))
    }
}

/// What reached the operation, by name, in the order path, query, headers, body.
fn inputs(operation: &Operation, path: Variables, query: Query, headers: &HeaderMap, body: &Bytes) -> Object {
    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    let path = path.into_iter().map(|(name, text)| (name.to_owned(), text));
    for (name, text) in path.chain(query).chain(declared_headers(operation, headers)) {
        match texts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, several)) => several.push(text),
            None => texts.push((name, vec![text])),
        }
    }
    let mut inputs: Object = texts.into_iter().map(|(name, texts)| typed(operation, name, texts)).collect();
    if !body.is_empty() {
        let text = || Value::String(String::from_utf8_lossy(body).into_owned());
        inputs.insert(operation.body.to_owned(), serde_json::from_slice(body).unwrap_or_else(|_| text()));
    }
    inputs
}

fn declared_headers(operation: &Operation, headers: &HeaderMap) -> Vec<(String, String)> {
    let values = |name: &'static str| {
        let texts =
            headers.get_all(name).into_iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        texts.map(move |text| (name.to_owned(), text))
    };
    operation.inputs.iter().filter(|input| input.header).flat_map(|input| values(input.name)).collect()
}

fn typed(operation: &Operation, name: String, mut texts: Vec<String>) -> (String, Value) {
    let value = match operation.inputs.iter().find(|input| input.name == name) {
        Some(input) => input.read(texts),
        None if texts.len() == 1 => Value::String(texts.remove(0)),
        None => texts.into(),
    };
    (name, value)
}

fn refusal(status: StatusCode) -> Response {
    let body = json!({"error": status.canonical_reason()}).to_string();
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}
