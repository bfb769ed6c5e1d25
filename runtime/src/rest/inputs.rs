//! Gathers the inputs of a function from a request.

use std::borrow::Cow;

use axum::body::Body as RequestBody;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, StatusCode};

use super::Route;
use super::route::Body;
use crate::server::{BodyError, Problem, read_body};
use crate::{InputError, Value, Values};

/// The inputs that `route` takes from the request, or what is wrong with the request.
pub(super) async fn gather(
    route: &Route,
    path: &[Cow<'_, str>],
    parts: &Parts,
    body: RequestBody,
    limit: usize,
) -> Result<Values, Problem> {
    let mut values = Values::new();
    from_path(route, path, &mut values);
    from_query(route, parts.uri.query().unwrap_or_default(), &mut values);
    from_headers(route, &parts.headers, &mut values).map_err(|error| Problem::from(&error))?;
    if let Some(expected) = route.body {
        let bytes = read_body(&parts.headers, body, limit).await.map_err(unreadable)?;
        from_body(route, expected, &parts.headers, &bytes, &mut values)?;
    }
    route.naming.add_constants(&mut values);
    Ok(values)
}

fn from_path(route: &Route, given: &[Cow<'_, str>], values: &mut Values) {
    for (segment, given) in route.segments.iter().zip(given) {
        for (name, value) in segment.captures(given).unwrap_or_default() {
            values.text(route.naming.input(name), value);
        }
    }
}

fn from_query(route: &Route, query: &str, values: &mut Values) {
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if route.query.contains(&name.as_ref()) {
            values.text(route.naming.input(&name), value);
        }
    }
}

fn from_headers(route: &Route, headers: &HeaderMap, values: &mut Values) -> Result<(), InputError> {
    for name in route.headers {
        for value in headers.get_all(*name) {
            let text = value.to_str().map_err(|_| InputError::new(*name, "must be plain ASCII text"))?;
            values.text(route.naming.input(name), text);
        }
    }
    Ok(())
}

fn from_body(
    route: &Route,
    expected: Body,
    headers: &HeaderMap,
    bytes: &[u8],
    values: &mut Values,
) -> Result<(), Problem> {
    match expected {
        Body::Whole { input, required } => match read_json(input, headers, bytes)? {
            Some(value) => values.json(route.naming.input(input), value),
            None if required => return Err(Problem::from(&InputError::new(input, "is required"))),
            None => {}
        },
        Body::Fields(names) => match read_json("body", headers, bytes)? {
            Some(Value::Object(members)) => {
                for (name, value) in members.into_iter().filter(|(name, _)| names.contains(&name.as_str())) {
                    values.json(route.naming.input(&name), value);
                }
            }
            Some(_) => return Err(Problem::from(&InputError::new("body", "must be an object"))),
            None => {}
        },
    }
    Ok(())
}

/// The body, if there is one; problems call it `name`.
fn read_json(name: &str, headers: &HeaderMap, bytes: &[u8]) -> Result<Option<Value>, Problem> {
    if bytes.is_empty() {
        return Ok(None);
    }
    if !announces_json(headers) {
        let detail = format!("{name} must be sent with the content type application/json");
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).about(name));
    }
    // The parser's message tells line and column, and quotes nothing of what was sent.
    let fault = |error| Problem::from(&InputError::new(name, format!("must be JSON: {error}")));
    serde_json::from_slice(bytes).map(Some).map_err(fault)
}

/// A body without a content type is refused too: a web page can send one to anybody.
fn announces_json(headers: &HeaderMap) -> bool {
    let announced = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = announced.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json"))
}

fn unreadable(error: BodyError) -> Problem {
    Problem::new(error.status(), error.to_string())
}
