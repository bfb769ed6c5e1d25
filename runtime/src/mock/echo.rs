//! How a stand-in answers.

use std::sync::Arc;

use crate::value::Value;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use percent_encoding::percent_decode_str;
use secrecy::{ExposeSecret, SecretString};

use super::credential::{Expected, cookies};
use super::formats;
use super::operation::{Input, Operation, Place};
use crate::content_type::{FORM, essence};
use crate::value::Object;

/// Longest request body that a stand-in reads, in bytes.
const MAX_BODY: usize = 16 * 1024 * 1024;

/// What a running stand-in knows.
pub(super) struct StandIn {
    /// All are wanted; those in the body stand last, as others sign it as it came.
    pub(super) credentials: Vec<Expected>,
    /// Settings whose values an echo does not repeat.
    pub(super) secrets: Vec<(&'static str, SecretString)>,
    pub(super) operations: Vec<Operation>,
}

type Variables = Vec<(&'static str, String)>;
type Query = Vec<(String, String)>;

/// 200 with an echo or the declared answer; 401, 404, 405 and 413 as an API would.
pub(super) async fn answer(stand_in: Arc<StandIn>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let Ok(mut body) = to_bytes(body, MAX_BODY).await else {
        return refusal(StatusCode::PAYLOAD_TOO_LARGE);
    };
    if let Some(answer) = stand_in.issue(&parts, &body) {
        return answer;
    }
    let mut query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    if let Some(refused) = stand_in.refuse(&parts, &mut query, &mut body) {
        return refused;
    }
    let (operation, variables) = match stand_in.find(&parts) {
        Ok(found) => found,
        Err(refused) => return *refused,
    };
    let (media_type, text) = match operation.answer {
        Some(declared) => formats::encode_text(operation.format, declared),
        None => {
            let inputs = inputs(operation, variables, query, &parts, &body);
            let echo = [
                ("operation", operation.name.into()),
                ("path", parts.uri.path().into()),
                ("inputs", Value::Object(inputs)),
            ];
            let mut echo = Value::Object(echo.map(|(name, value)| (name.to_owned(), value)).into_iter().collect());
            stand_in.hide(&mut echo);
            formats::encode(operation.format, &echo)
        }
    };
    ([(CONTENT_TYPE, media_type)], text).into_response()
}

impl StandIn {
    /// What the authorization server answers, if the request is for it.
    fn issue(&self, parts: &Parts, body: &Bytes) -> Option<Response> {
        self.credentials.iter().find_map(|expected| match expected {
            Expected::Token(issuer) => issuer.answer(parts, body),
            _ => None,
        })
    }

    /// 401 if a credential is missing. Takes all of them out of `query` and `body`, once what is signed is checked.
    fn refuse(&self, parts: &Parts, query: &mut Query, body: &mut Bytes) -> Option<Response> {
        let missing: Vec<_> = self.credentials.iter().filter(|expected| !expected.take(parts, query, body)).collect();
        let first = missing.first()?;
        let refused = refusal(StatusCode::UNAUTHORIZED);
        Some(match first.challenge() {
            Some(challenge) => ([(WWW_AUTHENTICATE, challenge)], refused).into_response(),
            None => refused,
        })
    }

    /// Puts names in place of secrets. Only long ones are looked for within texts.
    fn hide(&self, echo: &mut Value) {
        match echo {
            Value::String(text) => {
                for (env, secret) in &self.secrets {
                    let secret = secret.expose_secret();
                    if text == secret || secret.len() >= 6 && text.contains(secret) {
                        *text = text.replace(secret, &format!("{{{{{env}}}}}"));
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.hide(item)),
            Value::Object(members) => members.values_mut().for_each(|member| self.hide(member)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }

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
fn inputs(operation: &Operation, path: Variables, query: Query, request: &Parts, body: &Bytes) -> Object {
    let mut texts: Vec<(String, Vec<String>)> = Vec::new();
    let path = path.into_iter().map(|(name, text)| (name.to_owned(), text));
    for (name, text) in path.chain(query).chain(declared(operation, request)) {
        match texts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, several)) => several.push(text),
            None => texts.push((name, vec![text])),
        }
    }
    let mut inputs: Object = texts.into_iter().map(|(name, texts)| typed(operation, name, texts)).collect();
    if !body.is_empty() {
        inputs.insert(operation.body.to_owned(), read_body(&request.headers, body));
    }
    inputs
}

/// JSON as it is, a form as an object, all else as text.
fn read_body(headers: &HeaderMap, body: &Bytes) -> Value {
    if essence(headers) == FORM {
        let fields = form_urlencoded::parse(body).into_owned();
        return Value::Object(fields.map(|(name, value)| (name, Value::String(value))).collect());
    }
    let text = || Value::String(String::from_utf8_lossy(body).into_owned());
    serde_json::from_slice(body).unwrap_or_else(|_| text())
}

/// The inputs that arrive as header or cookie.
fn declared(operation: &Operation, request: &Parts) -> Vec<(String, String)> {
    let texts = |input: &Input| match input.place {
        Place::Url => Vec::new(),
        Place::Header => {
            let values = request.headers.get_all(input.name).into_iter();
            values.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
        }
        Place::Cookie => {
            let values = cookies(request).filter(|(name, _)| *name == input.name);
            values.map(|(_, value)| percent_decode_str(value).decode_utf8_lossy().into_owned()).collect()
        }
    };
    let named = |input: &Input| texts(input).into_iter().map(|text| (input.name.to_owned(), text)).collect::<Vec<_>>();
    operation.inputs.iter().flat_map(named).collect()
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
    let body = serde_json::json!({"error": status.canonical_reason()}).to_string();
    (status, [(CONTENT_TYPE, "application/json")], body).into_response()
}
