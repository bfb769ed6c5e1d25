//! How long a server waits for its callers, and how many it takes.

use std::time::Duration;

use crate::error::Result;
use crate::variables::Variables;

/// How long a server that was told to stop waits for the requests in flight, unless it is told otherwise.
pub const DRAIN: Duration = Duration::from_secs(10);

const HEADER_TIMEOUT: &str = "HEADER_TIMEOUT";
const BODY_TIMEOUT: &str = "BODY_TIMEOUT";
const WRITE_TIMEOUT: &str = "WRITE_TIMEOUT";
const IDLE_TIMEOUT: &str = "IDLE_TIMEOUT";
const DRAIN_TIMEOUT: &str = "DRAIN_TIMEOUT";
const MAX_HEADER_BYTES: &str = "MAX_HEADER_BYTES";
const MAX_CONNECTIONS: &str = "MAX_CONNECTIONS";
const MAX_CONNECTIONS_PER_ADDRESS: &str = "MAX_CONNECTIONS_PER_ADDRESS";
const MAX_CONCURRENT_CALLS: &str = "MAX_CONCURRENT_CALLS";

/// How long a server waits for its callers, and how many it takes. 0 stands for no limit, except where something else is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    pub(super) header: Duration,
    pub(super) body: Duration,
    pub(super) write: Duration,
    pub(super) idle: Duration,
    pub(super) drain: Duration,
    pub(super) header_bytes: usize,
    pub(super) connections: usize,
    pub(super) connections_per_address: usize,
    pub(super) calls: usize,
}

impl Default for Limits {
    /// 10 s for a head, 30 s without progress of a body or an answer, 75 s between requests, [`DRAIN`] to stop; heads of 64 KiB;
    /// 1,024 connections, however many of them from one address, and however many calls at once.
    fn default() -> Self {
        Self {
            header: Duration::from_secs(10),
            body: Duration::from_secs(30),
            write: Duration::from_secs(30),
            idle: Duration::from_secs(75),
            drain: DRAIN,
            header_bytes: 64 * 1024,
            connections: 1024,
            connections_per_address: 0,
            calls: 0,
        }
    }
}

impl Limits {
    /// From the first byte of a request to the end of its header; the connection is closed after it.
    pub fn with_header_timeout(self, header: Duration) -> Self {
        Self { header, ..self }
    }

    /// For how long nothing of a body may arrive that is waited for; 408 after it.
    pub fn with_body_timeout(self, body: Duration) -> Self {
        Self { body, ..self }
    }

    /// For how long a caller may take nothing of an answer; the connection is closed after it.
    pub fn with_write_timeout(self, write: Duration) -> Self {
        Self { write, ..self }
    }

    /// For how long a connection may carry nothing; it is closed after it.
    pub fn with_idle_timeout(self, idle: Duration) -> Self {
        Self { idle, ..self }
    }

    /// How long a server that was told to stop waits for the requests in flight; with 0 it waits for none.
    pub fn with_drain_timeout(self, drain: Duration) -> Self {
        Self { drain, ..self }
    }

    /// Longer heads of requests are refused with 431, and so are more than 100 headers, whatever this is. In bytes.
    pub fn with_max_header_bytes(self, header_bytes: usize) -> Self {
        Self { header_bytes, ..self }
    }

    /// How many connections are open at once. For one more, that is closed which never carried a request, or has been idle for the
    /// longest; where none has been so for half a second, it waits.
    pub fn with_max_connections(self, connections: usize) -> Self {
        Self { connections, ..self }
    }

    /// How many connections are open at once to one address; more are closed at once. Not for servers behind a proxy: all
    /// connections come from its address.
    pub fn with_max_connections_per_address(self, connections_per_address: usize) -> Self {
        Self { connections_per_address, ..self }
    }

    /// How many calls a server answers at once, from the head of a request to the end of its answer; 503 with `Retry-After` for
    /// more. Routes of an app beside those of the crate don't count, so checks of its health are answered.
    pub fn with_max_concurrent_calls(self, calls: usize) -> Self {
        Self { calls, ..self }
    }

    pub(super) fn from_variables(variables: &Variables<'_>) -> Result<Self> {
        let default = Self::default();
        Ok(Self {
            header: variables.duration(HEADER_TIMEOUT, default.header)?,
            body: variables.duration(BODY_TIMEOUT, default.body)?,
            write: variables.duration(WRITE_TIMEOUT, default.write)?,
            idle: variables.duration(IDLE_TIMEOUT, default.idle)?,
            drain: variables.duration(DRAIN_TIMEOUT, default.drain)?,
            header_bytes: variables.bytes(MAX_HEADER_BYTES, default.header_bytes)?,
            connections: variables.count(MAX_CONNECTIONS, default.connections)?,
            connections_per_address: variables.count(MAX_CONNECTIONS_PER_ADDRESS, default.connections_per_address)?,
            calls: variables.count(MAX_CONCURRENT_CALLS, default.calls)?,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn each_is_a_variable() {
        let check = |given: &[(&str, &str)], wanted: Limits| {
            let given = |name: &str| given.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
            assert_eq!(Limits::from_variables(&Variables::new(&given)).unwrap(), wanted);
        };
        check(&[], Limits::default());
        let seconds = Duration::from_secs;
        let times = Limits::default().with_header_timeout(seconds(1)).with_body_timeout(seconds(2));
        let times = times.with_write_timeout(seconds(3)).with_idle_timeout(seconds(240)).with_drain_timeout(seconds(0));
        check(
            &[
                (HEADER_TIMEOUT, "1000ms"),
                (BODY_TIMEOUT, "2"),
                (WRITE_TIMEOUT, "3s"),
                (IDLE_TIMEOUT, "4m"),
                (DRAIN_TIMEOUT, "0"),
            ],
            times,
        );
        let numbers = Limits::default().with_max_header_bytes(1).with_max_connections(2);
        check(
            &[
                (MAX_HEADER_BYTES, "1"),
                (MAX_CONNECTIONS, "2"),
                (MAX_CONNECTIONS_PER_ADDRESS, "3"),
                (MAX_CONCURRENT_CALLS, "4"),
            ],
            numbers.with_max_connections_per_address(3).with_max_concurrent_calls(4),
        );
    }
}
