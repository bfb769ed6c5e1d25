//! Requests, as often as they have to be written.

use bytes::Bytes;
use http::header::{ACCEPT, HOST, USER_AGENT};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderValue, Method, Uri};
use url::{Position, Url};

use super::stream::Cause;

const ANY: HeaderValue = HeaderValue::from_static("*/*");
const OURSELVES: HeaderValue = HeaderValue::from_static(concat!("capwright/", env!("CARGO_PKG_VERSION")));

/// A request to an upstream.
pub(in crate::client) struct Outgoing<'a> {
    pub(in crate::client) method: &'a Method,
    pub(in crate::client) url: &'a Url,
    pub(in crate::client) headers: &'a (dyn Fn() -> HeaderMap + Sync),
    pub(in crate::client) body: Option<&'a Bytes>,
}

impl Outgoing<'_> {
    /// The headers with those that every request has.
    pub(super) fn all_headers(&self) -> Result<HeaderMap, Cause> {
        let mut headers = (self.headers)();
        headers.entry(ACCEPT).or_insert(ANY);
        headers.entry(USER_AGENT).or_insert(OURSELVES);
        let host = host(self.url).and_then(|host| HeaderValue::from_str(&host).ok());
        headers.entry(HOST).or_insert(host.ok_or("the URL has no host")?);
        Ok(headers)
    }

    /// Path and query, as an upstream is asked for them.
    pub(super) fn target(&self) -> Result<Uri, Cause> {
        Ok(PathAndQuery::from_maybe_shared(Bytes::copy_from_slice(target(self.url).as_bytes()))?.into())
    }

    /// All of the URL, as a proxy is asked for it.
    pub(super) fn absolute_target(&self) -> Result<Uri, Cause> {
        Ok(self.url[..Position::AfterQuery].parse()?)
    }
}

/// The value of `Host` (RFC 9110 §7.2): the port only where it isn't that of the scheme.
pub(in crate::client) fn host(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}

/// Path and query, as they are sent.
pub(in crate::client) fn target(url: &Url) -> &str {
    &url[Position::BeforePath..Position::AfterQuery]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_port_of_a_scheme_is_not_named() {
        let check = |url: &str, wanted: &str| assert_eq!(host(&Url::parse(url).unwrap()).unwrap(), wanted);
        check("https://a.test:443/x", "a.test");
        check("https://a.test:80/x", "a.test:80");
        check("http://[::1]:8080", "[::1]:8080");
    }
}
