//! Who may call, as a document says it.

use std::fmt;

use http::{HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::admission::Authentication;
use super::credential::Secret;
#[cfg(feature = "digest")]
use super::digest::Digest;
use super::expected::Expected;
use crate::error::{ConfigError, Result};
use crate::setting::Setting;
use crate::settings::{Part, Settings};

/// Which callers a server lets in: the scheme, and the settings that their credential is made of.
///
/// The realm is what they log in to: the name of the server.
#[derive(Clone, Copy)]
pub struct Callers {
    realm: &'static str,
    scheme: Scheme,
}

/// A text that settings fill.
type Template = &'static [Part<'static>];

#[derive(Clone, Copy)]
enum Scheme {
    Basic {
        username: Template,
        password: Template,
    },
    #[cfg(feature = "digest")]
    Digest {
        username: Template,
        password: Template,
    },
    Bearer {
        token: Template,
    },
    Header {
        name: &'static str,
        key: Template,
    },
    Query {
        name: &'static str,
        key: Template,
    },
}

impl Callers {
    /// Callers with this user name and password (RFC 7617), which travel readably: over TLS only.
    pub const fn basic(realm: &'static str, username: Template, password: Template) -> Self {
        Self { realm, scheme: Scheme::Basic { username, password } }
    }

    /// Callers that prove, by SHA-256 or MD5, to know this user name and password (RFC 7616). The server must be asked
    /// for the paths that it sees: behind a proxy that changes them, no proof fits.
    #[cfg(feature = "digest")]
    pub const fn digest(realm: &'static str, username: Template, password: Template) -> Self {
        Self { realm, scheme: Scheme::Digest { username, password } }
    }

    /// Callers with this bearer token (RFC 6750 section 2.1).
    pub const fn bearer(realm: &'static str, token: Template) -> Self {
        Self { realm, scheme: Scheme::Bearer { token } }
    }

    /// Callers with this key in the header `name`.
    pub const fn header_key(realm: &'static str, name: &'static str, key: Template) -> Self {
        Self { realm, scheme: Scheme::Header { name, key } }
    }

    /// Callers with this key in the query parameter `name`, which whatever lies between may log: prefer a header.
    pub const fn query_key(realm: &'static str, name: &'static str, key: Template) -> Self {
        Self { realm, scheme: Scheme::Query { name, key } }
    }

    /// The settings that their credential is made of.
    pub fn settings(&self) -> impl Iterator<Item = &'static str> {
        let (first, second) = match self.scheme {
            Scheme::Basic { username, password } => (username, password),
            #[cfg(feature = "digest")]
            Scheme::Digest { username, password } => (username, password),
            Scheme::Bearer { token } => (token, &[][..]),
            Scheme::Header { key, .. } | Scheme::Query { key, .. } => (key, &[][..]),
        };
        first.iter().chain(second).filter_map(|part| match part {
            Part::Setting(env) => Some(*env),
            Part::Text(_) => None,
        })
    }

    /// The header by which they present their credential, where that is one setting alone; `written` is what stands in its place.
    #[cfg(all(feature = "cli", feature = "mcp"))]
    pub(crate) fn header(&self, written: impl Fn(&str) -> String) -> Option<(&'static str, String)> {
        let alone = |template: Template| match template {
            [Part::Setting(env)] => Some(written(env)),
            _ => None,
        };
        match self.scheme {
            Scheme::Bearer { token } => Some(("Authorization", format!("Bearer {}", alone(token)?))),
            Scheme::Header { name, key } => Some((name, alone(key)?)),
            _ => None,
        }
    }

    /// Lets in those whose credential `settings` hold; `known` says what the settings are for.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names every setting that is missing, or what no caller could send.
    pub fn authentication(&self, settings: &Settings, known: &[Setting]) -> Result<Authentication> {
        let needed: Vec<_> = self.settings().map(|env| needed(env, known)).collect();
        let settings = settings.clone().check(&needed)?;
        let expected = self.expected(&settings)?;
        Ok(Authentication::new(self.realm, expected))
    }

    fn expected(&self, settings: &Settings) -> Result<Expected> {
        let secret = |template: Template| Secret::new(settings.secret(template));
        Ok(match self.scheme {
            Scheme::Basic { username, password } => {
                Expected::Basic(self.pair(&self.username(settings, username)?, &secret(password)))
            }
            #[cfg(feature = "digest")]
            Scheme::Digest { username, password } => {
                Expected::Digest(Digest::new(self.username(settings, username)?, secret(password))?)
            }
            Scheme::Bearer { token } => Expected::Bearer(self.in_header(settings.secret(token))?),
            Scheme::Header { name, key } => {
                let header = HeaderName::try_from(name);
                let header = header.map_err(|_| ConfigError::invalid(name, "is not a header name"))?;
                Expected::Header(header, self.in_header(settings.secret(key))?)
            }
            Scheme::Query { name, key } => Expected::Query(name.to_owned(), secret(key)),
        })
    }

    /// What Basic carries. Without user name or password, nothing is right.
    fn pair(&self, username: &Secret, password: &Secret) -> Secret {
        if username.expose().is_empty() || password.expose().is_empty() {
            return Secret::default();
        }
        Secret::new(format!("{}:{}", username.expose(), password.expose()).into())
    }

    /// A user name with a colon would end there (RFC 7617 section 2).
    fn username(&self, settings: &Settings, template: Template) -> Result<Secret> {
        let username = settings.secret(template);
        if username.expose_secret().contains(':') {
            let what = format!("the user name of callers of {}", self.realm);
            return Err(ConfigError::invalid(what, "must not hold a colon").into());
        }
        Ok(Secret::new(username))
    }

    /// A secret that a header can carry, in which white space at the ends is lost.
    fn in_header(&self, secret: SecretString) -> Result<Secret> {
        let text = secret.expose_secret();
        if HeaderValue::from_str(text).is_err() || (text.trim() != text && !text.trim().is_empty()) {
            let what = format!("the credential of callers of {}", self.realm);
            return Err(ConfigError::invalid(what, "holds a character that no header can carry").into());
        }
        Ok(Secret::new(secret))
    }
}

/// A client is built without the settings of callers; a server is not.
fn needed(env: &'static str, known: &[Setting]) -> Setting {
    let known = known.iter().find(|setting| setting.env == env);
    known.copied().unwrap_or(Setting::secret(env)).without_fail()
}

impl fmt::Debug for Callers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let settings: Vec<_> = self.settings().collect();
        f.debug_struct("Callers").field("realm", &self.realm).field("settings", &settings).finish_non_exhaustive()
    }
}
