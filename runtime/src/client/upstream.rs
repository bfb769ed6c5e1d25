//! A consumed API: where it is, and how it is called.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::Method;
use reqwest::redirect::Policy;
use url::Url;

use super::auth::Auth;
use super::base_url::{base_url, is_loopback};
use super::call::Transport;
use super::options::HttpOptions;
use super::request::Request;
use super::shared::Shared;
use super::tls;
use crate::error::{ConfigError, Error, Result};
use crate::settings::FilledUrl;

/// A consumed API. Cheap to clone.
#[derive(Clone)]
pub struct Upstream(Arc<Shared>);

/// Builds an [`Upstream`].
pub struct UpstreamBuilder {
    namespace: String,
    options: HttpOptions,
    base_url: FilledUrl,
    auth: Vec<Auth>,
}

impl Upstream {
    /// Starts with the API that the document calls `namespace`; [`UpstreamBuilder::build`] makes it callable.
    #[allow(
        clippy::new_ret_no_self,
        reason = "an upstream can't be had in one step, and reads best under its own name"
    )]
    pub fn new(namespace: &str, options: &HttpOptions) -> UpstreamBuilder {
        UpstreamBuilder {
            namespace: namespace.to_owned(),
            options: options.clone(),
            base_url: FilledUrl::default(),
            auth: Vec::new(),
        }
    }

    /// Starts a request for `operation`, which only names it in errors and logs.
    pub fn request(&self, method: Method, operation: &'static str) -> Request {
        Request::new(Arc::clone(&self.0), method, operation)
    }
}

/// Shows the namespace only: neither credentials nor hosts.
impl fmt::Debug for Upstream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Upstream").field(&self.0.transport.namespace).finish()
    }
}

/// Shows no base URL: a key may be part of it.
impl fmt::Debug for UpstreamBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UpstreamBuilder")
            .field("namespace", &self.namespace)
            .field("auth", &self.auth)
            .finish_non_exhaustive()
    }
}

impl UpstreamBuilder {
    /// Where the API is: `http` or `https`, a host, and the path that all operations share.
    pub fn base_url(mut self, url: impl Into<FilledUrl>) -> Self {
        self.base_url = url.into();
        self
    }

    /// A credential that goes out with every request, beside those given before.
    pub fn auth(mut self, auth: Auth) -> Self {
        self.auth.push(auth);
        self
    }

    /// # Errors
    /// [`Error::Config`] if the base URL, the credential or the HTTP client can't be used.
    pub fn build(self) -> Result<Upstream> {
        let invalid = |reason| self.base_url.invalid(&format!("the base URL of {}", self.namespace), reason);
        let url = base_url(self.base_url.text()).map_err(invalid)?;
        let client = match self.options.client {
            Some(client) => refuse_redirects(client)?,
            None => own_client(&url, self.auth.iter().any(Auth::needs_tls), self.options.connect_timeout)?,
        };
        let credentials = self.auth.into_iter().map(Auth::into_credential).collect::<Result<_, _>>()?;
        let transport = Transport {
            namespace: self.namespace,
            client,
            timeout: self.options.timeout,
            max_response_bytes: self.options.max_response_bytes,
            base_path: url.path().to_owned(),
        };
        let base = url.as_str().trim_end_matches('/').to_owned();
        Ok(Upstream(Arc::new(Shared { base, transport, credentials })))
    }
}

/// A key in a header of its own would travel to wherever a redirect points. reqwest can't be asked for the policy of a
/// client, but its `Debug` shows one that isn't the default; without that proof the client is refused.
fn refuse_redirects(client: reqwest::Client) -> Result<reqwest::Client> {
    if format!("{client:?}").contains(r#"redirect_policy: "Policy(None)""#) {
        return Ok(client);
    }
    Err(ConfigError::invalid("the HTTP client", "must not follow redirects: build it with redirect::Policy::none()")
        .into())
}

fn own_client(url: &Url, needs_tls: bool, connect_timeout: Duration) -> Result<reqwest::Client> {
    let trust = match url.scheme() {
        "http" if needs_tls => tls::system_trust(),
        "http" if is_loopback(url) => tls::no_trust(),
        // Where it may be redirected to https.
        "http" => tls::system_trust().or_else(|_| tls::no_trust()),
        _ => tls::system_trust(),
    };
    let trust = trust.map_err(|error| ConfigError::invalid("TLS", format!("can't be set up: {error}")))?;
    let mut builder = reqwest::Client::builder()
        .redirect(Policy::none())
        .connect_timeout(connect_timeout)
        .user_agent(concat!("capwright/", env!("CARGO_PKG_VERSION")))
        .tls_backend_preconfigured(trust);
    if is_loopback(url) {
        builder = builder.no_proxy(); // no proxy can reach this machine's own ports
    }
    builder.build().map_err(|error| Error::from(ConfigError::invalid("the HTTP client", error.to_string())))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn a_base_url_that_is_none_is_a_mistake_of_the_settings() {
        let build = |url: &str| Upstream::new("conns", &HttpOptions::default()).base_url(url).build();
        let error = build("tanium.example").unwrap_err();
        assert!(matches!(error, Error::Config(_)));
        assert_eq!(error.to_string(), "the base URL of conns is not a URL");
        assert_eq!(build("http://tanium.example/api//").unwrap().0.base, "http://tanium.example/api");
    }

    #[test]
    fn a_client_that_may_follow_redirects_is_refused() {
        let build = |policy: Option<Policy>| {
            let mut builder = reqwest::Client::builder().tls_backend_preconfigured(tls::no_trust().unwrap());
            if let Some(policy) = policy {
                builder = builder.redirect(policy);
            }
            let options = HttpOptions::default().client(builder.build().unwrap());
            Upstream::new("conns", &options).base_url("http://localhost").build()
        };
        assert!(build(Some(Policy::none())).is_ok());
        for policy in [None, Some(Policy::limited(1)), Some(Policy::custom(|attempt| attempt.stop()))] {
            let error = build(policy).unwrap_err();
            assert!(error.to_string().starts_with("the HTTP client must not follow redirects"), "{error}");
        }
    }

    #[test]
    fn debug_shows_neither_secret_nor_host() {
        let headers = [("session".parse().unwrap(), "s3cret".parse().unwrap())].into_iter().collect();
        let client = reqwest::Client::builder().redirect(Policy::none()).default_headers(headers);
        let client = client.tls_backend_preconfigured(tls::no_trust().unwrap()).build().unwrap();
        let upstream = Upstream::new("conns", &HttpOptions::default().client(client))
            .base_url("https://tanium.example/s3cret")
            .auth(Auth::header("session", "s3cret"));
        assert!(!format!("{upstream:?}").contains("s3cret"));
        assert_eq!(format!("{:?}", upstream.build().unwrap()), "Upstream(\"conns\")");
    }
}
