//! Proxies on the way to an upstream.

use http::uri::Scheme;
use http::{HeaderValue, Uri};
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tower_service::Service;

use super::origin::Origin;
use super::stream::{Cause, Opened, Stream};
use crate::error;
use crate::variables::Variables;

const WANTED: &str =
    "must be the address of a proxy that speaks http, https, socks5 or socks5h, such as http://proxy.test:3128";

/// Which proxies are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::client) enum Proxies {
    /// Those of `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY`, but not for what `NO_PROXY` names.
    OfEnvironment,
    /// None.
    Off,
}

/// A proxy, and how requests go through it.
pub(super) struct Proxy {
    intercept: Intercept,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// It is asked to connect (RFC 9110 §9.3.6).
    Tunnel,
    /// It gets the requests themselves, which name the upstream (RFC 9112 §3.2.2).
    Forward,
    /// SOCKS 5 (RFC 1928).
    Socks,
}

impl Proxies {
    /// Tells which proxy leads to an upstream.
    ///
    /// # Errors
    /// Names a variable that no proxy can be read from: requests must not go past it.
    pub(in crate::client) fn matcher(self, variables: &Variables<'_>) -> error::Result<Matcher> {
        if self == Self::Off {
            return Ok(Matcher::builder().build());
        }
        // Of a script that a web server runs, HTTP_PROXY is the header `Proxy` of whoever calls it (CVE-2016-5385).
        let is_cgi = variables.text("REQUEST_METHOD").is_some();
        let http: &[_] = if is_cgi { &["http_proxy"] } else { &["HTTP_PROXY", "http_proxy"] };
        let exempt = ["NO_PROXY", "no_proxy"].iter().find_map(|name| variables.text(name));
        Ok(Matcher::builder()
            .http(address(variables, http)?)
            .https(address(variables, &["HTTPS_PROXY", "https_proxy"])?)
            .all(address(variables, &["ALL_PROXY", "all_proxy"])?)
            .no(exempt.unwrap_or_default())
            .build())
    }
}

/// The first address that variables hold, all of which must be one.
fn address(variables: &Variables<'_>, names: &[&'static str]) -> error::Result<String> {
    let mut first = None;
    for name in names {
        let given = variables.read(name, None, WANTED, |text| is_address(text).then(|| Some(text.to_owned())))?;
        first = first.or(given);
    }
    Ok(first.unwrap_or_default())
}

/// Whether a matcher reads all of an address, and the proxy speaks what is spoken here.
fn is_address(text: &str) -> bool {
    let upstream = Uri::from_static("http://upstream.test/");
    let Some(intercept) = Matcher::builder().all(text).build().intercept(&upstream) else { return false };
    let Some(authority) = intercept.uri().authority() else { return false };
    let host = authority.host();
    let Some(port) = authority.as_str().strip_prefix(host) else { return false };
    let is_port = matches!(port, "" | ":") || authority.port_u16().is_some();
    !host.is_empty() && is_port && Kind::of(intercept.uri(), false).is_some()
}

impl Kind {
    /// What a proxy does with requests to an upstream that is reached over TLS, or is not.
    fn of(proxy: &Uri, is_tls: bool) -> Option<Self> {
        match proxy.scheme_str()? {
            "http" | "https" if is_tls => Some(Self::Tunnel),
            "http" | "https" => Some(Self::Forward),
            "socks5" | "socks5h" => Some(Self::Socks),
            _ => None,
        }
    }
}

impl Proxy {
    /// The proxy on the way to `origin`, if there is one.
    ///
    /// # Errors
    /// It is of a kind that isn't known.
    pub(super) fn towards(matcher: &Matcher, origin: &Origin) -> Result<Option<Self>, Cause> {
        if origin.is_loopback() {
            return Ok(None);
        }
        let Some(intercept) = matcher.intercept(&origin.uri()?) else { return Ok(None) };
        let kind = Kind::of(intercept.uri(), origin.is_tls());
        let kind = kind.ok_or("proxies are reached by http, https, socks5 or socks5h")?;
        Ok(Some(Self { intercept, kind }))
    }

    pub(super) fn uri(&self) -> &Uri {
        self.intercept.uri()
    }

    /// Whether the proxy itself is reached over TLS.
    pub(super) fn is_tls(&self) -> bool {
        self.uri().scheme() == Some(&Scheme::HTTPS)
    }

    /// What authenticates requests that it forwards.
    pub(super) fn authorization(&self) -> Option<HeaderValue> {
        self.intercept.basic_auth().cloned()
    }

