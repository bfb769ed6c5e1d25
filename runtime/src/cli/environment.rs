//! The variables that binaries read beside the settings of their crate.

use super::app::App;
use super::control::{CONTROL, SHUTDOWN_DELAY};
use super::server::Variable;

/// What every server reads.
const SERVERS: &[Variable] = &[
    ("ALLOWED_HOSTS", "hosts that callers may ask for, beside loopback; separated by commas"),
    ("ALLOWED_ORIGINS", "origins whose pages may call, beside loopback; separated by commas"),
    ("MAX_BODY_BYTES", "longest request body, or line of standard input; 1 MiB unless given"),
    ("MAX_HEADER_BYTES", "longest head of a request; 64 KiB unless given"),
    ("MAX_CONNECTIONS", "most open connections, idle ones make room; 1024 unless given, 0 for any number"),
    ("MAX_CONNECTIONS_PER_ADDRESS", "most open connections to one address; any number unless given"),
    ("MAX_CONCURRENT_CALLS", "most calls that each server answers at once, 503 for more; any number unless given"),
    ("HEADER_TIMEOUT", "time for a head of a request, such as 500ms, 10s or 2m; 10s unless given, 0 for any"),
    ("BODY_TIMEOUT", "time in which a request body must go on; 30s unless given, 0 for any"),
    ("WRITE_TIMEOUT", "time in which a caller must take more of an answer; 30s unless given, 0 for any"),
    ("IDLE_TIMEOUT", "time until a connection that carries nothing is closed; 75s unless given, 0 for none"),
    (
        CONTROL,
        "where to serve /livez, /readyz, /status and /metrics, such as 9100, as --control does; nowhere unless given",
    ),
    (SHUTDOWN_DELAY, "time between being told to stop and taking no more; none unless given"),
    ("TOKIO_WORKER_THREADS", "how many threads serve; one for each core unless given"),
    ("DRAIN_TIMEOUT", "time for requests in flight when told to stop; 10s unless given, 0 for none"),
];
/// What every client reads.
const CLIENTS: &[Variable] = &[
    ("UPSTREAM_CONNECT_TIMEOUT", "longest time until there is a connection to an upstream; 10s unless given"),
    ("UPSTREAM_FIRST_BYTE_TIMEOUT", "longest time until an upstream begins to answer; 30s unless given"),
    ("UPSTREAM_TIMEOUT", "longest time that a call of an upstream takes; 30s unless given"),
    ("UPSTREAM_IDLE_TIMEOUT", "how long a connection is kept that nothing uses; 30s unless given"),
    ("UPSTREAM_MAX_IDLE_CONNECTIONS", "connections kept for each upstream and thread; 256 unless given"),
    ("MAX_RESPONSE_BYTES", "longest answer of an upstream; 16 MiB unless given"),
    ("UPSTREAM_CA_FILE", "certificates to trust beside those of the system, in PEM"),
    ("UPSTREAM_CERTIFICATE_FILE", "certificate to show to upstreams that ask for one, in PEM"),
    ("UPSTREAM_KEY_FILE", "its private key, in PEM"),
    ("HTTPS_PROXY", "proxy for requests to https addresses"),
    ("HTTP_PROXY", "proxy for requests to http addresses"),
    ("ALL_PROXY", "proxy for both, where they have none of their own"),
    ("NO_PROXY", "hosts that are asked without a proxy; separated by commas"),
    ("SSL_CERT_FILE", "certificates to trust in the place of those of the system, on Linux"),
];
const LOGS: &[Variable] =
    &[("LOG_LEVEL", "off, error, warn, info, debug or trace, on standard error; warn unless given")];

impl<C> App<C> {
    /// All of them, those of its servers included.
    pub(super) fn variables(&self) -> Vec<Variable> {
        let servers = if self.servers.is_empty() { &[] } else { SERVERS };
        let own = self.servers.iter().flat_map(|server| server.environment);
        let mut variables: Vec<Variable> = Vec::new();
        for variable in servers.iter().chain(own).chain(CLIENTS).chain(LOGS) {
            if !variables.contains(variable) {
                variables.push(*variable);
            }
        }
        variables
    }
}

/// A line for each, in two columns; each begins with a line break and two spaces.
pub(super) fn lines(variables: &[Variable]) -> String {
    let width = variables.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    variables.iter().map(|(name, what)| format!("\n  {name:<width$}  {what}")).collect()
}
