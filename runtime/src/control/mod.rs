//! What operators and the programs that keep servers running ask: whether a process lives, is ready, and how it does.
//!
//! The binaries of crates serve it with `serve --control ADDR`. In a program of your own:
//!
//! ```no_run
//! use capwright_runtime::control::Control;
//! use capwright_runtime::server::{ServerOptions, bind, serve_with};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let control = Control::new("shop-orders", "1.0.0");
//! let options = ServerOptions::from_env()?.with_metrics(control.metrics());
//! // Build clients with `HttpOptions::default().metrics(control.metrics())`, routers with `options`; then
//! control.ready();
//! let listener = bind("localhost:9100").await?;
//! serve_with(listener, control.router(&options), &ServerOptions::default(), std::future::pending()).await?;
//! # Ok(())
//! # }
//! ```

mod counts;
mod exposition;
mod group;
mod labels;
mod paths;
mod process;
mod readiness;
mod status;

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::response::IntoResponse;

use self::process::Process;
use crate::metrics::Metrics;
use crate::server::{Problem, ServerOptions, guard};

/// The state of a process, and the paths that tell it. Cheap to clone.
#[derive(Clone)]
pub struct Control(Arc<Process>);

impl Control {
    /// Of a program that starts now: it isn't ready until [`ready`](Self::ready) says so.
    pub fn new(name: &'static str, version: &'static str) -> Self {
        Self(Arc::new(Process::new(name, version)))
    }

    /// For [`ServerOptions::with_metrics`] and `HttpOptions::metrics`: what is built with them is counted here.
    pub fn metrics(&self) -> Metrics {
        Metrics::new(self.0.counts.clone())
    }

    /// The server `name` will listen: until it does, the process isn't ready.
    pub fn expects(&self, name: &str) {
        self.0.readiness.expects(name);
    }

    /// The server `name` listens on `address`.
    pub fn listens(&self, name: &str, address: SocketAddr) {
        self.0.readiness.listens(name, address);
    }

    /// All settings are there; once all servers listen that are [expected](Self::expects), the process is ready.
    pub fn ready(&self) {
        self.0.readiness.ready();
    }

    /// The process was told to stop, and is no longer ready.
    pub fn stops(&self) {
        self.0.readiness.stops();
    }

    /// Answers GET:
    ///
    /// - `/livez`: 200 as long as the process answers;
    /// - `/readyz`: 200 when it is ready, else 503 with the reasons, in JSON;
    /// - `/status`: name, version, uptime, listeners, connections, requests and the calls of each upstream, in JSON;
    /// - `/metrics`: what was counted, in the Prometheus text format 0.0.4 or, where `Accept` prefers it, as OpenMetrics 1.0.0.
    ///
    /// None of them holds a setting or anything of a caller. It is served under addresses, as probes ask, and to the hosts and
    /// origins that `options` allow.
    pub fn router(&self, options: &ServerOptions) -> Router {
        let options = options.clone().with_metrics(Metrics::default()).allow_addresses();
        guard(paths::router(Arc::clone(&self.0)), &options, |refusal| Problem::from(refusal).into_response())
    }
}
