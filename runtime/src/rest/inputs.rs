//! Gathers the inputs of a function from a request.

use std::borrow::Cow;

use axum::body::Body as RequestBody;
use http::HeaderMap;
use http::request::Parts;

use super::cookies::cookies;
use super::json::from_body;
use super::route::Route;
use crate::error::InputError;
use crate::server::{BodyError, Problem, parameters, read_body, skip_body};
use crate::values::{Raw, Values};

/// The inputs that `route` takes from the request, or what is wrong with the request.
pub(super) async fn gather(
    route: &Route,
    path: &[Cow<'_, str>],
    parts: &Parts,
    body: RequestBody,
    limit: usize,
) -> Result<Values, Problem> {
    let refuse = |error| Problem::from(&error);
    let mut values = Values::new();
    from_path(route, path, &mut values);
    from_query(route, parts.uri.query().unwrap_or_default(), &mut values).map_err(refuse)?;
    from_headers(route, &parts.headers, &mut values).map_err(refuse)?;
    from_cookies(route, &parts.headers, &mut values).map_err(refuse)?;
    if route.takes_body() {
        let bytes = read_body(&parts.headers, body, limit).await.map_err(unreadable)?;
        from_body(route, &parts.headers, &bytes, &mut values)?;
    } else {
        skip_body(&parts.headers, body, limit).await.map_err(unreadable)?;
    }
    match route.required.iter().find(|name| !route.naming.is_given(&values, name)) {
        Some(missing) => return Err(refuse(InputError::new(*missing, "is required"))),
        None => route.naming.checked(&values).map_err(refuse)?,
    }
    route.naming.declared.complete(&mut values);
    Ok(values)
}

/// A variable may stand in a path twice: one input, unless its values differ.
fn from_path(route: &Route, given: &[Cow<'_, str>], values: &mut Values) {
    let mut taken = Vec::new();
    for (segment, given) in route.segments.iter().zip(given) {
        for capture in segment.captures(given).unwrap_or_default() {
            if !taken.contains(&capture) {
                add_text(route, capture.0, capture.1, values);
                taken.push(capture);
            }
        }
    }
}

fn from_query(route: &Route, query: &str, values: &mut Values) -> Result<(), InputError> {
    for (name, value) in parameters(query).filter(|(name, _)| route.query.contains(&name.as_str())) {
        add_text(route, &name, value.map_err(|fault| fault.of(&name))?, values);
    }
    Ok(())
}

fn from_headers(route: &Route, headers: &HeaderMap, values: &mut Values) -> Result<(), InputError> {
    for name in route.headers {
        for value in headers.get_all(*name) {
            let text = value.to_str().map_err(|_| InputError::new(*name, "must be plain ASCII text"))?;
            add_text(route, name, text, values);
        }
    }
    Ok(())
}

fn from_cookies(route: &Route, headers: &HeaderMap, values: &mut Values) -> Result<(), InputError> {
    for name in route.cookies {
        for value in cookies(headers, name) {
            let text = value.map_err(|fault| fault.of(name))?;
            add_text(route, name, text, values);
        }
    }
    Ok(())
}

fn add_text(route: &Route, name: &str, text: impl Into<String>, values: &mut Values) {
    route.naming.add(values, name, Raw::Text(text.into()));
}

fn unreadable(error: BodyError) -> Problem {
    Problem::new(error.status(), error.to_string())
}
