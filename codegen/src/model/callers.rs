//! Who may call a server.

use super::Template;

/// The callers that a server lets in, by what they must present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Callers {
    /// Whoever reaches it.
    Anyone,
    /// RFC 7617.
    Basic {
        /// The user.
        username: Template,
        /// The password.
        password: Template,
    },
    /// RFC 7616.
    Digest {
        /// The user.
        username: Template,
        /// The password.
        password: Template,
    },
    /// RFC 6750.
    Bearer {
        /// The token.
        token: Template,
    },
    /// A key in a header of its own.
    Header {
        /// The header.
        name: String,
        /// The key.
        key: Template,
    },
    /// A key in the query.
    Query {
        /// The parameter.
        name: String,
        /// The key.
        key: Template,
    },
}

impl Callers {
    /// The settings that their credential is made of.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        let templates = match self {
            Self::Anyone => vec![],
            Self::Basic { username, password } | Self::Digest { username, password } => vec![username, password],
            Self::Bearer { token } => vec![token],
            Self::Header { key, .. } | Self::Query { key, .. } => vec![key],
        };
        templates.into_iter().flat_map(Template::settings)
    }
}
