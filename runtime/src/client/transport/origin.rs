//! Where connections lead.

use http::Uri;
use rustls::pki_types::ServerName;
use url::Url;

use super::stream::Cause;
use crate::wire;

/// Scheme, host and port (RFC 6454 §4), of http or https.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Origin {
    is_tls: bool,
    /// IPv6 in its brackets.
    host: String,
    port: u16,
}

impl Origin {
    pub(super) fn of(url: &Url) -> Option<Self> {
        let (host, port) = (url.host_str()?.to_owned(), url.port_or_known_default()?);
        Some(Self { is_tls: is_tls(url), host, port })
    }

    pub(super) fn is_of(&self, url: &Url) -> bool {
        self.is_tls == is_tls(url)
            && Some(self.port) == url.port_or_known_default()
            && Some(self.host.as_str()) == url.host_str()
    }

    pub(super) fn is_tls(&self) -> bool {
        self.is_tls
    }

    /// Whether it is on this machine, where no proxy leads.
    pub(super) fn is_loopback(&self) -> bool {
        wire::is_loopback(&self.host)
    }

    /// As connectors take it.
    pub(super) fn uri(&self) -> Result<Uri, Cause> {
        let scheme = if self.is_tls { "https" } else { "http" };
        let authority = format!("{}:{}", self.host, self.port);
        Ok(Uri::builder().scheme(scheme).authority(authority).path_and_query("/").build()?)
    }
}

/// The name that a certificate must have.
pub(super) fn server_name(host: &str) -> Result<ServerName<'static>, Cause> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    Ok(ServerName::try_from(host.to_owned())?)
}

fn is_tls(url: &Url) -> bool {
    url.scheme() == "https"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn an_origin_has_a_port() {
        let check = |one: &str, other: &str, same: bool| {
            let origin = Origin::of(&Url::parse(one).unwrap()).unwrap();
            assert_eq!(origin.is_of(&Url::parse(other).unwrap()), same, "{one} {other}");
        };
        check("https://a.test/x", "https://A.test:443/y?z", true);
        check("http://[::1]:8080", "http://[::1]:8080/", true);
        for other in ["http://a.test", "https://b.test", "https://a.test:444", "http://a.test:443"] {
            check("https://a.test", other, false);
        }
        let uri = Origin::of(&Url::parse("https://[::1]/x").unwrap()).unwrap().uri().unwrap();
        assert_eq!(uri.to_string(), "https://[::1]:443/");
        assert!(server_name("[::1]").is_ok() && server_name("a.test").is_ok() && server_name("a b").is_err());
    }
}
