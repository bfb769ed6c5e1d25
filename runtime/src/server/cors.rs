//! What web pages of admitted origins need, to call a server and to read what it answers (CORS, Fetch standard §3.3).
//!
//! Ours, since tower-http's layer takes every OPTIONS for a preflight, and exposes only headers that are known beforehand.
//! Credentials mode is left out: what a caller presents stands in headers that the page itself sets.

use axum::response::{IntoResponse, Response};
use http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, EXPIRES,
    LAST_MODIFIED, PRAGMA, VARY,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};

const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD, POST, PUT, PATCH, DELETE");
/// How long browsers may keep the answer to a preflight, in seconds.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");
const YES: HeaderValue = HeaderValue::from_static("true");
const REQUEST_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-request-private-network");
const ALLOW_PRIVATE_NETWORK: HeaderName = HeaderName::from_static("access-control-allow-private-network");

/// What an answer depends on: any cache between must know.
const VARY_ANSWER: HeaderValue = HeaderValue::from_static("Origin");
const VARY_PREFLIGHT: HeaderValue = HeaderValue::from_static(
    "Access-Control-Request-Method, Access-Control-Request-Headers, Access-Control-Request-Private-Network",
);

/// Pages read these anyway (Fetch standard §2.2.2), or have no use for them.
const PLAIN: [HeaderName; 8] =
    [CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_LENGTH, CONTENT_TYPE, EXPIRES, LAST_MODIFIED, PRAGMA, VARY];

/// The answer to a preflight, which comes without the credentials of the caller; none for other requests. A page may send any
/// header: those that no route reads do nothing.
pub(super) fn preflight(method: &Method, headers: &HeaderMap) -> Option<Response> {
    if *method != Method::OPTIONS || !headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
        return None;
    }
    let mut response = StatusCode::NO_CONTENT.into_response();
    let allowed = response.headers_mut();
    allowed.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
    allowed.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    allowed.append(VARY, VARY_PREFLIGHT);
    for asked in headers.get_all(ACCESS_CONTROL_REQUEST_HEADERS) {
        allowed.append(ACCESS_CONTROL_ALLOW_HEADERS, asked.clone());
    }
    if headers.get(REQUEST_PRIVATE_NETWORK) == Some(&YES) {
        allowed.insert(ALLOW_PRIVATE_NETWORK, YES);
    }
    Some(response)
}

/// Lets the pages of `origin` read an answer, and all headers that it has; none is no page, or none that may read it.
pub(super) fn share(response: &mut Response, origin: Option<HeaderValue>) {
    let headers = response.headers_mut();
    headers.append(VARY, VARY_ANSWER);
    let Some(origin) = origin else { return };
    let is_exposed = |name: &&str| !PLAIN.iter().any(|known| known == name) && !name.starts_with("access-control-");
    let exposed = headers.keys().map(HeaderName::as_str).filter(is_exposed).collect::<Vec<_>>().join(", ");
    if let Some(exposed) = HeaderValue::from_str(&exposed).ok().filter(|exposed| !exposed.is_empty()) {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn only_preflights_are_answered() {
        let check = |method: Method, headers: &[(&'static str, &str)], wanted: bool| {
            let headers: HeaderMap = headers
                .iter()
                .map(|(name, value)| (HeaderName::from_static(name), value.parse::<HeaderValue>().unwrap()))
                .collect();
            assert_eq!(preflight(&method, &headers).is_some(), wanted, "{method} {headers:?}");
        };
        let asked = ("access-control-request-method", "PUT");
        check(Method::OPTIONS, &[asked], true);
        check(Method::OPTIONS, &[("access-control-request-headers", "x")], false);
        check(Method::GET, &[asked], false);
    }

    #[test]
    fn what_an_answer_has_is_exposed() {
        let check = |names: &[&'static str], wanted: Option<&str>| {
            let mut response = Response::<axum::body::Body>::default();
            for name in names {
                response.headers_mut().append(HeaderName::from_static(name), "x".parse().unwrap());
            }
            share(&mut response, Some(HeaderValue::from_static("https://app.test")));
            let exposed = response.headers().get(ACCESS_CONTROL_EXPOSE_HEADERS);
            assert_eq!(exposed.map(|exposed| exposed.to_str().unwrap()), wanted, "{names:?}");
        };
        check(&[], None);
        check(&["content-type", "content-length", "vary", "access-control-max-age"], None);
        check(&["retry-after", "content-type", "x-ratelimit-limit"], Some("retry-after, x-ratelimit-limit"));
        check(&["www-authenticate", "www-authenticate"], Some("www-authenticate"));
    }
}
