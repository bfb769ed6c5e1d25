//! Where a redirect leads, and whether it is followed: by GET and HEAD, to the same origin, or from http to https of the same
//! host. Nothing that a request carries goes anywhere else.

use http::header::LOCATION;
use http::{Method, Response, StatusCode};
use url::Url;

use super::call::Call;
use super::transport::Body;
use crate::error::{Error, RedirectError, Result};

/// The most that are followed.
const MOST: usize = 5;

/// From how many characters on a segment of a path is not repeated in an error: it may be a secret that was sent.
const LONG: usize = 16;

/// The most characters of a place that an error shows.
const SHOWN: usize = 200;

/// The URL to go on with; none if the answer is no redirect. `followed` is how many were before.
///
/// # Errors
/// [`Error::Redirect`] if it isn't followed.
pub(super) fn next(call: &Call<'_>, response: &Response<Body>, followed: usize) -> Result<Option<Url>> {
    if !is_redirect(response.status()) {
        return Ok(None);
    }
    let location = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
    let place = location.and_then(|location| call.url.join(location).ok());
    let refusal = match &place {
        None => Some("it leads nowhere"),
        Some(place) => refusal(call.method, &call.url, place, followed),
    };
    let Some(reason) = refusal else { return Ok(place.map(without_fragment)) };
    let place = place.map(|place| shown(&place, &call.url, &call.transport.base_path)).unwrap_or_default();
    let (upstream, operation) = (call.transport.namespace.to_string(), call.operation.to_owned());
    let status = response.status();
    Err(Error::Redirect(Box::new(RedirectError { upstream, operation, status, place, reason })))
}

/// Those that say where to go on; the others of 3xx are answers.
fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
}

/// Why it isn't followed, if it isn't.
fn refusal(method: &Method, from: &Url, to: &Url, followed: usize) -> Option<&'static str> {
    if !matches!(*method, Method::GET | Method::HEAD) {
        return Some("only GET and HEAD are sent again");
    }
    let is_upgrade = from.scheme() == "http" && to.scheme() == "https" && from.host() == to.host();
    if from.origin() != to.origin() && !is_upgrade || !to.username().is_empty() || to.password().is_some() {
        return Some("it leads to another origin");
    }
    (followed >= MOST).then_some("there were five before it")
}

fn without_fragment(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

/// A place without what may be secret: user, query, and what the base URL or a long part of the path was that it repeats.
fn shown(to: &Url, from: &Url, base_path: &str) -> String {
    let is_sent = |segment: &str, path: &str| path.split('/').any(|sent| sent == segment);
    let show = |segment: &str| match segment {
        "" => String::new(),
        segment if is_sent(segment, base_path) => "…".to_owned(),
        segment if segment.len() >= LONG && is_sent(segment, from.path()) => "…".to_owned(),
        segment => segment.to_owned(),
    };
    let path: Vec<String> = to.path().split('/').map(show).collect();
    let port = to.port().map(|port| format!(":{port}")).unwrap_or_default();
    let place = format!("{}://{}{port}{}", to.scheme(), to.host_str().unwrap_or_default(), path.join("/"));
    match place.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{}…", &place[..end]),
        None => place,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn secrets_stay_with_whom_they_are_for() {
        let check = |method: Method, from: &str, to: &str, wanted: Option<&str>| {
            let from = Url::parse(from).unwrap();
            assert_eq!(refusal(&method, &from, &from.join(to).unwrap(), 0), wanted, "{method} {from} {to}");
        };
        let other = Some("it leads to another origin");
        let from = "http://a.test/x/y?q=1";
        for to in ["/z", "z", "?q=2", "http://a.test:80/z", "https://a.test/z", "https://a.test:8443/z"] {
            check(Method::GET, from, to, None);
            check(Method::HEAD, from, to, None);
            check(Method::POST, from, to, Some("only GET and HEAD are sent again"));
        }
        for to in ["http://b.test/z", "//b.test/z", "http://a.test:81/z", "https://b.test/z", "http://me@a.test/z"] {
            check(Method::GET, from, to, other);
        }
        check(Method::GET, "https://a.test/x", "http://a.test/x", other);
        check(Method::GET, "https://a.test/x", "https://a.test:444/x", other);
        check(Method::GET, "https://a.test/x", "data:text/plain,x", other);
        let url = Url::parse(from).unwrap();
        assert_eq!(refusal(&Method::GET, &url, &url, 4), None);
        assert_eq!(refusal(&Method::GET, &url, &url, 5), Some("there were five before it"));
    }

    #[test]
    fn a_place_is_named_without_secrets() {
        let check = |to: &str, wanted: &str| {
            let from = Url::parse("https://a.test/botS3CRET/items/0123456789abcdef?key=k").unwrap();
            assert_eq!(shown(&from.join(to).unwrap(), &from, "/botS3CRET"), wanted, "{to}");
        };
        check("https://me:s3cret@b.test:8443/login?key=k#f", "https://b.test:8443/login");
        check("/botS3CRET/items/", "https://a.test/…/items/");
        check("/items/0123456789abcdef/x", "https://a.test/items/…/x");
        check(&format!("/{}", "a".repeat(300)), &format!("https://a.test/{}…", "a".repeat(185)));
    }
}
