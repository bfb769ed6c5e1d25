//! The client's side of OAuth 1.0a (RFC 5849): credentials in the header.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use http::{HeaderMap, HeaderValue};
use ring::rand::{SecureRandom, SystemRandom};
use secrecy::{ExposeSecret, SecretString};

use super::signer::{Refused, Signer, authorization};
use crate::client::call::Call;
use crate::client::encode::sensitive;
use crate::content_type::{FORM, essence};
use crate::error::{ConfigError, Result};
use crate::oauth1::{Key, SignatureMethod, base_string, body_hash, encode};

/// A consumer of OAuth 1.0a. [`Debug`](fmt::Debug) shows how it signs only.
#[derive(Clone)]
pub struct OAuth1 {
    method: SignatureMethod,
    key: SecretString,
    secret: SecretString,
    token: Option<[SecretString; 2]>,
    realm: Option<String>,
}

/// A consumer whose key is read.
pub(super) struct Consumer {
    method: SignatureMethod,
    id: SecretString,
    token: Option<SecretString>,
    realm: Option<String>,
    key: Key,
}

impl OAuth1 {
    /// The consumer `key`, and what it signs with: a secret, or a private RSA key in PEM if that is the method.
    pub fn new(method: SignatureMethod, key: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        Self { method, key: key.into(), secret: secret.into(), token: None, realm: None }
    }

    /// On behalf of whom: a token and its secret. Without, the consumer calls in its own name.
    pub fn token(self, token: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        Self { token: Some([token.into(), secret.into()]), ..self }
    }

    /// The realm, which is not signed.
    pub fn realm(self, realm: impl Into<String>) -> Self {
        Self { realm: Some(realm.into()), ..self }
    }

    pub(super) fn into_signer(self) -> Result<Consumer, ConfigError> {
        let token_secret = self.token.as_ref().map(|[_, secret]| secret.expose_secret()).unwrap_or_default();
        let key = Key::new(self.method, self.secret.expose_secret(), token_secret)
            .map_err(|reason| ConfigError::invalid("the key that signs as OAuth 1.0a wants it", reason))?;
        let token = self.token.map(|[token, _]| token);
        Ok(Consumer { method: self.method, id: self.key, token, realm: self.realm, key })
    }
}

impl fmt::Debug for OAuth1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth1").field("method", &self.method).finish_non_exhaustive()
    }
}

/// What differs from request to request.
struct Moment {
    timestamp: String,
    nonce: String,
}

impl Consumer {
    fn authorization(&self, call: &Call<'_>, moment: &Moment) -> Result<HeaderValue> {
        let is_form = essence(call.headers) == FORM;
        let form = if is_form { call.content() } else { b"" };
        let hash = (self.method == SignatureMethod::RsaSha256 && !is_form).then(|| body_hash(call.content()));
        let own = self.parameters(moment, hash.as_deref());
        let query = call.url.query().unwrap_or_default().as_bytes();
        let sent: Vec<_> = [query, form].into_iter().flat_map(form_urlencoded::parse).collect();
        let all = sent.iter().map(|(name, value)| (&**name, &**value)).chain(own.iter().copied());
        let url = format!("{}://{}{}", call.url.scheme(), call.host(), call.url.path());
        let signature = self.key.sign(&base_string(call.method.as_str(), &url, all)).ok_or_else(no_random_numbers)?;
        let realm = self.realm.iter().map(|realm| ("realm", realm.as_str()));
        let pairs = realm.chain(own.iter().copied()).chain([("oauth_signature", signature.as_str())]);
        let pairs: Vec<_> = pairs.map(|(name, value)| format!("{name}=\"{}\"", encode(value))).collect();
        let uncarried = |_| ConfigError::invalid("the OAuth realm", "holds a character that no header can carry");
        Ok(sensitive(&format!("OAuth {}", pairs.join(", "))).map_err(uncarried)?)
    }

    /// Those of the header that are signed.
    fn parameters<'a>(&'a self, moment: &'a Moment, hash: Option<&'a str>) -> Vec<(&'static str, &'a str)> {
        let mut own = vec![
            ("oauth_consumer_key", self.id.expose_secret()),
            ("oauth_nonce", &moment.nonce),
            ("oauth_signature_method", self.method.as_str()),
            ("oauth_timestamp", &moment.timestamp),
            ("oauth_version", "1.0"),
        ];
        own.extend(hash.map(|hash| ("oauth_body_hash", hash)));
        own.extend(self.token.as_ref().map(|token| ("oauth_token", token.expose_secret())));
        own
    }
}

impl Signer for Consumer {
    /// A refusal is final: the same secrets would be no better.
    fn sign<'a>(
        &'a self,
        call: &'a Call<'_>,
        refused: Option<Refused<'a>>,
    ) -> BoxFuture<'a, Result<Option<HeaderMap>>> {
        let signed = match refused {
            Some(_) => Ok(None),
            None => {
                Moment::now().and_then(|now| self.authorization(call, &now)).map(|value| Some(authorization(value)))
            }
        };
        ready(signed).boxed()
    }
}

impl Moment {
    fn now() -> Result<Self> {
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let mut bytes = [0; 16];
        SystemRandom::new().fill(&mut bytes).map_err(|_| no_random_numbers())?;
        Ok(Self { timestamp: seconds.to_string(), nonce: format!("{:032x}", u128::from_ne_bytes(bytes)) })
    }
}

fn no_random_numbers() -> ConfigError {
    ConfigError::invalid("the random numbers of this machine", "can't be had")
}
