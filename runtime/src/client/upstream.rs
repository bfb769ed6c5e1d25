//! A consumed API: where it is, and how it is called.

use std::fmt;
use std::sync::Arc;

use http::Method;
use rustls::ClientConfig;
use url::Url;

use super::auth::Auth;
use super::base_url::{base_url, is_loopback};
use super::call::Transport;
use super::options::HttpOptions;
use super::request::Request;
use super::shared::Shared;
use super::tls;
use super::transport::{Connections, Reach};
use crate::error::{ConfigError, Result};
use crate::metrics::Calls;
use crate::settings::FilledUrl;
use crate::variables::Variables;

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
    /// [`Error::Config`](crate::Error::Config) if the base URL, the credential, TLS or a proxy that the environment names can't be used.
    pub fn build(self) -> Result<Upstream> {
        let invalid = |reason| self.base_url.invalid(&format!("the base URL of {}", self.namespace), reason);
        let url = base_url(self.base_url.text()).map_err(invalid)?;
        let tls = tls(&url, self.auth.iter().any(Auth::needs_tls), &self.options)?;
        let credentials = self.auth.into_iter().map(Auth::into_credential).collect::<Result<_, _>>()?;
        let calls = Calls::of(&self.namespace, self.options.metrics.clone());
        let proxies = self.options.proxies.matcher(&Variables::of_process())?;
        let transport = Transport {
            namespace: self.namespace.into(),
            connections: Connections::new(&self.options.policy(), Reach { tls, proxies }),
            timeout: self.options.timeout,
            max_response_bytes: self.options.max_response_bytes,
            base_path: url.path().to_owned(),
        };
        let base = url.as_str().trim_end_matches('/').to_owned();
        Ok(Upstream(Arc::new(Shared { base, transport, credentials, calls })))
    }
}

fn tls(url: &Url, needs_tls: bool, options: &HttpOptions) -> Result<ClientConfig> {
    let trust = match url.scheme() {
        "http" if needs_tls => options.trust.with_system(),
        "http" if is_loopback(url) => tls::no_trust(),
        // Where it may be redirected to https.
        "http" => options.trust.with_system().or_else(|_| tls::no_trust()),
        _ => options.trust.with_system(),
    };
    trust.map_err(|error| ConfigError::invalid("TLS", format!("can't be set up: {error}")).into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::error::Error;

    #[test]
    fn a_base_url_that_is_none_is_a_mistake_of_the_settings() {
        let build = |url: &str| Upstream::new("conns", &HttpOptions::default()).base_url(url).build();
        let error = build("tanium.example").unwrap_err();
        assert!(matches!(error, Error::Config(_)));
        assert_eq!(error.to_string(), "the base URL of conns is not a URL");
        assert_eq!(build("http://tanium.example/api//").unwrap().0.base, "http://tanium.example/api");
    }

    #[test]
    fn debug_shows_neither_secret_nor_host() {
        let upstream = Upstream::new("conns", &HttpOptions::default())
            .base_url("https://tanium.example/s3cret")
            .auth(Auth::header("session", "s3cret"));
        assert!(!format!("{upstream:?}").contains("s3cret"));
        assert_eq!(format!("{:?}", upstream.build().unwrap()), "Upstream(\"conns\")");
    }
}
