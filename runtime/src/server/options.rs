//! Who may ask a server, and how much.

use std::time::Duration;

use super::authority::{Host, Malformed, Origin};
use super::limits::Limits;
use crate::error::{ConfigError, Result};
use crate::metrics::Metrics;
use crate::variables::Variables;

const ALLOWED_HOSTS: &str = "ALLOWED_HOSTS";
const ALLOWED_ORIGINS: &str = "ALLOWED_ORIGINS";
const DOCS: &str = "DOCS";
const MAX_BODY_BYTES: &str = "MAX_BODY_BYTES";
const MAX_RESULT_BYTES: &str = "MAX_RESULT_BYTES";
const PROGRESS_INTERVAL: &str = "PROGRESS_INTERVAL";
const MIB: usize = 1024 * 1024;

/// Who may ask a server, and how much. Loopback names and origins may always ask, on any port.
#[derive(Debug, Clone)]
pub struct ServerOptions {
    pub(super) hosts: Vec<Host>,
    pub(super) origins: Vec<Origin>,
    max_body_bytes: usize,
    max_result_bytes: usize,
    limits: Limits,
    docs: bool,
    progress_interval: Option<Duration>,
    metrics: Metrics,
    /// Whether the server may be asked by any address.
    pub(super) addresses: bool,
}

impl Default for ServerOptions {
    /// Loopback only; 1 MiB for the body of a request, and for what a tool result carries; no documentation.
    fn default() -> Self {
        Self {
            hosts: Vec::new(),
            origins: Vec::new(),
            max_body_bytes: MIB,
            max_result_bytes: MIB,
            limits: Limits::default(),
            docs: false,
            progress_interval: None,
            metrics: Metrics::default(),
            addresses: false,
        }
    }
}

impl ServerOptions {
    /// From `ALLOWED_HOSTS` and `ALLOWED_ORIGINS` (separated by commas), `MAX_BODY_BYTES`, `MAX_RESULT_BYTES`,
    /// `PROGRESS_INTERVAL` and `DOCS` (`true` or `false`);
    /// [`limits`](Self::limits) from `HEADER_TIMEOUT`, `BODY_TIMEOUT`, `WRITE_TIMEOUT`, `IDLE_TIMEOUT`, `DRAIN_TIMEOUT`,
    /// `MAX_HEADER_BYTES`, `MAX_CONNECTIONS`, `MAX_CONNECTIONS_PER_ADDRESS` and `MAX_CONCURRENT_CALLS`.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) names the variable whose value can't be used.
    pub fn from_env() -> Result<Self> {
        Self::from_variables(&Variables::of_process())
    }

    /// The server may be asked as `host`, such as `api.example.com`, or `10.0.0.7:8080` for that port only.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) if `host` is no host name or address.
    pub fn allow_host(mut self, host: &str) -> Result<Self> {
        let host = host.parse().map_err(|Malformed| {
            ConfigError::invalid(ALLOWED_HOSTS, "must name hosts, such as api.example.com or 10.0.0.7:8080")
        })?;
        self.hosts.push(host);
        Ok(self)
    }

    /// Pages of `origin` may ask, such as `https://app.example.com`; the port `*` stands for any.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) if `origin` is no http or https origin.
    pub fn allow_origin(mut self, origin: &str) -> Result<Self> {
        let origin = origin.parse().map_err(|Malformed| {
            ConfigError::invalid(ALLOWED_ORIGINS, "must name origins, such as https://app.example.com")
        })?;
        self.origins.push(origin);
        Ok(self)
    }

    /// Longer request bodies are refused with 413. In bytes.
    pub fn with_max_body_bytes(mut self, bytes: usize) -> Self {
        self.max_body_bytes = bytes;
        self
    }

    /// Longer answers of an upstream become an error that asks a model to narrow its request. In bytes.
    pub fn with_max_result_bytes(mut self, bytes: usize) -> Self {
        self.max_result_bytes = bytes;
        self
    }

