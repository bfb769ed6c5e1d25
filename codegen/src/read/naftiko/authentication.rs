//! `authentication`, in all its spellings.

use serde::Deserialize;

use super::{List, Map, Spanned, Unread};

/// How calls authenticate, or callers do.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "Written")]
pub struct Authentication {
    /// What is sent, all of it; never empty.
    pub schemes: Vec<Scheme>,
    /// The usual spelling, if this is another one.
    pub respelled: Option<Usual>,
}

/// The usual spelling of what is often spelled in other ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Usual {
    /// Of an API key.
    ApiKey,
    /// Of a bearer token.
    Bearer,
}

impl Usual {
    /// As help.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ApiKey => "`type: apikey` with `key`, `value` and `placement`",
            Self::Bearer => "`type: bearer` with `token`",
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

#[derive(Deserialize)]
#[serde(rename = "$shape")]
enum Written {
    #[serde(rename = "mapping")]
    One(Box<Keys>),
    #[serde(rename = "list")]
    Several(List<Keys>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Keys {
    r#type: Spanned<String>,
    username: Option<Spanned<String>>,
    password: Option<Spanned<String>>,
    token: Option<Spanned<String>>,
    key: Option<Spanned<String>>,
    value: Option<Spanned<String>>,
    placement: Option<Spanned<Placement>>,
    r#in: Option<Spanned<Placement>>,
    name: Option<Spanned<String>>,
    header: Option<Spanned<String>>,
    #[serde(default)]
    headers: Map<Spanned<String>>,
    #[serde(default)]
    parameters: List<Parameter>,
    authorization_server_uri: Option<Spanned<String>>,
    resource: Option<Spanned<String>>,
    #[serde(default)]
    scopes: List<Spanned<String>>,
    audience: Option<Spanned<String>>,
    token_endpoint: Option<Spanned<String>>,
    token_validation: Option<Spanned<String>>,
    #[serde(default, rename = "accessKeyId", alias = "consumerKey", alias = "certPath")]
    _public_half: Unread,
    #[serde(default, rename = "secretKey", alias = "signingKey", alias = "certPassword")]
    _secret_half: Unread,
    #[serde(default)]
    _region: Unread,
    #[serde(default)]
    _service: Unread,
}

#[derive(Deserialize)]
struct Parameter {
    name: Spanned<String>,
    value: Option<Spanned<String>>,
}

impl From<Written> for Authentication {
    fn from(written: Written) -> Self {
        let mut read = Self { schemes: Vec::new(), respelled: None };
        match written {
            Written::One(keys) => keys.read_into(&mut read),
            Written::Several(list) => list.into_iter().for_each(|keys| keys.read_into(&mut read)),
        }
        read
    }
}

impl Keys {
    fn read_into(self, read: &mut Authentication) {
        let usual = match self.r#type.as_str() {
            "apikey" if self.is_usual_api_key() => None,
            "bearer" if self.token.is_some() || self.value.is_none() => None,
            "bearer" => Some(Usual::Bearer),
            _ if self.is_api_key() => Some(Usual::ApiKey),
            _ => None,
        };
        read.respelled = read.respelled.or(usual);
        if self.is_api_key() {
            read.schemes.extend(self.api_keys().into_iter().map(Scheme::ApiKey));
        } else {
            read.schemes.push(self.scheme());
        }
    }

    fn is_api_key(&self) -> bool {
        ["apikey", "api-key", "header", "query"].iter().any(|name| self.r#type.eq_ignore_ascii_case(name))
    }

    fn is_usual_api_key(&self) -> bool {
        self.header.is_none() && self.headers.is_empty() && self.parameters.is_empty() && self.value.is_some()
    }

    fn scheme(self) -> Scheme {
        let login = |username, password| Login { username, password };
        match self.r#type.to_ascii_lowercase().as_str() {
            "basic" => Scheme::Basic(login(self.username, self.password)),
            "digest" => Scheme::Digest(login(self.username, self.password)),
            "bearer" => Scheme::Bearer(self.token.or(self.value)),
            "oauth2" => Scheme::OAuth2(Box::new(OAuth2 {
                authorization_server_uri: self.authorization_server_uri,
                resource: self.resource,
                scopes: self.scopes,
                audience: self.audience,
                token_endpoint: self.token_endpoint,
                token_validation: self.token_validation,
            })),
            _ => Scheme::Other(self.r#type),
        }
    }

    /// One key, or one for each entry of `headers` and `parameters`.
    fn api_keys(self) -> Vec<ApiKey> {
        let placement = self.placement();
        let several = self.headers.into_iter().map(|(name, value)| (name, Some(value)));
        let several = several.chain(self.parameters.into_iter().map(|parameter| (parameter.name, parameter.value)));
        let keys: Vec<_> =
            several.map(|(name, value)| ApiKey { name: Some(name), value, placement: placement.clone() }).collect();
        if !keys.is_empty() {
            return keys;
        }
        // Beside a header's name, `key` is the secret.
        let (name, secret) = match self.header {
            Some(header) => (Some(header), self.key),
            None => (self.key.or(self.name), None),
        };
        vec![ApiKey { name, value: self.value.or(self.token).or(secret), placement }]
    }

    fn placement(&self) -> Option<Spanned<Placement>> {
        let by_type = (*self.r#type).eq_ignore_ascii_case("query").then_some(Placement::Query);
        let written = self.placement.clone().or_else(|| self.r#in.clone());
        written.or_else(|| Some(Spanned::new(by_type?, self.r#type.place.clone())))
    }
}
