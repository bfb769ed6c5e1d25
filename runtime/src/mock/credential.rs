//! What callers of a stand-in must send.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use secrecy::{ExposeSecret, SecretString};

use crate::{Part, Settings};

/// A text that settings fill.
pub(super) type Template = &'static [Part<'static>];

/// Where the credential travels, and the settings that make it.
#[derive(Debug, Clone)]
pub(super) enum Credential {
    None,
    Header { name: &'static str, value: Template },
    Query { name: &'static str, value: Template },
    Bearer { token: Template },
    Basic { username: Template, password: Template },
}

/// The credential itself.
pub(super) enum Expected {
    Nothing,
    Header { name: String, value: SecretString },
    Query { name: String, value: SecretString },
}

impl Credential {
    /// Makes up the settings that are absent.
    pub(super) fn make_up(&self, settings: &mut Settings) {
        let templates: &[Template] = match self {
            Self::None => &[],
            Self::Header { value, .. } | Self::Query { value, .. } => &[value],
            Self::Bearer { token } => &[token],
            Self::Basic { username, password } => &[username, password],
        };
        for part in templates.iter().copied().flatten() {
            if let Part::Setting(env) = part {
                settings.make_up(env);
            }
        }
    }

    /// The credential that `settings` make.
    pub(super) fn expected(&self, settings: &Settings) -> Expected {
        let secret = |template: Template| settings.secret(template);
        let authorization = |value: String| Expected::Header { name: AUTHORIZATION.to_string(), value: value.into() };
        match *self {
            Self::None => Expected::Nothing,
            Self::Header { name, value } => Expected::Header { name: name.to_owned(), value: secret(value) },
            Self::Query { name, value } => Expected::Query { name: name.to_owned(), value: secret(value) },
            Self::Bearer { token } => authorization(format!("Bearer {}", secret(token).expose_secret())),
            Self::Basic { username, password } => {
                let (username, password) = (secret(username), secret(password));
                let pair = format!("{}:{}", username.expose_secret(), password.expose_secret());
                authorization(format!("Basic {}", STANDARD.encode(pair)))
            }
        }
    }
}

impl Expected {
    /// Whether the credential arrived. Takes it out of `query`: an echo must not repeat it.
    pub(super) fn take(&self, headers: &HeaderMap, query: &mut Vec<(String, String)>) -> bool {
        match self {
            Self::Nothing => true,
            Self::Header { name, value } => {
                headers.get(name).is_some_and(|given| given.as_bytes() == value.expose_secret().as_bytes())
            }
            Self::Query { name, value } => {
                let arrived = query.iter().any(|(given, text)| given == name && text == value.expose_secret());
                query.retain(|(given, _)| given != name);
                arrived
            }
        }
    }
}
