//! How upstreams are authenticated to.

use super::{Location, Template};

/// The headers that a signature of AWS consists of.
const SIGNED_BY_AWS: [&str; 4] = ["Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256"];

/// How an upstream wants requests to be authenticated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Auth {
    /// Not at all.
    #[default]
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
    /// A key in the body: a field of a form, or a member of an object.
    Body {
        /// The field.
        name: String,
        /// The key.
        value: Template,
    },
    /// RFC 6749 §4.4.
    OAuth2(Box<OAuth2>),
    /// AWS Signature Version 4.
    Aws(Box<Aws>),
    /// RFC 5849.
    OAuth1(Box<OAuth1>),
    /// All of these at once.
    All(Vec<Auth>),
}

/// Credentials that callers give, in whole or in part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerAuth {
    /// How requests are authenticated.
    pub auth: Auth,
    /// The inputs of the operation that its templates mention.
    pub inputs: Vec<usize>,
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

/// A key of AWS, and what it is used for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aws {
    /// The name of the service in signatures.
    pub service: Template,
    /// Where it runs.
    pub region: Template,
    /// Which key.
    pub id: Template,
    /// The key.
    pub secret: Template,
    /// What temporary keys come with: a setting that may be absent, or what the caller gives.
    pub token: Template,
}

/// A consumer of OAuth 1.0a.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OAuth1 {
    /// How requests are signed.
    pub method: SignatureMethod,
    /// Who calls.
    pub key: Template,
    /// The secret or private key of who calls.
    pub secret: Template,
    /// A token and its secret: on behalf of whom.
    pub token: Option<[Template; 2]>,
    /// What the upstream calls the protected space; may be empty.
    pub realm: String,
}

/// How requests of OAuth 1.0a are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignatureMethod {
    /// `HMAC-SHA1`.
    HmacSha1,
    /// `HMAC-SHA256`.
    HmacSha256,
    /// `RSA-SHA256`.
    RsaSha256,
}

impl Auth {
    /// The credentials in it. What an authorization server is told is no part of requests.
    pub fn templates(&self) -> Vec<&Template> {
        match self {
            Self::None | Self::OAuth2(_) => Vec::new(),
            Self::Header { value, .. }
            | Self::Query { value, .. }
            | Self::Cookie { value, .. }
            | Self::Body { value, .. }
            | Self::Bearer { token: value } => vec![value],
            Self::Basic { username, password } | Self::Digest { username, password } => vec![username, password],
            Self::Aws(key) => vec![&key.service, &key.region, &key.id, &key.secret, &key.token],
            Self::OAuth1(it) => [&it.key, &it.secret].into_iter().chain(it.token.iter().flatten()).collect(),
            Self::All(all) => all.iter().flat_map(Self::templates).collect(),
        }
    }

    /// Whether a token of an authorization server is any of it.
    pub fn has_tokens(&self) -> bool {
        match self {
            Self::OAuth2(_) => true,
            Self::All(all) => all.iter().any(Self::has_tokens),
            _ => false,
        }
    }

    /// Whether both would fill the same place.
    pub fn clashes(&self, other: &Self) -> bool {
        match other {
            Self::None | Self::All(_) => false,
            Self::Header { name, .. } => self.owns(Location::Header, name),
            Self::Query { name, .. } => self.owns(Location::Query, name),
            Self::Cookie { name, .. } => self.owns(Location::Cookie, name),
            Self::Body { name, .. } => self.owns(Location::Body, name),
            Self::Bearer { .. }
            | Self::Basic { .. }
            | Self::Digest { .. }
            | Self::OAuth2(_)
            | Self::Aws(_)
            | Self::OAuth1(_) => self.owns(Location::Header, "Authorization"),
        }
    }

    /// Whether it fills what is called `name` at `location`.
    pub fn owns(&self, location: Location, name: &str) -> bool {
        match self {
            Self::None => false,
            Self::Header { name: own, .. } => location == Location::Header && own.eq_ignore_ascii_case(name),
            Self::Query { name: own, .. } => location == Location::Query && own == name,
            Self::Cookie { name: own, .. } => location == Location::Cookie && own == name,
            Self::Body { name: own, .. } => location == Location::Body && own == name,
            Self::Bearer { .. } | Self::Basic { .. } | Self::Digest { .. } | Self::OAuth2(_) | Self::OAuth1(_) => {
                location == Location::Header && name.eq_ignore_ascii_case("Authorization")
            }
            Self::Aws(_) => {
                location == Location::Header && SIGNED_BY_AWS.iter().any(|own| own.eq_ignore_ascii_case(name))
            }
            Self::All(all) => all.iter().any(|auth| auth.owns(location, name)),
        }
    }
}
