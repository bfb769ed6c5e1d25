//! Digest authentication (RFC 7616), without state: a nonce says itself when it was made, and that it was made here.
//!
//! Within the life of a nonce a request that was overheard can be repeated, word for word: no count is kept.

use axum::extract::OriginalUri;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use http::{Request, Uri};
use sha2::Sha256;
use subtle::ConstantTimeEq;
use tokio::time::Instant;

use super::credential::{Secret, authorization, only};
use crate::digest::{Algorithm, Proof, Quality, Scheme};
use crate::error::{ConfigError, Result};

/// How long a nonce is good for, in seconds. Clients that come later are told to take a new one, not to ask their user.
const LIFE: u64 = 300;

/// The algorithms that clients may take, the best one first.
const OFFERED: [(&str, Algorithm); 2] = [("SHA-256", Algorithm::SHA_256), ("MD5", Algorithm::MD5)];

/// The bytes of a nonce: when it was made, and the start of a code that only this server can make of that.
const TIME: usize = 8;
const CODE: usize = 16;

/// The user whom a server lets in, and its nonces.
pub(super) struct Digest {
    username: Secret,
    password: Secret,
    /// Of this process: after a restart, clients take a new nonce.
    key: Hmac<Sha256>,
    start: Instant,
}

/// What a caller presents (section 3.4).
struct Answer {
    algorithm: Algorithm,
    username: String,
    nonce: String,
    uri: String,
    count: String,
    cnonce: String,
    response: String,
}

impl Digest {
    /// Lets in `username` with `password`.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) if the system gives no random numbers.
    pub(super) fn new(username: Secret, password: Secret) -> Result<Self> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).map_err(|_| {
            ConfigError::invalid("digest authentication", "needs random numbers; the system gives none")
        })?;
        let key = Hmac::new_from_slice(&key)
            .map_err(|_| ConfigError::invalid("the key of nonces", "has the wrong length"))?;
        Ok(Self { username, password, key, start: Instant::now() })
    }

    pub(super) fn check<B>(&self, realm: &str, request: &Request<B>) -> Result<(), Vec<String>> {
        let answer = authorization(request.headers()).and_then(Answer::read);
        match answer.filter(|answer| self.is_right(realm, request, answer)) {
            Some(answer) if self.is_fresh(&answer.nonce) => Ok(()),
            right => Err(self.challenges(realm, right.is_some())),
        }
    }

    /// Whether the answer proves that its sender knows the password, and is about this request.
    fn is_right<B>(&self, realm: &str, request: &Request<B>, answer: &Answer) -> bool {
        let proof = Proof {
            algorithm: answer.algorithm,
            username: self.username.expose(),
            realm,
            password: self.password.expose(),
            method: request.method().as_str(),
            uri: &answer.uri,
            nonce: &answer.nonce,
            quality: Some(Quality { count: &answer.count }),
            cnonce: &answer.cnonce,
        };
        let proven = bool::from(answer.response.as_bytes().ct_eq(proof.response().as_bytes()));
        let blank = self.password.expose().is_empty();
        // Below a path of an app, the request has lost the start of what its sender asked for.
        let asked = request.extensions().get().map_or(request.uri(), |OriginalUri(uri)| uri);
        self.username.is(answer.username.as_bytes()) & proven & !blank & is_target(&answer.uri, asked)
    }

    /// One for each algorithm, the best one first (section 3.7).
    fn challenges(&self, realm: &str, stale: bool) -> Vec<String> {
        let nonce = self.nonce(self.start.elapsed().as_secs());
        let stale = if stale { ", stale=true" } else { "" };
        let challenge = |(name, _): (&str, Algorithm)| {
            format!("Digest realm=\"{realm}\", qop=\"auth\", algorithm={name}, nonce=\"{nonce}\", charset=UTF-8{stale}")
        };
        OFFERED.into_iter().map(challenge).collect()
    }

    fn nonce(&self, seconds: u64) -> String {
        let time = seconds.to_be_bytes();
        let code = self.key.clone().chain_update(time).finalize().into_bytes();
        URL_SAFE_NO_PAD.encode([&time[..], &code[..CODE]].concat())
    }

    fn is_fresh(&self, nonce: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(nonce) else { return false };
        let Some((time, code)) = bytes.split_first_chunk::<TIME>() else { return false };
        let ours = code.len() == CODE && self.key.clone().chain_update(time).verify_truncated_left(code).is_ok();
        let age = self.start.elapsed().as_secs().checked_sub(u64::from_be_bytes(*time));
        ours && age.is_some_and(|age| age < LIFE)
    }
}

impl Answer {
    /// `None` for what is malformed, repeats itself, or is not by `qop=auth` and an algorithm that was offered.
    fn read(header: &[u8]) -> Option<Self> {
        let schemes = Scheme::parse(std::str::from_utf8(header).ok()?);
        let [scheme] = schemes.as_slice() else { return None };
        let find = |name: &str| {
            let values = scheme.parameters.iter().filter(|(known, _)| known == name);
            only(values.map(|(_, value)| value.clone()))
        };
        let algorithm = Algorithm::named(scheme.get("algorithm"))?;
        let is_offered = OFFERED.iter().any(|(_, offered)| *offered == algorithm);
        if scheme.name != "digest" || find("qop")? != "auth" || !is_offered {
            return None;
        }
        Some(Self {
            algorithm,
            username: find("username")?,
            nonce: find("nonce")?,
            uri: find("uri")?,
            count: find("nc")?,
            cnonce: find("cnonce")?,
            response: find("response")?,
        })
    }
}

/// Whether `named` is what was asked for: an answer is good for no other resource (section 3.4.6).
fn is_target(named: &str, asked: &Uri) -> bool {
    named.parse::<Uri>().is_ok_and(|named| named.path_and_query() == asked.path_and_query())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_nonce_is_good_for_five_minutes_and_of_one_server() {
        let digest = || Digest::new(Secret::default(), Secret::default()).unwrap();
        let (here, there) = (digest(), digest());
        let nonce = here.nonce(0);
        let mut forged = nonce.clone().into_bytes();
        forged[5] ^= 1;
        assert!(here.is_fresh(&nonce) && !there.is_fresh(&nonce));
        assert!(!here.is_fresh(&here.nonce(1)), "of the future");
        for wrong in [std::str::from_utf8(&forged).unwrap(), &nonce[..20], "", "AAAA", "no base64!"] {
            assert!(!here.is_fresh(wrong), "{wrong}");
        }
        tokio::time::advance(Duration::from_secs(LIFE - 1)).await;
        assert!(here.is_fresh(&nonce));
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(!here.is_fresh(&nonce));
    }

    #[test]
    fn an_answer_is_good_for_one_resource() {
        let check = |named: &str, asked: &str, wanted| {
            assert_eq!(is_target(named, &asked.parse().unwrap()), wanted, "{named} {asked}");
        };
        check("/a?b=c", "/a?b=c", true);
        check("http://localhost/a", "/a", true);
        for other in ["/a", "/a?b=d", "/A?b=c", "", "a b"] {
            check(other, "/a?b=c", false);
        }
    }
}
