//! The names by which a server may be asked, and the web pages that may ask.

use std::net::IpAddr;
use std::str::FromStr;

use http::uri::Authority;

use crate::wire;

/// A host name or address, with a port if only that one is meant: `api.example.com`, `10.0.0.7:8080`, `[::1]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Host {
    name: String,
    port: Option<u16>,
}

impl Host {
    /// Whether a request to `asked` may be answered in this name.
    pub(crate) fn admits(&self, asked: &Host) -> bool {
        self.name == asked.name && (self.port.is_none() || self.port == asked.port)
    }

    /// Loopback names can't be rebound by a web page: no resolver is asked for them.
    pub(crate) fn is_loopback(&self) -> bool {
        wire::is_loopback(&self.name)
    }

    /// Whether it is an address: no resolver is asked for it either.
    pub(crate) fn is_address(&self) -> bool {
        self.name.parse::<IpAddr>().is_ok()
    }
}

impl FromStr for Host {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        if let Ok(address) = text.parse::<IpAddr>() {
            return Ok(Self { name: address.to_string(), port: None });
        }
        let authority = Authority::from_str(text).map_err(|_| Malformed)?;
        let name = authority.host().trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
        // A port that is no number, and `user@host`, parse as an authority but name no host of ours.
        let port_is_read = authority.as_str().ends_with(authority.host()) || authority.port_u16().is_some();
        if name.is_empty() || name.contains('*') || text.contains('@') || !port_is_read {
            return Err(Malformed);
        }
        Ok(Self { name, port: authority.port_u16() })
    }
}

/// A web origin (RFC 6454) with its port, or with any: `https://app.example.com`, `http://localhost:*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: String,
    host: Host,
}

impl Origin {
    /// Whether a page of `asking` may use the server.
    pub(crate) fn admits(&self, asking: &Origin) -> bool {
        self.scheme == asking.scheme && self.host.admits(&asking.host)
    }

    pub(crate) fn is_loopback(&self) -> bool {
        self.host.is_loopback()
    }
}

impl FromStr for Origin {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let (scheme, rest) = text.split_once("://").ok_or(Malformed)?;
        let scheme = scheme.to_ascii_lowercase();
        let default_port = match scheme.as_str() {
            "http" => 80,
            "https" => 443,
            _ => return Err(Malformed),
        };
        if let Some(host) = rest.strip_suffix(":*") {
            return Ok(Self { scheme, host: Host { port: None, ..host.parse()? } });
        }
        let mut host: Host = rest.parse()?;
        host.port.get_or_insert(default_port);
        Ok(Self { scheme, host })
    }
}

/// Not the name of a host, or not an origin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Malformed;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn hosts() {
        let admits = |allowed: &str, asked: &str| allowed.parse::<Host>().unwrap().admits(&asked.parse().unwrap());
        assert!(admits("api.example.com", "API.example.com:8443"));
        assert!(admits("api.example.com:8443", "api.example.com.:8443"));
        assert!(admits("::1", "[::1]:8080"));
        assert!(!admits("api.example.com:8443", "api.example.com"));
        assert!(!admits("example.com", "api.example.com"));
        for text in ["", "a b", "user@localhost", "localhost:http", "http://a", "*", "*.example.com", "localhost:"] {
            assert_eq!(text.parse::<Host>(), Err(Malformed), "{text:?}");
        }
    }

    #[test]
    fn loopback() {
        let check = |text: &str, wanted| assert_eq!(text.parse::<Host>().unwrap().is_loopback(), wanted, "{text}");
        for text in ["localhost", "LOCALHOST:1", "127.0.0.1:80", "127.8.8.8", "[::1]:8080", "::1"] {
            check(text, true);
        }
        for text in ["localhost.evil.test", "127.0.0.1.nip.io", "10.0.0.1", "[::2]", "0.0.0.0"] {
            check(text, false);
        }
    }

    #[test]
    fn origins() {
        let admits = |allowed: &str, asking: &str| allowed.parse::<Origin>().unwrap().admits(&asking.parse().unwrap());
        assert!(admits("https://app.example.com", "https://app.example.com:443"));
        assert!(admits("http://localhost:*", "http://localhost:5173"));
        assert!(admits("http://[::1]:*", "http://[::1]:5173"));
        assert!(!admits("https://app.example.com", "http://app.example.com"));
        assert!(!admits("https://app.example.com", "https://app.example.com:8443"));
        for text in ["null", "app.example.com", "file://", "https://", "ftp://a", "https://a/b"] {
            assert_eq!(text.parse::<Origin>(), Err(Malformed), "{text:?}");
        }
    }
}
