//! What callers of a stand-in must send.

use crate::value::Value;
use bytes::Bytes;
use http::header::{AUTHORIZATION, COOKIE};
use http::request::Parts;
use secrecy::{ExposeSecret, SecretString};

use super::basic::basic;
use super::issuer::Issuer;
use crate::content_type::{FORM, essence};
#[cfg(feature = "oauth1")]
use crate::oauth1::SignatureMethod;
use crate::settings::{Part, Settings};
use crate::value::Object;

/// A text that settings fill.
pub(super) type Template = &'static [Part<'static>];

/// Where the credential travels, and the settings that make it.
#[derive(Debug, Clone)]
pub(super) enum Credential {
    Header {
        name: &'static str,
        value: Template,
    },
    Query {
        name: &'static str,
        value: Template,
    },
    Cookie {
        name: &'static str,
        value: Template,
    },
    Body {
        name: &'static str,
        value: Template,
    },
    Bearer {
        token: Template,
    },
    Basic {
        username: Template,
        password: Template,
    },
    #[cfg(feature = "digest")]
    Digest {
        username: Template,
        password: Template,
    },
    #[cfg(feature = "aws")]
    Aws {
        service: Template,
        region: Template,
        id: Template,
        secret: Template,
        /// The setting that holds the token of temporary credentials, if they are.
        token: &'static str,
    },
    #[cfg(feature = "oauth1")]
    OAuth1 {
        method: SignatureMethod,
        key: Template,
        secret: Template,
        token: Option<[Template; 2]>,
    },
    Token {
        /// The setting that says where tokens are issued, and the path that it names here.
        place: (&'static str, &'static str),
        id: Template,
        secret: Template,
    },
}

/// The credential itself.
pub(super) enum Expected {
    Header {
        name: String,
        value: SecretString,
    },
    Query {
        name: String,
        value: SecretString,
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
    Digest(super::digest::Login),
    #[cfg(feature = "aws")]
    Aws(Box<crate::aws::Key>),
    #[cfg(feature = "oauth1")]
    OAuth1(Box<super::oauth1::Consumer>),
    Token(Issuer),
}

impl Credential {
    /// Makes up the settings that are absent, and points to `url` for tokens.
    pub(super) fn make_up(&self, settings: &mut Settings, url: &str) {
        if let Self::Token { place: (env, path), .. } = self {
            settings.set(*env, format!("{url}{path}"));
        }
        #[cfg(feature = "oauth1")]
        if let Self::OAuth1 { method: SignatureMethod::RsaSha256, secret: [Part::Setting(env)], .. } = self
            && !settings.has(env)
        {
            settings.set(*env, super::oauth1::EVERYBODYS_KEY);
        }
        for part in self.templates().into_iter().flatten() {
            if let Part::Setting(env) = part {
                settings.make_up(env);
            }
        }
    }

    /// The credential that `settings` make, at a stand-in that runs at `url`.
    pub(super) fn expected(&self, settings: &Settings, url: &str) -> Expected {
        let secret = |template: Template| settings.secret(template);
        let authorization = |value: String| Expected::Header { name: AUTHORIZATION.to_string(), value: value.into() };
        match *self {
            Self::Header { name, value } => Expected::Header { name: name.to_owned(), value: secret(value) },
            Self::Query { name, value } => Expected::Query { name: name.to_owned(), value: secret(value) },
            Self::Cookie { name, value } => Expected::Cookie { name: name.to_owned(), value: secret(value) },
            Self::Body { name, value } => Expected::Body { name: name.to_owned(), value: secret(value) },
            Self::Bearer { token } => authorization(format!("Bearer {}", secret(token).expose_secret())),
            Self::Basic { username, password } => authorization(basic(&secret(username), &secret(password))),
            #[cfg(feature = "digest")]
            Self::Digest { username, password } => {
                Expected::Digest(super::digest::Login { username: secret(username), password: secret(password) })
            }
            #[cfg(feature = "aws")]
            Self::Aws { service, region, id, secret: key, token } => Expected::Aws(Box::new(crate::aws::Key {
                service: secret(service),
                region: secret(region),
                id: secret(id),
                secret: secret(key),
                token: settings.find(token),
            })),
            #[cfg(feature = "oauth1")]
            Self::OAuth1 { method, key, secret: password, token } => {
                let token = token.map(|token| token.map(secret));
                let (id, secret) = (secret(key), secret(password));
                Expected::OAuth1(Box::new(super::oauth1::Consumer { method, id, secret, token }))
            }
            Self::Token { id, secret: password, .. } => {
                Expected::Token(Issuer { url: url.to_owned(), id: secret(id), secret: secret(password) })
            }
        }
    }

