//! Credentials that travel with every request to an upstream.

#[cfg(feature = "aws")]
pub(super) mod aws;
#[cfg(feature = "digest")]
mod digest;
#[cfg(feature = "oauth1")]
pub(super) mod oauth1;
#[cfg(feature = "oauth2")]
pub(super) mod oauth2;
pub(super) mod signer;
#[cfg(feature = "oauth2")]
mod tokens;

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::AUTHORIZATION;
use http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

#[cfg(feature = "aws")]
use self::aws::Aws;
#[cfg(feature = "digest")]
use self::digest::Digest;
#[cfg(feature = "oauth1")]
use self::oauth1::OAuth1;
use self::signer::Signer;
#[cfg(feature = "oauth2")]
use self::{oauth2::OAuth2, tokens::Tokens};
use super::cookie;
use super::encode::sensitive;
use crate::error::ConfigError;

/// How an upstream knows its caller. [`Debug`](fmt::Debug) shows the kind only.
#[derive(Clone)]
pub struct Auth(Kind);

#[derive(Clone)]
enum Kind {
    Header {
        name: String,
        value: SecretString,
    },
    Query {
        name: String,
        value: SecretString,
    },
    Bearer(SecretString),
    Basic {
        username: SecretString,
        password: SecretString,
    },
    Cookie {
        name: String,
        value: SecretString,
    },
    Body {
        name: String,
        value: SecretString,
    },
    #[cfg(feature = "digest")]
    Digest {
        username: SecretString,
        password: SecretString,
    },
    #[cfg(feature = "aws")]
    Aws(Box<Aws>),
    #[cfg(feature = "oauth1")]
    OAuth1(Box<OAuth1>),
    #[cfg(feature = "oauth2")]
    OAuth2(Box<OAuth2>),
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

    /// A secret in the cookie `name`.
    pub fn cookie(name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        Self(Kind::Cookie { name: name.into(), value: value.into() })
    }

    /// A secret in the body: the field `name` of a form, or the member of an object in JSON. A request without body gets
    /// one; what can't hold the secret is not sent.
    pub fn body(name: impl Into<String>, value: impl Into<SecretString>) -> Self {
        Self(Kind::Body { name: name.into(), value: value.into() })
    }

    /// Username and password that are proven, not sent (RFC 7616): MD5 and SHA-256, with and without `-sess`.
    #[cfg(feature = "digest")]
    pub fn digest(username: impl Into<SecretString>, password: impl Into<SecretString>) -> Self {
        Self(Kind::Digest { username: username.into(), password: password.into() })
    }

    /// A signature of each request with a key of AWS (Signature Version 4).
    #[cfg(feature = "aws")]
    pub fn aws(key: Aws) -> Self {
        Self(Kind::Aws(Box::new(key)))
    }

    /// A signature of each request as a consumer of OAuth 1.0a (RFC 5849).
    #[cfg(feature = "oauth1")]
    pub fn oauth1(consumer: OAuth1) -> Self {
        Self(Kind::OAuth1(Box::new(consumer)))
    }

    /// Tokens that an authorization server issues to this client (RFC 6749 §4.4).
    #[cfg(feature = "oauth2")]
    pub fn oauth2(client: OAuth2) -> Self {
        Self(Kind::OAuth2(Box::new(client)))
    }

    /// Whether requests go out over TLS wherever the API itself is.
    pub(super) fn needs_tls(&self) -> bool {
        match &self.0 {
            #[cfg(feature = "oauth2")]
            Kind::OAuth2(client) => client.needs_tls(),
            _ => false,
        }
    }

