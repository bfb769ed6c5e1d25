//! Reads the JSON body of a request.

use crate::value::Value;
use http::{HeaderMap, StatusCode};

use super::body::{Body, BodyPart, fits};
use super::route::Route;
use crate::content_type::essence;
use crate::error::InputError;
use crate::format::without_mark;
use crate::server::Problem;
use crate::values::{Raw, Values};

/// Adds the inputs that `route` takes from a body of these bytes.
pub(super) fn from_body(route: &Route, headers: &HeaderMap, bytes: &[u8], values: &mut Values) -> Result<(), Problem> {
    let (name, required) = match route.body {
        Some(Body::Whole { input, required }) => (input, required),
        _ => ("body", false),
    };
    match read_json(name, headers, bytes)? {
        Some(body) => take(route, body, values).map_err(|error| Problem::from(&error)),
        None if required => Err(Problem::from(&InputError::new(name, "is required"))),
        None => Ok(()),
    }
}

/// Adds the inputs that `route` takes from this body.
pub(super) fn take(route: &Route, body: Value, values: &mut Values) -> Result<(), InputError> {
    let mut add = |caller: &str, value| route.naming.add(values, caller, Raw::Json(value));
    for BodyPart { input, select } in &route.body_parts {
        if let Some(part) = select(&body)? {
            add(input, part);
        }
    }
    match route.body {
        None => {}
        Some(Body::Whole { input, .. }) => add(input, body),
        Some(Body::WholeOrMember { input, kind }) => {
            if let Some(value) = whole_or_member(input, kind, body) {
                add(input, value);
            }
        }
        Some(Body::Fields(names)) => {
            let Value::Object(members) = body else {
                return Err(InputError::new("body", "must be an object"));
            };
            for (name, value) in members.into_iter().filter(|(name, _)| names.contains(&name.as_str())) {
                add(&name, value);
            }
        }
    }
    Ok(())
}

/// The member `input` of `body` if it fits `kind`, else the body. Where neither does, the member is to blame, if there is one;
/// an object without members gives nothing.
fn whole_or_member(input: &str, kind: &str, mut body: Value) -> Option<Value> {
    let (is_empty, is_whole) = (body.as_object().is_some_and(|body| body.is_empty()), fits(kind, &body));
    match body.get_mut(input) {
        Some(member) if member.is_null() || fits(kind, member) || !is_whole => Some(member.take()),
        None if is_empty && !is_whole => None,
        _ => Some(body),
    }
}

/// The body, if there is one; problems call it `name`.
fn read_json(name: &str, headers: &HeaderMap, bytes: &[u8]) -> Result<Option<Value>, Problem> {
    if without_mark(bytes).is_empty() {
        return Ok(None);
    }
    if !announces_json(headers) {
        let detail = format!("{name} must be sent with the content type application/json");
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).about(name));
    }
    // The parser's message tells line and column, and quotes nothing of what was sent.
    let fault = |error| Problem::from(&InputError::new(name, format!("must be JSON: {error}")));
    serde_json::from_slice(without_mark(bytes)).map(Some).map_err(fault)
}

/// A body without a content type may be JSON. Web pages of others can send one, and are refused for where they come from.
fn announces_json(headers: &HeaderMap) -> bool {
    let essence = essence(headers);
    matches!(essence.as_str(), "" | "application/json" | "text/json")
        || (essence.starts_with("application/") && essence.ends_with("+json"))
}
