//! The client's side of HTTP Digest (RFC 7616).

use std::sync::Mutex;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::signer::{Refused, Signer, authorization};
use crate::client::call::Call;
use crate::client::encode::{push_value, sensitive};
use crate::digest::{Algorithm, Proof, Quality, Scheme, quoted};
use crate::error::{ConfigError, Result};

/// Proves a username and password. The first request asks for a challenge, those after it use the last one.
pub(super) struct Digest {
    username: SecretString,
    password: SecretString,
    session: Mutex<Option<Session>>,
}

/// A challenge, and how often it was answered.
#[derive(Debug, Clone)]
struct Session {
    challenge: Challenge,
    cnonce: String,
    count: u32,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Challenge {
    algorithm: Algorithm,
    /// As written, to be repeated; MD5 goes without saying.
    algorithm_name: Option<String>,
    realm: String,
    nonce: String,
    opaque: Option<String>,
    with_quality: bool,
    hides_user: bool,
    stale: bool,
}

impl Digest {
    pub(super) fn new(username: SecretString, password: SecretString) -> Self {
        Self { username, password, session: Mutex::new(None) }
    }

    fn authorization(&self, call: &Call<'_>, refused: Option<Refused<'_>>) -> Result<Option<HeaderValue>> {
        if let Some(refused) = refused
            && !self.take_up(refused)?
        {
            return Ok(None);
        }
        let Some(session) = self.next() else { return Ok(None) };
        let text = self.credentials(&session, call.method.as_str(), call.target());
        let value = sensitive(&text)
            .map_err(|_| ConfigError::invalid("the user name", "holds a character that no header can carry"))?;
        Ok(Some(value))
    }

    /// Starts a session with the challenge of a refusal. A second refusal of the same credentials is final.
    fn take_up(&self, refused: Refused<'_>) -> Result<bool> {
        let Some(challenge) = Challenge::strongest(refused.headers) else { return Ok(false) };
        if refused.sent.is_some() && !challenge.stale && self.answered(&challenge.nonce, refused.sent) {
            return Ok(false);
        }
        let session = Session { challenge, cnonce: nonce()?, count: 0 };
        *self.lock() = Some(session);
        Ok(true)
    }

    /// Whether the credentials sent answer that very nonce: then it is they that are wrong.
    fn answered(&self, nonce: &str, sent: Option<&HeaderValue>) -> bool {
        let sent = sent.and_then(|sent| sent.to_str().ok()).unwrap_or_default();
        Scheme::parse(sent).iter().any(|scheme| scheme.get("nonce") == Some(nonce))
    }

    /// The session, counted up.
    fn next(&self) -> Option<Session> {
        let mut session = self.lock();
        let session = session.as_mut()?;
        session.count += 1;
        Some(session.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<Session>> {
        self.session.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn credentials(&self, session: &Session, method: &str, uri: &str) -> String {
        let Session { challenge, cnonce, count } = session;
        let (username, count) = (self.username.expose_secret(), format!("{count:08x}"));
        let proof = Proof {
            algorithm: challenge.algorithm,
            username,
            realm: &challenge.realm,
            password: self.password.expose_secret(),
            nonce: &challenge.nonce,
            method,
            uri,
            quality: challenge.with_quality.then_some(Quality { count: &count }),
            cnonce,
        };
        let mut text = format!(
            "Digest {}, realm={}, nonce={}, uri={}, response=\"{}\"",
            challenge.user(username),
            quoted(&challenge.realm),
            quoted(&challenge.nonce),
            quoted(uri),
            proof.response()
        );
        if let Some(name) = &challenge.algorithm_name {
            text.push_str(&format!(", algorithm={name}"));
        }
        if challenge.with_quality {
            text.push_str(&format!(", qop=auth, nc={count}, cnonce={}", quoted(cnonce)));
        }
        if let Some(opaque) = &challenge.opaque {
            text.push_str(&format!(", opaque={}", quoted(opaque)));
        }
        text
    }
}

impl Signer for Digest {
    fn sign<'a>(
        &'a self,
        call: &'a Call<'_>,
        refused: Option<Refused<'a>>,
    ) -> BoxFuture<'a, Result<Option<HeaderMap>>> {
        ready(self.authorization(call, refused).map(|value| value.map(authorization))).boxed()
    }
}

impl Challenge {
    /// Of several challenges, the one with the strongest hash that we know.
    fn strongest(headers: &HeaderMap) -> Option<Self> {
        let values = headers.get_all(WWW_AUTHENTICATE).into_iter().filter_map(|value| value.to_str().ok());
        values
            .flat_map(Scheme::parse)
            .filter_map(|scheme| Self::read(&scheme))
            .max_by_key(|challenge| challenge.algorithm)
    }

