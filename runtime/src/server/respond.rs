//! Passes answers on as they arrived.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, EXPIRES, LAST_MODIFIED,
    RETRY_AFTER,
};
use http::{HeaderMap, HeaderName, StatusCode};

use super::problem::Problem;
use crate::error::{Error, Result};
use crate::reply::Reply;

/// What travels on. All else stays behind: hop-by-hop headers (RFC 9110 section 7.6.1) mean this hop only, cookies and
/// challenges are between us and the upstream, and `Location`, `Link` and `Server` would name it.
const PASSED: [HeaderName; 9] = [
    CONTENT_TYPE,
    CONTENT_ENCODING,
    CONTENT_LANGUAGE,
    CONTENT_DISPOSITION,
    CACHE_CONTROL,
    ETAG,
    EXPIRES,
    LAST_MODIFIED,
    RETRY_AFTER,
];

/// Status, media type and body of a reply, unparsed; so too where the upstream answered outside 2xx (what it
/// sent beyond the limit for responses is gone by then). Any other error becomes a [`Problem`].
pub fn respond(answer: Result<Reply>) -> Response {
    match answer {
        Ok(reply) => {
            let status = reply.served_status();
            let (_, headers, body) = reply.into_parts();
            pass(status, &headers, body)
        }
        Err(Error::Status(error)) => pass(error.status, &error.headers, error.body),
        Err(error) => problem(&error),
    }
}

/// With the pause that an upstream asked for in a step.
fn problem(error: &Error) -> Response {
    let mut response = Problem::from(error).into_response();
    if let Error::Status(upstream) = error.origin()
        && let Some(pause) = upstream.headers.get(RETRY_AFTER)
    {
        response.headers_mut().insert(RETRY_AFTER, pause.clone());
    }
    response
}

fn pass(status: StatusCode, headers: &HeaderMap, body: Bytes) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    for (name, value) in headers {
        if PASSED.contains(name) || is_quota(name) {
            response.headers_mut().append(name, value.clone());
        }
    }
    response
}

/// How much of an allowance is left: callers slow down by it.
fn is_quota(name: &HeaderName) -> bool {
    name.as_str().starts_with("ratelimit") || name.as_str().starts_with("x-ratelimit-")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::error::StatusError;

    #[test]
    fn only_what_is_meant_for_the_caller_travels_on() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-type", "text/csv; charset=latin1"),
            ("retry-after", "7"),
            ("x-ratelimit-remaining", "3"),
            ("connection", "close"),
            ("transfer-encoding", "chunked"),
            ("keep-alive", "timeout=5"),
            ("location", "http://10.0.0.7/internal"),
            ("set-cookie", "session=s3cret"),
            ("server", "upstream.internal"),
        ] {
            headers.append(name, value.parse().unwrap());
        }
        let error = StatusError {
            upstream: "conns".into(),
            operation: "list".into(),
            status: StatusCode::TOO_MANY_REQUESTS,
            headers: headers.clone(),
            body: Bytes::from_static(b"slow\xff"),
            truncated: false,
        };
        for answer in [
            Ok(Reply::new(StatusCode::TOO_MANY_REQUESTS, headers, &b"slow\xff"[..])),
            Err(Error::Status(Box::new(error))),
        ] {
            let response = respond(answer);
            assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
            let mut names: Vec<_> = response.headers().keys().map(HeaderName::as_str).collect();
            names.sort_unstable();
            assert_eq!(names, ["content-type", "retry-after", "x-ratelimit-remaining"]);
            assert_eq!(response.headers()[CONTENT_TYPE], "text/csv; charset=latin1");
        }
    }
}
