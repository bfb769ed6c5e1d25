//! Credentials that travel with every request to an upstream.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use crate::ConfigError;

/// How an upstream knows its caller. [`Debug`](fmt::Debug) shows the kind only.
#[derive(Clone)]
pub struct Auth(Kind);

#[derive(Clone)]
enum Kind {
    Header { name: String, value: SecretString },
    Query { name: String, value: SecretString },
    Bearer(SecretString),
    Basic { username: SecretString, password: SecretString },
}

impl Auth {
    /// A secret in the header `name`.
    pub fn header(name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        Self(Kind::Header { name: name.into(), value: value.into() })
    }

    /// A secret in the query parameter `name`. Proxies and upstreams may log it: prefer a header.
    pub fn query(name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        Self(Kind::Query { name: name.into(), value: value.into() })
    }

    /// A bearer token (RFC 6750 §2.1).
    pub fn bearer(token: impl Into<SecretString>) -> Self {
        Self(Kind::Bearer(token.into()))
    }

    /// Username and password (RFC 7617).
    pub fn basic(username: impl Into<SecretString>, password: impl Into<SecretString>) -> Self {
        Self(Kind::Basic { username: username.into(), password: password.into() })
    }

    pub(super) fn into_credential(self) -> Result<Credential, ConfigError> {
        match self.0 {
            Kind::Header { name, value } => {
                let header = name.parse().map_err(|_| ConfigError::invalid(&name, "is not a header name"))?;
                Credential::header(header, value.expose_secret())
            }
            Kind::Query { name, value } => Ok(Credential::Query(name, value)),
            Kind::Bearer(token) => Credential::header(AUTHORIZATION, &format!("Bearer {}", token.expose_secret())),
            Kind::Basic { username, password } => {
                if username.expose_secret().contains(':') {
                    return Err(ConfigError::invalid("the username", "must not hold a colon")); // RFC 7617 §2
                }
                let pair = format!("{}:{}", username.expose_secret(), password.expose_secret());
                Credential::header(AUTHORIZATION, &format!("Basic {}", STANDARD.encode(pair)))
            }
        }
    }
}

impl fmt::Debug for Auth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Header { name, .. } => write!(f, "Auth::header({name:?}, …)"),
            Kind::Query { name, .. } => write!(f, "Auth::query({name:?}, …)"),
            Kind::Bearer(_) => f.write_str("Auth::bearer(…)"),
            Kind::Basic { .. } => f.write_str("Auth::basic(…)"),
        }
    }
}

/// A credential as it is sent.
pub(super) enum Credential {
    Header(HeaderName, HeaderValue),
    Query(String, SecretString),
}

impl Credential {
    fn header(name: HeaderName, text: &str) -> Result<Self, ConfigError> {
        let Ok(mut value) = HeaderValue::from_str(text) else {
            let what = format!("the secret in header {name}");
            return Err(ConfigError::invalid(what, "holds a character that no header can carry"));
        };
        value.set_sensitive(true);
        Ok(Self::Header(name, value))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn debug_never_shows_a_secret() {
        let secret = || SecretString::from("s3cret");
        for auth in [
            Auth::header("session", secret()),
            Auth::query("key", secret()),
            Auth::bearer(secret()),
            Auth::basic(secret(), secret()),
        ] {
            assert!(!format!("{auth:?}").contains("s3cret"), "{auth:?}");
        }
    }

    #[test]
    fn a_header_is_sensitive_and_its_errors_hide_the_secret() {
        let Ok(Credential::Header(name, value)) = Auth::basic("Aladdin", "open sesame").into_credential() else {
            panic!("basic is a header");
        };
        assert_eq!((name, value.to_str().unwrap()), (AUTHORIZATION, "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="));
        assert!(value.is_sensitive());
        let check = |auth: Auth, message: &str| assert_eq!(auth.into_credential().err().unwrap().to_string(), message);
        check(
            Auth::header("session", "s3cret\n"),
            "the secret in header session holds a character that no header can carry",
        );
        check(Auth::header("se ssion", "s3cret"), "se ssion is not a header name");
        check(Auth::basic("a:b", "c"), "the username must not hold a colon");
    }
}
