//! Addresses that settings are a part of.

use std::fmt;

#[cfg(feature = "client")]
use crate::error::ConfigError;

/// An address with the settings that it is made of: what is wrong with it is said of them.
///
/// Any part of it may be a secret: [`Debug`](fmt::Debug) shows the names of settings only.
#[derive(Clone, Default)]
pub struct FilledUrl {
    pub(super) text: String,
    pub(super) origin: Origin,
}

/// Where an address comes from: only who calls it has something to say of it.
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "read by clients only"))]
#[derive(Debug, Clone, Default)]
pub(super) enum Origin {
    /// Whoever uses the library.
    #[default]
    Code,
    /// The document, in whose place this setting may be given.
    Document(String),
    /// These settings, which fill a part of it each.
    Parts(Vec<String>),
    /// This setting, as a whole.
    Whole(String),
}

#[cfg(feature = "client")]
impl FilledUrl {
    /// The address, without white space around it: files end with a line break.
    pub(crate) fn text(&self) -> &str {
        self.text.trim()
    }

    /// `what` this is can't be used because of `reason`, which must not quote it.
    pub(crate) fn invalid(&self, what: &str, reason: &str) -> ConfigError {
        let what = match &self.origin {
            Origin::Code => what.to_owned(),
            Origin::Document(env) => format!("{what}, which {env} replaces,"),
            Origin::Parts(names) => format!("{} (in {what})", names.join(", ")),
            Origin::Whole(env) => format!("{env} ({what})"),
        };
        ConfigError::invalid(what, reason)
    }
}

impl fmt::Debug for FilledUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FilledUrl").field(&self.origin).finish()
    }
}

impl From<String> for FilledUrl {
    fn from(text: String) -> Self {
        Self { text, origin: Origin::Code }
    }
}

impl From<&String> for FilledUrl {
    fn from(text: &String) -> Self {
        Self::from(text.clone())
    }
}

impl From<&str> for FilledUrl {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<FilledUrl> for String {
    fn from(url: FilledUrl) -> Self {
        url.text
    }
}
