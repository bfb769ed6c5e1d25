//! Time and size limits of calls, and how upstreams are reached.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use super::tls::{self, Identity, Trust};
use super::transport::{Policy, Proxies};
use crate::error::{ConfigError, Result};
use crate::metrics::Metrics;

const MIB: usize = 1024 * 1024;

/// How upstreams are called.
#[derive(Clone)]
pub struct HttpOptions {
    pub(super) connect_timeout: Duration,
    pub(super) first_byte_timeout: Duration,
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: usize,
    pub(super) max_idle_connections: usize,
    pub(super) idle_timeout: Duration,
    pub(super) trust: Trust,
    pub(super) proxies: Proxies,
    pub(super) metrics: Metrics,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            first_byte_timeout: Duration::from_secs(30),
            timeout: Duration::from_secs(30),
            max_response_bytes: 16 * MIB,
            max_idle_connections: 256,
            idle_timeout: Duration::from_secs(30),
            trust: Trust::default(),
            proxies: Proxies::OfEnvironment,
            metrics: Metrics::default(),
        }
    }
}

impl HttpOptions {
    /// Longest time that a connection may take, from the look-up of its name to the end of the TLS handshake; 10 seconds unless
    /// given.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Longest time until an upstream begins to answer a request that was sent; 30 seconds unless given.
    pub fn first_byte_timeout(mut self, timeout: Duration) -> Self {
        self.first_byte_timeout = timeout;
        self
    }

    /// Longest time that a call may take, from connecting to the last byte; 30 seconds unless given.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Longest body that is accepted as an answer, in bytes; 16 MiB unless given.
    pub fn max_response_bytes(mut self, limit: usize) -> Self {
        self.max_response_bytes = limit;
        self
    }

    /// How many connections to an upstream are kept for later requests, for each thread; 256 unless given, 0 keeps none.
    pub fn max_idle_connections(mut self, most: usize) -> Self {
        self.max_idle_connections = most;
        self
    }

    /// How long a connection is kept that nothing uses, at least a second; 30 seconds unless given.
    pub fn idle_timeout(mut self, timeout: Duration) -> Self {
        self.idle_timeout = timeout;
        self
    }

    /// Trusts the certificates in `pem` as well, beside what the operating system trusts.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) if there is none in it.
    pub fn trust(mut self, pem: &[u8]) -> Result<Self> {
        let certificates =
            tls::certificates(pem).map_err(|reason| ConfigError::invalid("what is to be trusted", reason))?;
        self.trust.extra.extend(certificates);
        Ok(self)
    }

    /// Says who is calling where an upstream asks for a certificate: that one, with those that lead to its issuer, and its
    /// private key, both in PEM.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) if there is none of either.
    pub fn client_certificate(mut self, chain: &[u8], key: &[u8]) -> Result<Self> {
        let identity = Identity::read(chain, key);
        let identity = identity.map_err(|reason| ConfigError::invalid("the certificate of the client", reason))?;
        self.trust.identity = Some(Arc::new(identity));
        Ok(self)
    }

    /// Goes through no proxy, whatever `HTTPS_PROXY`, `HTTP_PROXY` and `ALL_PROXY` say.
    pub fn no_proxy(mut self) -> Self {
        self.proxies = Proxies::Off;
        self
    }

    /// Where calls are counted: nowhere unless given.
    pub fn metrics(mut self, metrics: Metrics) -> Self {
        self.metrics = metrics;
        self
    }

    pub(super) fn policy(&self) -> Policy {
        Policy {
            connect: self.connect_timeout,
            first_byte: self.first_byte_timeout,
            most_idle: self.max_idle_connections,
            idle: self.idle_timeout.max(Duration::from_secs(1)),
        }
    }
}

/// Leaves out certificates and keys.
impl fmt::Debug for HttpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpOptions")
            .field("connect_timeout", &self.connect_timeout)
            .field("first_byte_timeout", &self.first_byte_timeout)
            .field("timeout", &self.timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .field("max_idle_connections", &self.max_idle_connections)
            .field("idle_timeout", &self.idle_timeout)
            .field("trusted_beside_the_system", &self.trust.extra.len())
            .field("has_client_certificate", &self.trust.identity.is_some())
            .field("proxies", &self.proxies)
            .finish()
    }
}
