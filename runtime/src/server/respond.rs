//! Passes answers on as they arrived.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, EXPIRES, LAST_MODIFIED,
    RETRY_AFTER,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use percent_encoding::{AsciiSet, utf8_percent_encode};

use super::problem::Problem;
use crate::error::{Error, Result};
use crate::misfits::Misfits;
use crate::reply::Reply;
use crate::wire::RESERVED;

/// The header that says which values of an answer are `null` since they didn't fit.
const MISFITS: HeaderName = HeaderName::from_static("capwright-misfits");

/// What is encoded in paths of values: all but unreserved characters and the brackets around indexes.
const PATH: &AsciiSet = &RESERVED.remove(b'[').remove(b']');

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

/// Longer headers are left behind: callers may refuse an answer for them, and proxies do.
const LONGEST: usize = 8192;

/// Status, media type and body of a reply, unparsed, and what of it didn't fit; so too where the upstream answered outside 2xx (what it
/// sent beyond the limit for responses is gone by then). Any other error becomes a [`Problem`].
pub fn respond(answer: Result<Reply>) -> Response {
    match answer {
        Ok(reply) => {
            let (status, misfits) = (reply.status(), misfits(reply.misfits()));
            let arriving = arriving(&reply);
            let (_, headers, body) = reply.into_parts();
            let body = arriving.unwrap_or_else(|| Body::from(body));
            let mut response = pass(status, &headers, body);
            response.headers_mut().extend(misfits.map(|misfits| (MISFITS, misfits)));
            response
        }
        Err(Error::Status(error)) => pass(error.status, &error.headers, Body::from(error.body)),
        Err(error) => problem(&error),
    }
}

/// The body of a reply that is still on its way.
#[cfg(feature = "rest")]
fn arriving(reply: &Reply) -> Option<Body> {
    reply.take_arriving().map(Body::new)
}

#[cfg(not(feature = "rest"))]
fn arriving(_: &Reply) -> Option<Body> {
    None
}

/// The paths, percent-encoded (RFC 3986 §2.1) and after commas; at the end `+5` if there are five more.
fn misfits(misfits: &Misfits) -> Option<HeaderValue> {
    let paths = misfits.paths().iter().map(|path| utf8_percent_encode(path, PATH).to_string());
    let more = (misfits.more() > 0).then(|| format!("+{}", misfits.more()));
    let paths: Vec<String> = paths.chain(more).collect();
    HeaderValue::from_str(&paths.join(", ")).ok().filter(|_| !misfits.is_empty())
}

/// With the pause that an upstream asked for in a step.
fn problem(error: &Error) -> Response {
    let mut response = Problem::from(error).into_response();
    if let Error::Status(upstream) = error.origin()
        && let Some(pause) = upstream.headers.get(RETRY_AFTER).filter(|pause| pause.len() <= LONGEST)
    {
        response.headers_mut().insert(RETRY_AFTER, pause.clone());
    }
    response
}

fn pass(status: StatusCode, headers: &HeaderMap, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    for (name, value) in headers {
        if (PASSED.contains(name) || is_quota(name)) && value.len() <= LONGEST {
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

    use bytes::Bytes;

    use super::*;
    use crate::error::StatusError;

    #[test]
    fn misfits_stand_in_a_header() {
        let check = |paths: &[&str], wanted: Option<&str>| {
            let mut misfits = Misfits::default();
            paths.iter().for_each(|path| misfits.add(path));
            let response = respond(Ok(Reply::from_json(&[1]).unwrap().with_misfits(misfits)));
            assert_eq!(response.headers().get("capwright-misfits").map(|value| value.to_str().unwrap()), wanted);
        };
        check(&[], None);
        check(&["a.b[0].c-d_e"], Some("a.b[0].c-d_e"));
        check(&["", "a, +1\r\nx: y%2C", "ä"], Some(", a%2C%20%2B1%5Cr%5Cnx%3A%20y%252C, %C3%A4"));
        check(&["[1]"; 13], Some(&format!("{}, +3", ["[1]"; 10].join(", "))));
    }

    #[test]
    fn only_what_is_meant_for_the_caller_travels_on() {
        let mut headers = HeaderMap::new();
        headers.append(ETAG, "e".repeat(300_000).parse().unwrap());
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
            place: None,
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
