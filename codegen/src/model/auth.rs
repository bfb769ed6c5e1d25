//! How upstreams are authenticated to.

use super::{Location, Template};

/// How an upstream wants requests to be authenticated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// Not at all.
    None,
    /// A key in a header of its own.
    Header {
        /// The header.
        name: String,
        /// The key.
        value: Template,
    },
    /// A key in the query.
    Query {
        /// The parameter.
        name: String,
        /// The key.
        value: Template,
    },
    /// RFC 6750.
    Bearer {
        /// The token.
        token: Template,
    },
    /// RFC 7617.
    Basic {
        /// The user.
        username: Template,
        /// The password.
        password: Template,
    },
    /// A key in a cookie.
    Cookie {
        /// The cookie.
        name: String,
        /// The key.
        value: Template,
    },
    /// RFC 7616.
    Digest {
        /// The user.
        username: Template,
        /// The password.
        password: Template,
    },
    /// RFC 6749 §4.4.
    OAuth2(Box<OAuth2>),
    /// All of these at once.
    All(Vec<Auth>),
}

/// A client of an authorization server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuth2 {
    /// The variable that replaces the URL.
    pub env: String,
    /// Whether the URL is that of the server, which publishes its token endpoint, or of the endpoint itself.
    pub is_discovered: bool,
    /// What the document says of it.
    pub url: Template,
    /// The setting that names the client.
    pub id: String,
    /// The setting that holds its secret.
    pub secret: String,
    /// What tokens allow; may be empty, as the next two.
    pub scope: String,
    /// Whom they are meant for.
    pub audience: String,
    /// What they are for.
    pub resource: String,
}

impl Auth {
    /// The templates in it.
    pub fn templates(&self) -> Vec<&Template> {
        match self {
            Self::None => vec![],
            Self::Header { value, .. } | Self::Query { value, .. } | Self::Cookie { value, .. } => vec![value],
            Self::Bearer { token } => vec![token],
            Self::Basic { username, password } | Self::Digest { username, password } => vec![username, password],
            Self::OAuth2(client) => vec![&client.url],
            Self::All(all) => all.iter().flat_map(Self::templates).collect(),
        }
    }

    /// Whether this, or one of several, is one that `wanted` looks for.
    pub fn any(&self, wanted: fn(&Self) -> bool) -> bool {
        match self {
            Self::All(all) => all.iter().any(wanted),
            one => wanted(one),
        }
    }

    /// Whether both would fill the same place.
    pub fn clashes(&self, other: &Self) -> bool {
        match other {
            Self::None | Self::All(_) => false,
            Self::Header { name, .. } => self.owns(Location::Header, name),
            Self::Query { name, .. } => self.owns(Location::Query, name),
            Self::Cookie { name, .. } => self.owns(Location::Cookie, name),
            Self::Bearer { .. } | Self::Basic { .. } | Self::Digest { .. } | Self::OAuth2(_) => {
                self.owns(Location::Header, "Authorization")
            }
        }
    }

    /// Whether it fills what is called `name` at `location`.
    pub fn owns(&self, location: Location, name: &str) -> bool {
        match self {
            Self::None => false,
            Self::Header { name: own, .. } => location == Location::Header && own.eq_ignore_ascii_case(name),
            Self::Query { name: own, .. } => location == Location::Query && own == name,
            Self::Cookie { name: own, .. } => location == Location::Cookie && own == name,
            Self::Bearer { .. } | Self::Basic { .. } | Self::Digest { .. } | Self::OAuth2(_) => {
                location == Location::Header && name.eq_ignore_ascii_case("Authorization")
            }
            Self::All(all) => all.iter().any(|auth| auth.owns(location, name)),
        }
    }
}
