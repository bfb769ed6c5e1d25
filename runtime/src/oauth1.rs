//! What both sides of OAuth 1.0a (RFC 5849) compute: the text that stands for a request, and its signature.
#![cfg_attr(not(all(feature = "client", feature = "mock")), allow(dead_code, reason = "each side uses some of it"))]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ring::digest::{SHA256, digest};
use ring::hmac;
use ring::rand::SystemRandom;
use ring::rsa::KeyPair;
use ring::signature::RSA_PKCS1_SHA256;

use crate::wire::percent_encode;

/// How requests of OAuth 1.0a are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureMethod {
    /// With the secrets of consumer and token (RFC 5849 §3.4.2).
    HmacSha1,
    /// The same with a hash of today.
    HmacSha256,
    /// With the private key of the consumer. A hash of the body is signed too, as those who offer this method want it.
    RsaSha256,
}

impl SignatureMethod {
    /// As on the wire.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HMAC-SHA1",
            Self::HmacSha256 => "HMAC-SHA256",
            Self::RsaSha256 => "RSA-SHA256",
        }
    }
}

/// What requests are signed with.
pub(crate) enum Key {
    /// Secrets that both sides know.
    Shared(hmac::Key),
    /// The private key of the consumer.
    Private(Box<KeyPair>),
}

impl Key {
    /// The secret of the consumer, a private key if that is the method, and that of the token if there is one. The error
    /// completes a sentence.
    pub(crate) fn new(method: SignatureMethod, secret: &str, token_secret: &str) -> Result<Self, &'static str> {
        let algorithm = match method {
            SignatureMethod::HmacSha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
            SignatureMethod::HmacSha256 => hmac::HMAC_SHA256,
            SignatureMethod::RsaSha256 => return private(secret).map(|key| Self::Private(Box::new(key))),
        };
        let secrets = format!("{}&{}", encode(secret), encode(token_secret));
        Ok(Self::Shared(hmac::Key::new(algorithm, secrets.as_bytes())))
    }

    /// The signature of a text; none if this machine has no random numbers.
    pub(crate) fn sign(&self, text: &str) -> Option<String> {
        match self {
            Self::Shared(key) => Some(STANDARD.encode(hmac::sign(key, text.as_bytes()))),
            Self::Private(key) => {
                let mut signature = vec![0; key.public().modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature).ok()?;
                Some(STANDARD.encode(signature))
            }
        }
    }
}

/// The text that is signed (§3.4.1). `url` is without query; `parameters` are those of query, form and header, decoded.
pub(crate) fn base_string<'a>(
    method: &str,
    url: &str,
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut pairs: Vec<_> = parameters.into_iter().map(|(name, value)| (encode(name), encode(value))).collect();
    pairs.sort_unstable();
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    format!("{method}&{}&{}", encode(url), encode(&pairs.join("&")))
}

/// The hash of a body, as the extension for bodies other than forms wants it.
pub(crate) fn body_hash(body: &[u8]) -> String {
    STANDARD.encode(digest(&SHA256, body))
}

/// As RFC 5849 §3.6 wants it.
pub(crate) fn encode(text: &str) -> String {
    percent_encode(text).to_string()
}

/// A private RSA key in PEM: PKCS #8 or PKCS #1. Where no line can be broken, `\n` may stand for it.
fn private(pem: &str) -> Result<KeyPair, &'static str> {
    let text = pem.replace("\\n", "\n");
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("-----"));
    let der = STANDARD.decode(lines.collect::<String>()).map_err(|_| "is no private key in PEM")?;
    let key = KeyPair::from_pkcs8(&der).or_else(|_| KeyPair::from_der(&der));
    key.map_err(|_| "is no private RSA key of 2048 to 4096 bits, unencrypted in PEM")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    /// RFC 5849 §3.4.1.1, without the break of lines.
    #[test]
    fn a_request_becomes_a_text() {
        let parameters = [
            ("b5", "=%3D"),
            ("a3", "a"),
            ("c@", ""),
            ("a2", "r b"),
            ("oauth_consumer_key", "9djdj82h48djs9d2"),
            ("oauth_token", "kkk9d7dh3k39sjv7"),
            ("oauth_signature_method", "HMAC-SHA1"),
            ("oauth_timestamp", "137131201"),
            ("oauth_nonce", "7d8f3e4a"),
            ("c2", ""),
            ("a3", "2 q"),
        ];
        assert_eq!(
            base_string("POST", "http://example.com/request", parameters),
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D\
             %26oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1\
             %26oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7"
        );
    }

    /// RFC 5849 §1.2: how a token and a photo are asked for.
    #[test]
    fn the_examples_of_the_rfc() {
        let check = |method: &str, url: &str, own: [&str; 2], secret: &str, more: &[(&str, &str)], wanted: &str| {
            let common = [("oauth_consumer_key", "dpf43f3p2l4k3l03"), ("oauth_signature_method", "HMAC-SHA1")];
            let own = [("oauth_timestamp", own[0]), ("oauth_nonce", own[1])];
            let text = base_string(method, url, common.into_iter().chain(own).chain(more.iter().copied()));
            let key = Key::new(SignatureMethod::HmacSha1, "kd94hf93k423kf44", secret).unwrap();
            assert_eq!(key.sign(&text).unwrap(), wanted);
        };
        check(
            "POST",
            "https://photos.example.net/token",
            ["137131201", "walatlh"],
            "hdhd0244k9j7ao03",
            &[("oauth_token", "hh5s93j4hdidpola"), ("oauth_verifier", "hfdp7dh39dks9884")],
            "gKgrFCywp7rO0OXSjdot/IHF7IU=",
        );
        check(
            "GET",
            "http://photos.example.net/photos",
            ["137131202", "chapoH"],
            "pfkkdhi9sl3r4s00",
            &[("oauth_token", "nnch734d00sl2jdk"), ("file", "vacation.jpg"), ("size", "original")],
            "MdpQcU8iPSUjWoN/UDMsK2sui9I=",
        );
    }
}
