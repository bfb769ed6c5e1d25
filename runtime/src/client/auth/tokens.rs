//! Access tokens: fetched by client credentials (RFC 6749 §4.4) from where RFC 8414 says, kept until they end.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use tokio::sync::Mutex;
use url::Url;

use super::oauth2::{OAuth2, Source};
use super::signer::{Refused, Signer, authorization};
use crate::client::base_url::{self, is_loopback};
use crate::client::call::Call;
use crate::client::encode::{push_pair, push_value, sensitive};
use crate::client::transport::Outgoing;
use crate::content_type::FORM;
use crate::error::{ConfigError, Error, Result};
use crate::format::without_mark;

/// How long before its end a token is replaced: longer than a request is on its way.
const MARGIN: Duration = Duration::from_secs(30);
/// How long a token lasts whose server does not say.
const UNKNOWN_LIFE: Duration = Duration::from_secs(300);
/// Longer than any life that is believed.
const LONGEST_LIFE: Duration = Duration::from_secs(24 * 3600);

/// The tokens of an upstream: one at a time, kept until shortly before it ends.
pub(super) struct Tokens {
    client: OAuth2,
    /// That of the settings.
    url: Url,
    state: Mutex<State>,
}

/// Locked while a token is fetched: all calls wait for the same one.
#[derive(Default)]
struct State {
    endpoint: Option<Url>,
    token: Option<Token>,
    /// Whether the server wants the client's secret in the form (RFC 6749 §2.3.1).
    secret_in_form: bool,
}

struct Token {
    header: HeaderValue,
    until: Instant,
}

/// What a token endpoint answers (RFC 6749 §5.1).
#[derive(Deserialize)]
struct Answer {
    access_token: String,
    token_type: String,
    expires_in: Option<f64>,
}

/// How it refuses (§5.2).
#[derive(Deserialize)]
struct Refusal {
    error: String,
}

/// What a server publishes about itself.
#[derive(Deserialize)]
struct Metadata {
    issuer: String,
    token_endpoint: String,
}

impl Tokens {
    pub(super) fn new(client: OAuth2) -> Result<Self, ConfigError> {
        let given = client.url();
        let url = endpoint(given.text()).map_err(|reason| given.invalid("the address for tokens", reason))?;
        Ok(Self { client, url, state: Mutex::default() })
    }

    async fn authorization(&self, call: &Call<'_>, refused: Option<Refused<'_>>) -> Result<Option<HeaderValue>> {
        let mut state = self.state.lock().await;
        // The token that was refused is dropped; one that another call got meanwhile is not.
        let is_refused = |token: &Token| refused.is_some_and(|refused| refused.sent == Some(&token.header));
        state.token = state.token.take().filter(|token| token.until > Instant::now() && !is_refused(token));
        if state.token.is_none() {
            state.token = Some(self.fetch(call, &mut state).await?);
        }
        Ok(state.token.as_ref().map(|token| token.header.clone()))
    }

    async fn fetch(&self, call: &Call<'_>, state: &mut State) -> Result<Token> {
        let endpoint = match &state.endpoint {
            Some(known) => known.clone(),
            None => self.endpoint(call).await?,
        };
        state.endpoint = Some(endpoint.clone());
        let (mut status, mut body) = self.ask(call, &endpoint, state.secret_in_form).await?;
        let wants_other = |status: StatusCode, body: &[u8]| {
            status == StatusCode::UNAUTHORIZED || error_code(body).is_some_and(|code| code == "invalid_client")
        };
        if !state.secret_in_form && wants_other(status, &body) {
            (status, body) = self.ask(call, &endpoint, true).await?;
            state.secret_in_form = status.is_success();
        }
        if !status.is_success() {
            let code = error_code(&body).map(|code| format!(" ({code})")).unwrap_or_default();
            return Err(no_token(call, format!("the authorization server answered {status}{code}")));
        }
        let answer: Answer = serde_json::from_slice(without_mark(&body))
            .map_err(|_| no_token(call, "what the authorization server answered is none"))?;
        answer.token().map_err(|reason| no_token(call, reason))
    }

    async fn ask(&self, call: &Call<'_>, endpoint: &Url, secret_in_form: bool) -> Result<(StatusCode, Bytes)> {
        let (id, secret) = (self.client.id.expose_secret(), self.client.secret.expose_secret());
        let mut form = "grant_type=client_credentials".to_owned();
        for (name, value) in &self.client.parameters {
            push_pair(&mut form, name, value);
        }
        if secret_in_form {
            push_pair(&mut form, "client_id", id);
            push_pair(&mut form, "client_secret", secret);
        }
        let headers = || {
            let mut headers = accepting_json();
            headers.insert(CONTENT_TYPE, HeaderValue::from_static(FORM));
            if !secret_in_form {
                headers.insert(AUTHORIZATION, basic(id, secret));
            }
            headers
        };
        let body = Some(&Bytes::from(form));
        call.aside(&Outgoing { method: &Method::POST, url: endpoint, headers: &headers, body }).await
    }

    /// The token endpoint, which the authorization server may have to be asked for.
    async fn endpoint(&self, call: &Call<'_>) -> Result<Url> {
        let Source::Issuer(issuer) = &self.client.source else { return Ok(self.url.clone()) };
        for place in well_known(&self.url) {
            let Some(metadata) = published::<Metadata>(call, place).await? else { continue };
            if metadata.issuer.trim_end_matches('/') != issuer.text().trim_end_matches('/') {
                return Err(no_token(call, "the authorization server says that it is another one")); // RFC 8414 §3.3
            }
            let url = endpoint(&metadata.token_endpoint).ok().filter(|url| url.scheme() == self.url.scheme());
            return url.ok_or_else(|| no_token(call, "the authorization server has no usable token endpoint"));
        }
        Err(no_token(call, "the authorization server does not say where its token endpoint is"))
    }
}

