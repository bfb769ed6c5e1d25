//! The keys of an `authentication`, whatever its `type`, and what they make.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::super::{List, Map, Spanned, Unread};
use super::{ApiKey, Authentication, Aws, Login, OAuth1, OAuth2, Placement, Scheme, Usual};
use crate::source::Place;

#[derive(Deserialize)]
#[serde(rename = "$shape")]
enum Written {
    #[serde(rename = "mapping")]
    One(Box<Keys>),
    #[serde(rename = "list")]
    Several(List<Keys>),
}

/// What a `type` means.
enum Kind {
    ApiKey,
    Basic,
    Digest,
    Bearer,
    OAuth2,
    Aws,
    OAuth1,
    Other,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Keys {
    r#type: Spanned<String>,
    username: Option<Spanned<String>>,
    password: Option<Spanned<String>>,
    token: Option<Spanned<String>>,
    key: Option<Spanned<String>>,
    value: Option<Spanned<String>>,
    placement: Option<Spanned<Placement>>,
    r#in: Option<Spanned<Placement>>,
    name: Option<Spanned<String>>,
    #[serde(alias = "headerName")]
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
    #[serde(alias = "accessKey", alias = "accessKeyID", alias = "awsAccessKeyId")]
    access_key_id: Option<Spanned<String>>,
    #[serde(alias = "secretAccessKey", alias = "awsSecretAccessKey")]
    secret_key: Option<Spanned<String>>,
    session_token: Option<Spanned<String>>,
    region: Option<Spanned<String>>,
    service: Option<Spanned<String>>,
    consumer_key: Option<Spanned<String>>,
    consumer_secret: Option<Spanned<String>>,
    signing_key: Option<Spanned<String>>,
    access_token: Option<Spanned<String>>,
    #[serde(alias = "accessTokenSecret")]
    token_secret: Option<Spanned<String>>,
    signature_method: Option<Spanned<String>>,
    realm: Option<Spanned<String>>,
    cert_path: Option<Spanned<Unread>>,
    cert_password: Option<Spanned<Unread>>,
}

#[derive(Deserialize)]
struct Parameter {
    name: Spanned<String>,
    value: Option<Spanned<String>>,
}

impl<'de> Deserialize<'de> for Authentication {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Several(list) if list.is_empty() => Err(D::Error::custom("this list needs an element")),
            written => Ok(Self::from(written)),
        }
    }
}