    /// From a connection to the proxy, one to `upstream`.
    pub(super) async fn through(&self, stream: Stream, upstream: Uri) -> Result<Stream, Cause> {
        let (place, opened) = (self.uri().clone(), Opened(Some(stream)));
        match self.kind {
            Kind::Forward => opened.0.ok_or_else(|| "the connection to the proxy is taken".into()),
            Kind::Tunnel => {
                let tunnel = Tunnel::new(place, opened);
                let tunnel = self.intercept.basic_auth().cloned().into_iter().fold(tunnel, Tunnel::with_auth);
                let mut tunnel = tunnel;
                Ok(tunnel.call(upstream).await?)
            }
            Kind::Socks => {
                let socks = SocksV5::new(place, opened);
                let mut socks = match self.intercept.raw_auth() {
                    Some((user, password)) => socks.with_auth(user.to_owned(), password.to_owned()),
                    None => socks,
                };
                Ok(socks.call(upstream).await?)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// The proxies towards http and https; none where there is none.
    type Towards = [Option<&'static str>; 2];

    const NONE: Towards = [None, None];

    fn check(given: &[(&str, &str)], wanted: Result<Towards, &str>) {
        let find = |name: &str| given.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let matcher = Proxies::OfEnvironment.matcher(&Variables::new(&find)).map_err(|error| error.to_string());
        let towards = matcher.map(|matcher| {
            ["http://api.test/", "https://api.test/"]
                .map(|upstream| Some(matcher.intercept(&Uri::from_static(upstream))?.uri().to_string()))
        });
        let wanted = wanted.map(|all| all.map(|one| one.map(str::to_owned)));
        assert_eq!(towards, wanted.map_err(|name| format!("{name} {WANTED}")), "{given:?}");
    }

    #[test]
    fn variables_name_proxies() {
        let both = |proxy| Ok([Some(proxy), Some(proxy)]);
        for (text, read) in [
            ("http://127.0.0.1:1", "http://127.0.0.1:1/"),
            ("https://proxy.test", "https://proxy.test/"),
            ("socks5://proxy.test:1080", "socks5://proxy.test:1080/"),
            ("socks5h://me:s3cret@proxy.test:1080", "socks5h://proxy.test:1080/"),
            ("HTTP://me:s3cret%40@proxy.test:3128/path", "http://proxy.test:3128/"),
            ("http://[::1]:3128", "http://[::1]:3128/"),
            ("http://proxy.test:", "http://proxy.test:/"),
            (" http://proxy.test:3128 ", "http://proxy.test:3128/"),
            ("proxy.test:3128", "http://proxy.test:3128/"),
            ("me:s3cret@proxy.test:3128", "http://proxy.test:3128/"),
            ("proxy", "http://proxy/"),
        ] {
            check(&[("ALL_PROXY", text)], both(read));
            check(&[("http_proxy", text), ("HTTPS_PROXY", text)], both(read));
        }
        check(
            &[("HTTP_PROXY", "a.test"), ("all_proxy", "b.test")],
            Ok([Some("http://a.test/"), Some("http://b.test/")]),
        );
        check(&[("HTTP_PROXY", ""), ("http_proxy", "a.test")], Ok([Some("http://a.test/"), None]));
        check(&[("HTTPS_PROXY", "a.test"), ("https_proxy", "b.test")], Ok([None, Some("http://a.test/")]));
        check(&[("ALL_PROXY", "a.test"), ("NO_PROXY", " "), ("no_proxy", "x.test, api.test")], Ok(NONE));
        check(&[("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "a.test")], Ok(NONE));
        check(&[("HTTP_PROXY", " ")], Ok(NONE));
        check(&[], Ok(NONE));
    }

    #[test]
    fn what_is_no_proxy_is_named() {
        for text in [
            "http//proxy:3128",
            "::",
            ":3128",
            "http://",
            "http://:3128",
            "http:///path",
            "http://[::1",
            "::1",
            "ftp://127.0.0.1:1",
            "socks4://proxy.test:1080",
            "SOCKS5://proxy.test:1080",
            "http://proxy.test:99999",
            "http://proxy.test:x",
            "http://me:s3cret@proxy.test:x",
            "http://me:s3@cret@proxy.test",
            "http://pro xy",
            "/proxy",
            "*",
            "\u{fffd}",
        ] {
            for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
                check(&[(name, text)], Err(name));
            }
            check(&[("HTTP_PROXY", "proxy.test"), ("http_proxy", text)], Err("http_proxy"));
        }
    }
}