impl Signer for Tokens {
    fn sign<'a>(
        &'a self,
        call: &'a Call<'_>,
        refused: Option<Refused<'a>>,
    ) -> BoxFuture<'a, Result<Option<HeaderMap>>> {
        async move { Ok(self.authorization(call, refused).await?.map(authorization)) }.boxed()
    }
}

impl Answer {
    fn token(self) -> Result<Token, &'static str> {
        if !self.token_type.eq_ignore_ascii_case("bearer") {
            return Err("the authorization server issues tokens of another type than bearer");
        }
        let header = sensitive(&format!("Bearer {}", self.access_token))
            .map_err(|_| "the token holds a character that no header can carry")?;
        let life = match self.expires_in {
            Some(seconds) => Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(LONGEST_LIFE).min(LONGEST_LIFE),
            None => UNKNOWN_LIFE,
        };
        // Of a token that is shorter than the margin, half its life is left.
        Ok(Token { header, until: Instant::now() + life.saturating_sub(MARGIN).max(life / 2) })
    }
}

/// A secret must not travel in the clear, except within this machine (RFC 6749 §2.3.1).
fn endpoint(text: &str) -> Result<Url, &'static str> {
    let url = base_url::url(text)?;
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err("must start with https://"),
    }
}

/// RFC 8414 §3.1 puts its path before that of the issuer, OpenID Connect after it.
fn well_known(issuer: &Url) -> [Url; 2] {
    let path = issuer.path().trim_end_matches('/');
    let at = |path: String| {
        let mut url = issuer.clone();
        url.set_path(&path);
        url
    };
    [
        at(format!("/.well-known/oauth-authorization-server{path}")),
        at(format!("{path}/.well-known/openid-configuration")),
    ]
}

async fn published<T: DeserializeOwned>(call: &Call<'_>, url: Url) -> Result<Option<T>> {
    let request = Outgoing { method: &Method::GET, url: &url, headers: &accepting_json, body: None };
    let (status, body) = call.aside(&request).await?;
    Ok(Some(body).filter(|_| status.is_success()).and_then(|body| serde_json::from_slice(without_mark(&body)).ok()))
}

fn accepting_json() -> HeaderMap {
    HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static("application/json"))])
}

/// RFC 6749 §2.3.1 encodes both as in a form, so that a colon can stand in either.
fn basic(id: &str, secret: &str) -> HeaderValue {
    let mut pair = String::new();
    push_value(&mut pair, id);
    pair.push(':');
    push_value(&mut pair, secret);
    sensitive(&format!("Basic {}", STANDARD.encode(pair))).unwrap_or(HeaderValue::from_static("Basic"))
}

/// The code of a refusal; servers may put anything there, so only what RFC 6749 allows is repeated.
fn error_code(body: &[u8]) -> Option<String> {
    let code = serde_json::from_slice::<Refusal>(without_mark(body)).ok()?.error;
    let is_code = !code.is_empty() && code.len() <= 40 && code.bytes().all(|c| c.is_ascii_lowercase() || c == b'_');
    is_code.then_some(code)
}

fn no_token(call: &Call<'_>, reason: impl Into<String>) -> Error {
    Error::Token { upstream: call.transport.namespace.to_string(), reason: reason.into() }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn secrets_travel_over_tls_only() {
        let check = |url: &str, wanted: Result<(), &str>| assert_eq!(endpoint(url).map(|_| ()), wanted, "{url}");
        check("https://auth.example/token", Ok(()));
        check("http://127.0.0.1:8080/token", Ok(()));
        check("http://auth.example/token", Err("must start with https://"));
        check("auth.example", Err("is not a URL"));
    }

    #[test]
    fn metadata_stands_in_one_of_two_places() {
        let places = well_known(&Url::parse("https://auth.example/tenant/").unwrap()).map(String::from);
        assert_eq!(
            places,
            [
                "https://auth.example/.well-known/oauth-authorization-server/tenant",
                "https://auth.example/tenant/.well-known/openid-configuration"
            ]
        );
    }

    #[test]
    fn tokens_end_before_their_time() {
        let left = |expires_in| {
            let answer = Answer { access_token: "t".into(), token_type: "bearer".into(), expires_in };
            answer.token().unwrap().until.duration_since(Instant::now()).as_secs_f64().round()
        };
        assert_eq!(left(Some(3600.0)), 3570.0);
        assert_eq!(left(Some(40.0)), 20.0);
        assert_eq!(left(Some(-1.0)), 0.0);
        assert_eq!(left(None), 270.0);
        assert_eq!(left(Some(f64::MAX)), 24.0 * 3600.0 - 30.0);
    }

    #[test]
    fn only_known_codes_are_repeated() {
        assert_eq!(error_code(br#"{"error":"invalid_scope"}"#).unwrap(), "invalid_scope");
        assert_eq!(error_code(br#"{"error":"secret: s3cret"}"#), None);
        assert_eq!(error_code(b"<html>"), None);
        assert_eq!(basic("a:b", "c d").to_str().unwrap(), format!("Basic {}", STANDARD.encode("a%3Ab:c%20d")));
    }
}
