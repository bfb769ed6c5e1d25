//! Time and size limits of calls.

use std::fmt;
use std::time::Duration;

/// How upstreams are called.
#[derive(Clone)]
pub struct HttpOptions {
    pub(super) client: Option<reqwest::Client>,
    pub(super) connect_timeout: Duration,
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: usize,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            client: None,
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(30),
            max_response_bytes: 16 * 1024 * 1024,
        }
    }
}

impl HttpOptions {
    /// The HTTP client to use, with its own connect timeout, proxies and trust.
    ///
    /// It must not follow redirects, since it would take secrets along: build it with `.redirect(reqwest::redirect::Policy::none())`.
    pub fn client(mut self, client: reqwest::Client) -> Self {
        self.client = Some(client);
        self
    }

    /// Longest time that a connection may take; 10 seconds unless given.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
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
}

/// Leaves out the client, whose own form shows the headers that it always sends.
impl fmt::Debug for HttpOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpOptions")
            .field("client_given", &self.client.is_some())
            .field("connect_timeout", &self.connect_timeout)
            .field("timeout", &self.timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish()
    }
}