impl From<Written> for Authentication {
    fn from(written: Written) -> Self {
        let mut read = Self { schemes: Vec::new(), respelled: None, cased: Vec::new(), ignored: Vec::new() };
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
            "apikey" if self.is_usual_api_key() => {
                let is_usual =
                    |placement: &Spanned<Placement>| matches!(placement.value, Placement::Header | Placement::Query);
                (!self.placement().as_ref().is_none_or(is_usual)).then_some(Usual::Placement)
            }
            "bearer" if self.token.is_some() || self.value.is_none() => None,
            "bearer" => Some(Usual::Bearer),
            _ if self.is_api_key() => Some(Usual::ApiKey),
            _ => None,
        };
        read.respelled = read.respelled.or(usual);
        read.cased.extend(self.cased());
        read.ignored.extend(self.ignored());
        if self.is_api_key() {
            read.schemes.extend(self.api_keys().into_iter().map(Scheme::ApiKey));
        } else {
            read.schemes.push(self.scheme());
        }
    }

    /// The type as the language writes it, if only its case is another.
    fn cased(&self) -> Option<Spanned<&'static str>> {
        const TYPES: [&str; 5] = ["apikey", "basic", "bearer", "digest", "oauth2"];
        let written = &self.r#type;
        let usual = TYPES.into_iter().find(|usual| usual.eq_ignore_ascii_case(written) && **written != **usual)?;
        Some(Spanned::new(usual, written.place.clone()))
    }

    /// What belongs to other types. Types that are not known have keys of their own.
    fn ignored(&self) -> Vec<Place> {
        fn places<'a, T: 'a>(values: impl IntoIterator<Item = &'a Option<Spanned<T>>>) -> Vec<Place> {
            values.into_iter().flatten().map(|value| value.place.clone()).collect()
        }
        let login = places([&self.username, &self.password]);
        let token = places([&self.token, &self.value]);
        let key = [places([&self.key, &self.name, &self.header]), places([&self.placement, &self.r#in])].concat();
        let oauth2 = places([
            &self.authorization_server_uri,
            &self.resource,
            &self.audience,
            &self.token_endpoint,
            &self.token_validation,
        ]);
        let aws = places([&self.access_key_id, &self.secret_key, &self.session_token, &self.region, &self.service]);
        let consumer = places([
            &self.consumer_key,
            &self.consumer_secret,
            &self.signing_key,
            &self.access_token,
            &self.token_secret,
            &self.signature_method,
            &self.realm,
        ]);
        let (value, certificate) = (places([&self.value]), places([&self.cert_path, &self.cert_password]));
        let signed = [aws.clone(), consumer.clone(), certificate.clone()].concat();
        let ignored = match self.kind() {
            Kind::ApiKey => vec![login, oauth2, signed],
            Kind::Basic | Kind::Digest => vec![token, key, oauth2, signed],
            Kind::Bearer => vec![login, key, oauth2, signed],
            Kind::OAuth2 => vec![login, token, key, signed],
            Kind::Aws => vec![login, token, key, oauth2, consumer, certificate],
            Kind::OAuth1 => vec![login, value, key, oauth2, aws, certificate],
            Kind::Other => Vec::new(),
        };
        ignored.concat()
    }

    fn is_api_key(&self) -> bool {
        matches!(self.kind(), Kind::ApiKey)
    }

    fn is_usual_api_key(&self) -> bool {
        self.header.is_none() && self.headers.is_empty() && self.parameters.is_empty() && self.value.is_some()
    }

    fn scheme(self) -> Scheme {
        let login = |username, password| Login { username, password };
        match self.kind() {
            Kind::Basic => Scheme::Basic(login(self.username, self.password)),
            Kind::Digest => Scheme::Digest(login(self.username, self.password)),
            Kind::Bearer => Scheme::Bearer(self.token.or(self.value)),
            Kind::OAuth2 => Scheme::OAuth2(Box::new(OAuth2 {
                authorization_server_uri: self.authorization_server_uri,
                resource: self.resource,
                scopes: self.scopes,
                audience: self.audience,
                token_endpoint: self.token_endpoint,
                token_validation: self.token_validation,
            })),
            Kind::Aws => Scheme::Aws(Box::new(Aws {
                service: self.service,
                region: self.region,
                access_key_id: self.access_key_id,
                secret_key: self.secret_key,
                session_token: self.session_token,
            })),
            Kind::OAuth1 => Scheme::OAuth1(Box::new(OAuth1 {
                consumer_key: self.consumer_key,
                consumer_secret: self.consumer_secret,
                signing_key: self.signing_key,
                token: self.token.or(self.access_token),
                token_secret: self.token_secret,
                signature_method: self.signature_method,
                realm: self.realm,
            })),
            Kind::ApiKey | Kind::Other => Scheme::Other(self.r#type),
        }
    }

    /// What `type` means. No schema names the schemes that sign requests: documents spell them as they like.
    fn kind(&self) -> Kind {
        let letters = self.r#type.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        match self.r#type.to_ascii_lowercase().as_str() {
            "header" | "query" => return Kind::ApiKey,
            "basic" => return Kind::Basic,
            "digest" => return Kind::Digest,
            "bearer" => return Kind::Bearer,
            "oauth2" => return Kind::OAuth2,
            _ => {}
        }
        match letters.as_str() {
            "apikey" => Kind::ApiKey,
            "awssigv4" | "awssignaturev4" | "awssignature4" | "awsv4" | "aws4hmacsha256" | "sigv4" => Kind::Aws,
            "oauth1" | "oauth1a" | "oauth10" | "oauth10a" => Kind::OAuth1,
            _ => Kind::Other,
        }
    }

    /// One key, or one for each entry of `headers` and `parameters`.
    fn api_keys(self) -> Vec<ApiKey> {
        let (placement, key_is_secret) = (self.placement(), self.key_is_secret());
        let several = self.headers.into_iter().map(|(name, value)| (name, Some(value)));
        let several = several.chain(self.parameters.into_iter().map(|parameter| (parameter.name, parameter.value)));
        let keys: Vec<_> =
            several.map(|(name, value)| ApiKey { name: Some(name), value, placement: placement.clone() }).collect();
        if !keys.is_empty() {
            return keys;
        }
        let (name, secret) =
            if key_is_secret { (self.header.or(self.name), self.key) } else { (self.key.or(self.name), None) };
        vec![ApiKey { name, value: self.value.or(self.token).or(secret), placement }]
    }

    /// Beside another name, or where it comes from outside, `key` is the secret: names are written out.
    fn key_is_secret(&self) -> bool {
        let is_only_value = self.value.is_none() && self.token.is_none();
        let is_template = self.key.as_ref().is_some_and(|key| key.contains('{'));
        self.header.is_some() || is_only_value && (self.name.is_some() || is_template)
    }

    fn placement(&self) -> Option<Spanned<Placement>> {
        let by_type = (*self.r#type).eq_ignore_ascii_case("query").then_some(Placement::Query);
        let written = self.placement.clone().or_else(|| self.r#in.clone());
        written.or_else(|| Some(Spanned::new(by_type?, self.r#type.place.clone())))
    }
}