    pub(super) fn into_credential(self) -> Result<Credential, ConfigError> {
        match self.0 {
            Kind::Header { name, value } => {
                let header = name.parse().map_err(|_| ConfigError::invalid(&name, "is not a header name"))?;
                Credential::header(header, value.expose_secret())
            }
            Kind::Query { name, value } => Ok(Credential::Query(name, value)),
            Kind::Bearer(token) => {
                Credential::header(AUTHORIZATION, &format!("Bearer {}", without_scheme(token.expose_secret())))
            }
            Kind::Basic { username, password } => {
                if username.expose_secret().contains(':') {
                    return Err(ConfigError::invalid("the username", "must not hold a colon")); // RFC 7617 §2
                }
                let pair = format!("{}:{}", username.expose_secret(), password.expose_secret());
                Credential::header(AUTHORIZATION, &format!("Basic {}", STANDARD.encode(pair)))
            }
            Kind::Cookie { name, value } => Credential::cookie(name, value),
            Kind::Body { name, value } => Ok(Credential::Body(name, value)),
            #[cfg(feature = "digest")]
            Kind::Digest { username, password } => Ok(Credential::Signer(Box::new(Digest::new(username, password)))),
            #[cfg(feature = "aws")]
            Kind::Aws(key) => Ok(Credential::Signer(Box::new(key.check()?))),
            #[cfg(feature = "oauth1")]
            Kind::OAuth1(consumer) => Ok(Credential::Signer(Box::new(consumer.into_signer()?))),
            #[cfg(feature = "oauth2")]
            Kind::OAuth2(client) => Ok(Credential::Signer(Box::new(Tokens::new(*client)?))),
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
            Kind::Cookie { name, .. } => write!(f, "Auth::cookie({name:?}, …)"),
            Kind::Body { name, .. } => write!(f, "Auth::body({name:?}, …)"),
            #[cfg(feature = "digest")]
            Kind::Digest { .. } => f.write_str("Auth::digest(…)"),
            #[cfg(feature = "aws")]
            Kind::Aws(_) => f.write_str("Auth::aws(…)"),
            #[cfg(feature = "oauth1")]
            Kind::OAuth1(_) => f.write_str("Auth::oauth1(…)"),
            #[cfg(feature = "oauth2")]
            Kind::OAuth2(_) => f.write_str("Auth::oauth2(…)"),
        }
    }
}

/// A credential as it is sent.
pub(super) enum Credential {
    Header(HeaderName, HeaderValue),
    Query(String, SecretString),
    Cookie(String, SecretString),
    Body(String, SecretString),
    /// Worked out for each request.
    #[cfg_attr(
        not(any(feature = "aws", feature = "digest", feature = "oauth1", feature = "oauth2")),
        allow(dead_code, reason = "made by these features")
    )]
    Signer(Box<dyn Signer>),
}

impl Credential {
    /// A secret goes out as it was given: what no cookie can hold is refused.
    fn cookie(name: String, value: SecretString) -> Result<Self, ConfigError> {
        if !cookie::is_name(&name) {
            return Err(ConfigError::invalid(&name, "is not the name of a cookie"));
        }
        if !cookie::is_value(value.expose_secret()) {
            let what = format!("the secret in cookie {name}");
            return Err(ConfigError::invalid(what, "holds a character that no cookie can carry"));
        }
        Ok(Self::Cookie(name, value))
    }

    fn header(name: HeaderName, text: &str) -> Result<Self, ConfigError> {
        let Ok(value) = sensitive(text) else {
            let what = format!("the secret in header {name}");
            return Err(ConfigError::invalid(what, "holds a character that no header can carry"));
        };
        Ok(Self::Header(name, value))
    }
}

/// A token, of which some write the scheme as a part.
fn without_scheme(token: &str) -> &str {
    match token.trim_start().split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim_start(),
        _ => token,
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
            Auth::cookie("session", secret()),
            Auth::body("session", secret()),
            #[cfg(feature = "digest")]
            Auth::digest(secret(), secret()),
            #[cfg(feature = "aws")]
            Auth::aws(Aws::new("s3", "eu-north-1", secret(), secret()).session_token(Some(secret()))),
            #[cfg(feature = "oauth1")]
            Auth::oauth1(OAuth1::new(crate::SignatureMethod::HmacSha1, secret(), secret()).token(secret(), secret())),
            #[cfg(feature = "oauth2")]
            Auth::oauth2(OAuth2::new("https://auth.example/token", secret(), secret())),
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
        check(
            Auth::cookie("session", "a;b"),
            "the secret in cookie session holds a character that no cookie can carry",
        );
        check(Auth::cookie("a=b", "s3cret"), "a=b is not the name of a cookie");
        check(Auth::basic("a:b", "c"), "the username must not hold a colon");
    }
}
