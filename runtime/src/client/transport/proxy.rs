//! Proxies on the way to an upstream.

use http::uri::Scheme;
use http::{HeaderValue, Uri};
use hyper_util::client::legacy::connect::proxy::{SocksV5, Tunnel};
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tower_service::Service;

use super::origin::Origin;
use super::stream::{Cause, Opened, Stream};

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
    pub(super) fn matcher(self) -> Matcher {
        match self {
            Self::OfEnvironment => Matcher::from_env(),
            Self::Off => Matcher::builder().build(),
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
        let kind = match intercept.uri().scheme_str() {
            Some("http" | "https") if origin.is_tls() => Kind::Tunnel,
            Some("http" | "https") => Kind::Forward,
            Some("socks5" | "socks5h") => Kind::Socks,
            _ => return Err("proxies are reached by http, https, socks5 or socks5h".into()),
        };
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