    fn read(scheme: &Scheme) -> Option<Self> {
        if scheme.name != "digest" {
            return None;
        }
        let algorithm = Algorithm::named(scheme.get("algorithm"))?;
        let is = |name: &str| scheme.get(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let with_quality = match scheme.get("qop") {
            None => false,
            Some(offered) if offered.split(',').any(|quality| quality.trim().eq_ignore_ascii_case("auth")) => true,
            Some(_) => return None, // `auth-int` alone
        };
        Some(Self {
            algorithm,
            algorithm_name: scheme.get("algorithm").map(str::to_owned),
            realm: scheme.get("realm")?.to_owned(),
            nonce: scheme.get("nonce")?.to_owned(),
            opaque: scheme.get("opaque").map(str::to_owned),
            with_quality,
            hides_user: is("userhash"),
            stale: is("stale"),
        })
    }

    /// The user as §3.4 and §3.4.4 write it.
    fn user(&self, username: &str) -> String {
        if self.hides_user {
            return format!("username=\"{}\", userhash=true", self.algorithm.hash(&[username, &self.realm]));
        }
        if username.is_ascii() {
            return format!("username={}", quoted(username));
        }
        let mut text = "username*=UTF-8''".to_owned();
        push_value(&mut text, username);
        text
    }
}

/// 128 bits that nobody can foresee.
fn nonce() -> Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| {
        ConfigError::invalid("the random numbers of this machine", format!("can't be had: {error}"))
    })?;
    Ok(format!("{:032x}", u128::from_ne_bytes(bytes)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn challenge(headers: &[&str]) -> Option<Challenge> {
        let headers = headers.iter().map(|value| (WWW_AUTHENTICATE, HeaderValue::from_str(value).unwrap()));
        Challenge::strongest(&headers.collect())
    }

    /// RFC 7616 §3.9.1.
    #[test]
    fn the_strongest_challenge_is_answered() {
        let common = r#"realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#;
        let offered = [format!("Digest algorithm=MD5, {common}"), format!("Digest algorithm=SHA-256, {common}")];
        let challenge = challenge(&[&offered[1], &offered[0]]).unwrap();
        let cnonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ".to_owned();
        let digest = Digest::new("Mufasa".into(), "Circle of Life".into());
        assert_eq!(
            digest.credentials(&Session { challenge, cnonce, count: 1 }, "GET", "/dir/index.html"),
            "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", \
             nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", uri=\"/dir/index.html\", \
             response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\", \
             algorithm=SHA-256, qop=auth, nc=00000001, cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", \
             opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\""
        );
    }

    #[test]
    fn users_may_be_hidden_or_foreign() {
        let plain = challenge(&["Digest realm=\"r\", nonce=\"n\""]).unwrap();
        assert_eq!(plain.user("a\"b"), r#"username="a\"b""#);
        assert_eq!(plain.user("Jäsøn Doe"), "username*=UTF-8''J%C3%A4s%C3%B8n%20Doe");
        let hiding =
            challenge(&["Digest realm=\"api@example.org\", nonce=\"n\", algorithm=MD5, userhash=true"]).unwrap();
        let hash = hiding.algorithm.hash(&["Jäsøn Doe", "api@example.org"]);
        assert_eq!(hiding.user("Jäsøn Doe"), format!("username=\"{hash}\", userhash=true"));
    }

    #[test]
    fn what_cannot_be_answered_is_no_challenge() {
        for header in [
            "Basic realm=\"r\"",
            "Digest realm=\"r\"",
            "Digest realm=\"r\", nonce=\"n\", algorithm=token",
            "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
        ] {
            assert_eq!(challenge(&[header]), None, "{header}");
        }
    }
}
