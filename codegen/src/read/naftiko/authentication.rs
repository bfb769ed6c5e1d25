//! `authentication`, in all its spellings.

#[cfg(test)]
mod tests;
mod written;

use serde::Deserialize;

use super::{List, Spanned};
use crate::source::Place;

/// How calls authenticate, or callers do.
#[derive(Debug, Clone, PartialEq)]
pub struct Authentication {
    /// What is sent, all of it; never empty.
    pub schemes: Vec<Scheme>,
    /// The usual spelling, if this is another one.
    pub respelled: Option<Usual>,
    /// Types in another case than the language writes them in, as it does.
    pub cased: Vec<Spanned<&'static str>>,
    /// Values that its type has no use for; secrets among them.
    pub ignored: Vec<Place>,
}

/// The usual spelling of what is often spelled in other ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usual {
    /// Of an API key.
    ApiKey,
    /// Of where an API key goes.
    Placement,
    /// Of a bearer token.
    Bearer,
}

impl Usual {
    /// What to write.
    pub const fn help(self) -> &'static str {
        match self {
            Self::ApiKey => {
                "the usual spelling is `{type: apikey, placement: header, key: X-Api-Key, value: '{{API_KEY}}'}`"
            }
            Self::Placement => {
                "the language has `placement: header` and `placement: query` only: write one of them if the upstream takes it"
            }
            Self::Bearer => "the usual spelling is `{type: bearer, token: '{{TOKEN}}'}`",
        }
    }
}

/// One credential.
#[derive(Debug, Clone, PartialEq)]
pub enum Scheme {
    /// HTTP Basic.
    Basic(Login),
    /// HTTP Digest.
    Digest(Login),
    /// A bearer token; a document may forget to name it.
    Bearer(Option<Spanned<String>>),
    /// A secret in a place of its own.
    ApiKey(ApiKey),
    /// OAuth 2.
    OAuth2(Box<OAuth2>),
    /// A signature of AWS, version 4.
    Aws(Box<Aws>),
    /// OAuth 1.0a.
    OAuth1(Box<OAuth1>),
    /// Another type.
    Other(Spanned<String>),
}

/// A user and a password.
#[derive(Debug, Clone, PartialEq)]
pub struct Login {
    /// The user.
    pub username: Option<Spanned<String>>,
    /// The password.
    pub password: Option<Spanned<String>>,
}

/// A secret in a place of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiKey {
    /// The name of the header or parameter.
    pub name: Option<Spanned<String>>,
    /// The secret.
    pub value: Option<Spanned<String>>,
    /// Where it goes; a header if absent.
    pub placement: Option<Spanned<Placement>>,
}

/// Where an API key goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Placement {
    /// A header.
    Header,
    /// The query string.
    Query,
    /// A cookie.
    Cookie,
    /// A field of the body.
    Body,
    /// The path.
    Path,
}

/// OAuth 2.
#[derive(Debug, Clone, PartialEq)]
pub struct OAuth2 {
    /// Who issues tokens.
    pub authorization_server_uri: Option<Spanned<String>>,
    /// What they are for.
    pub resource: Option<Spanned<String>>,
    /// What they allow.
    pub scopes: List<Spanned<String>>,
    /// Who they are meant for.
    pub audience: Option<Spanned<String>>,
    /// Where to get one.
    pub token_endpoint: Option<Spanned<String>>,
    /// How they are checked: `jwks` or `introspection`.
    pub token_validation: Option<Spanned<String>>,
}

/// A key of AWS, and what it is used for.
#[derive(Debug, Clone, PartialEq)]
pub struct Aws {
    /// The name of the service in signatures.
    pub service: Option<Spanned<String>>,
    /// Where it runs.
    pub region: Option<Spanned<String>>,
    /// Which key.
    pub access_key_id: Option<Spanned<String>>,
    /// The key.
    pub secret_key: Option<Spanned<String>>,
    /// What temporary keys come with.
    pub session_token: Option<Spanned<String>>,
}

/// A consumer of OAuth 1.0a.
#[derive(Debug, Clone, PartialEq)]
pub struct OAuth1 {
    /// Who calls.
    pub consumer_key: Option<Spanned<String>>,
    /// A secret that the upstream knows too.
    pub consumer_secret: Option<Spanned<String>>,
    /// A private key, instead.
    pub signing_key: Option<Spanned<String>>,
    /// On behalf of whom.
    pub token: Option<Spanned<String>>,
    /// The secret of the token.
    pub token_secret: Option<Spanned<String>>,
    /// How requests are signed.
    pub signature_method: Option<Spanned<String>>,
    /// What the upstream calls the protected space.
    pub realm: Option<Spanned<String>>,
}