    /// How long callers are waited for, and how many are taken: see [`serve_with`](super::serve_with).
    pub fn with_limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// A REST server says what it is: its OpenAPI document under `/openapi.json` and, with the feature `docs`, a page to read and
    /// to try it under `/docs`. Both are for the callers that the server lets in, and give way to routes of theirs.
    pub fn with_docs(mut self, wanted: bool) -> Self {
        self.docs = wanted;
        self
    }

    /// How often a client of tools that asked for progress hears that a call still runs.
    pub fn with_progress_interval(mut self, period: Duration) -> Self {
        self.progress_interval = Some(period);
        self
    }

    /// Where requests, refusals and connections are counted: nowhere unless given.
    pub fn with_metrics(mut self, metrics: Metrics) -> Self {
        self.metrics = metrics;
        self
    }

    /// The server may be asked by any address, as probes do; no page can make a name of its own of one.
    #[cfg(feature = "control")]
    pub(crate) fn allow_addresses(mut self) -> Self {
        self.addresses = true;
        self
    }

    /// The longest request body that is read, in bytes.
    pub fn max_body_bytes(&self) -> usize {
        self.max_body_bytes
    }

    /// The longest answer that a tool result carries, in bytes.
    pub fn max_result_bytes(&self) -> usize {
        self.max_result_bytes
    }

    /// How long callers are waited for, and how many are taken.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Where requests, refusals and connections are counted.
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Whether a REST server says what it is.
    pub fn docs(&self) -> bool {
        self.docs
    }

    /// How often a client of tools hears that a call still runs, where that is said.
    pub fn progress_interval(&self) -> Option<Duration> {
        self.progress_interval
    }

    fn from_variables(variables: &Variables<'_>) -> Result<Self> {
        let mut options = Self::default();
        for host in variables.list(ALLOWED_HOSTS) {
            options = options.allow_host(&host)?;
        }
        for origin in variables.list(ALLOWED_ORIGINS) {
            options = options.allow_origin(&origin)?;
        }
        options.max_body_bytes = variables.bytes(MAX_BODY_BYTES, MIB)?;
        options.max_result_bytes = variables.bytes(MAX_RESULT_BYTES, MIB)?;
        options.limits = Limits::from_variables(variables)?;
        options.docs = variables.flag(DOCS)?.unwrap_or_default();
        if variables.text(PROGRESS_INTERVAL).is_some() {
            options.progress_interval = Some(variables.duration(PROGRESS_INTERVAL, Duration::ZERO)?);
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn variables() {
        let read = |given: &[(&str, &str)]| {
            let given = |name: &str| given.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            ServerOptions::from_variables(&Variables::new(&given))
        };
        let options = read(&[
            (ALLOWED_HOSTS, "api.example.com, 10.0.0.7:8080,"),
            (ALLOWED_ORIGINS, "https://app.example.com"),
            (MAX_BODY_BYTES, "2048"),
            (DOCS, "true"),
            (PROGRESS_INTERVAL, "200ms"),
        ])
        .unwrap();
        assert_eq!((options.hosts.len(), options.origins.len()), (2, 1));
        assert_eq!((options.max_body_bytes(), options.max_result_bytes()), (2048, MIB));
        assert_eq!(options.progress_interval(), Some(Duration::from_millis(200)));
        assert!(options.docs());
        assert!(read(&[]).unwrap().hosts.is_empty() && !read(&[]).unwrap().docs());

        let fails = |name, value, message: &str| {
            assert_eq!(read(&[(name, value)]).unwrap_err().to_string(), message);
        };
        fails(ALLOWED_HOSTS, "*", "ALLOWED_HOSTS must name hosts, such as api.example.com or 10.0.0.7:8080");
        fails(ALLOWED_ORIGINS, "app.test", "ALLOWED_ORIGINS must name origins, such as https://app.example.com");
        fails(DOCS, "yes", "DOCS must be `true` or `false`");
        fails(MAX_BODY_BYTES, "1 MiB", "MAX_BODY_BYTES must be a number of bytes");
    }
}