    fn templates(&self) -> Vec<Template> {
        match *self {
            Self::Header { value, .. }
            | Self::Query { value, .. }
            | Self::Cookie { value, .. }
            | Self::Body { value, .. } => {
                vec![value]
            }
            Self::Bearer { token } => vec![token],
            Self::Basic { username, password } => vec![username, password],
            #[cfg(feature = "digest")]
            Self::Digest { username, password } => vec![username, password],
            #[cfg(feature = "aws")]
            Self::Aws { service, region, id, secret, .. } => vec![service, region, id, secret],
            #[cfg(feature = "oauth1")]
            Self::OAuth1 { key, secret, token, .. } => {
                [key, secret].into_iter().chain(token.into_iter().flatten()).collect()
            }
            Self::Token { id, secret, .. } => vec![id, secret],
        }
    }
}

impl Expected {
    /// Whether the credential arrived. Takes it out of `query` and `body`: an echo must not repeat it.
    pub(super) fn take(&self, request: &Parts, query: &mut Vec<(String, String)>, body: &mut Bytes) -> bool {
        match self {
            Self::Header { name, value } => {
                request.headers.get(name).is_some_and(|given| given.as_bytes() == value.expose_secret().as_bytes())
            }
            Self::Query { name, value } => {
                let arrived = query.iter().any(|(given, text)| given == name && text == value.expose_secret());
                query.retain(|(given, _)| given != name);
                arrived
            }
            Self::Cookie { name, value } => {
                cookies(request).any(|(given, text)| given == name && text == value.expose_secret())
            }
            Self::Body { name, value } => {
                take_field(name, request, body).is_some_and(|text| text == value.expose_secret())
            }
            #[cfg(feature = "digest")]
            Self::Digest(login) => login.is_proven(request),
            #[cfg(feature = "aws")]
            Self::Aws(key) => key.is_proven(request, body),
            #[cfg(feature = "oauth1")]
            Self::OAuth1(consumer) => consumer.is_proven(request, body),
            Self::Token(issuer) => issuer.issued(request),
        }
    }

    /// What a caller without the credential is told, beside the status.
    pub(super) fn challenge(&self) -> Option<String> {
        match self {
            #[cfg(feature = "digest")]
            Self::Digest(_) => Some(super::digest::CHALLENGE.to_owned()),
            _ => None,
        }
    }
}

/// Takes a field out of a form, or a member out of a JSON object; nothing is left of a body that held no other.
fn take_field(name: &str, request: &Parts, body: &mut Bytes) -> Option<String> {
    if essence(&request.headers) == FORM {
        let (taken, kept): (Vec<_>, Vec<_>) =
            form_urlencoded::parse(body).into_owned().partition(|(given, _)| given == name);
        *body = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).finish().into();
        return taken.into_iter().next().map(|(_, value)| value);
    }
    let mut object: Object = serde_json::from_slice(body).ok()?;
    let taken = object.shift_remove(name)?;
    *body = if object.is_empty() { Bytes::new() } else { Value::Object(object).to_string().into() };
    taken.as_str().map(str::to_owned)
}

/// Names and values, as they are.
pub(super) fn cookies(request: &Parts) -> impl Iterator<Item = (&str, &str)> {
    let headers = request.headers.get_all(COOKIE).into_iter().filter_map(|header| header.to_str().ok());
    headers.flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='))
}
