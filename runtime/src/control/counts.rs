//! All that is counted, and what it is called.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};

use super::group::{Group, Operation};
use super::labels::{Labels, label};
use crate::metrics::{Count, Record, Served};

/// Upper bounds of durations, in seconds: from answers of a cache to time-outs.
const BOUNDS: [f64; 14] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];

/// All that is counted.
pub(super) struct Counts {
    pub(super) registry: Registry,
    requests: Kind<4>,
    calls: Kind<3>,
    refusals: Family<Labels<2>, Counter>,
    pub(super) connections: Connections,
}

/// Connections of all servers.
#[derive(Default)]
pub(super) struct Connections {
    pub(super) open: Gauge,
    pub(super) taken: Counter,
    pub(super) turned_away: Counter,
}

/// Requests, or calls: `N` labels tell their ends apart.
struct Kind<const N: usize> {
    ends: Family<Labels<N>, Counter>,
    durations: Family<Labels<2>, Histogram>,
    in_flight: Family<Labels<1>, Gauge>,
    groups: Mutex<BTreeMap<String, Arc<Group>>>,
}

impl Counts {
    pub(super) fn new() -> Self {
        let (mut registry, requests, calls) = (Registry::with_prefix("capwright"), Kind::new(), Kind::new());
        requests.register(&mut registry, ["request", "requests"], "Requests for routes, tools and TAXII operations");
        calls.register(&mut registry, ["upstream_call", "upstream_calls"], "Calls of upstreams");
        let (refusals, connections) = (Family::default(), Connections::default());
        registry.register(
            "refusals",
            "Requests that were refused before they reached an operation",
            Family::clone(&refusals),
        );
        registry.register("connections_open", "Connections that are open", connections.open.clone());
        registry.register("connections", "Connections that were taken", connections.taken.clone());
        let help = "Connections that were closed to keep to a limit";
        registry.register("connections_turned_away", help, connections.turned_away.clone());
        let start = Gauge::<f64, std::sync::atomic::AtomicU64>::default();
        start.set(SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs_f64());
        registry.register_with_unit("start_time", "When the process started, since 1970", Unit::Seconds, start);
        Self { registry, requests, calls, refusals, connections }
    }

    /// Requests by the kind of server.
    pub(super) fn servers(&self) -> Vec<(String, Arc<Group>)> {
        self.requests.groups()
    }

    /// Calls by upstream.
    pub(super) fn upstreams(&self) -> Vec<(String, Arc<Group>)> {
        self.calls.groups()
    }
}

impl Record for Counts {
    fn requests(&self, served: Served<'_>) -> Arc<dyn Count> {
        let (operation, method) = (served.operation.to_owned(), served.method.to_owned());
        let labels = [label("server", served.server), label("operation", operation), label("method", method)];
        let [server, operation, method] = labels;
        self.requests.operation([server, operation, method, label("status", "")])
    }

    fn calls(&self, upstream: &str, operation: &'static str) -> Arc<dyn Count> {
        let labels = [label("upstream", upstream.to_owned()), label("operation", operation), label("outcome", "")];
        self.calls.operation(labels)
    }

    fn refused(&self, server: &'static str, status: u16) {
        self.refusals.get_or_create(&[label("server", server), label("status", status.to_string())]).inc();
    }

    fn connected(&self) {
        self.connections.open.inc();
        self.connections.taken.inc();
    }

    fn disconnected(&self) {
        self.connections.open.dec();
    }

    fn turned_away(&self) {
        self.connections.turned_away.inc();
    }
}

impl<const N: usize> Kind<N> {
    fn new() -> Self {
        let durations = Family::new_with_constructor((|| Histogram::new(BOUNDS)) as fn() -> Histogram);
        Self { ends: Family::default(), durations, in_flight: Family::default(), groups: Mutex::default() }
    }

    fn register(&self, registry: &mut Registry, [one, many]: [&str; 2], what: &str) {
        registry.register(many, format!("{what}, by how they ended"), self.ends.clone());
        let help = format!("{what}: how long they took");
        registry.register_with_unit(format!("{one}_duration"), help, Unit::Seconds, self.durations.clone());
        registry.register(format!("{many}_in_flight"), format!("{what} that go on"), self.in_flight.clone());
    }

    /// Counts what has these labels, the first of which names its group, and the last how it ends.
    fn operation(&self, labels: Labels<N>) -> Arc<dyn Count> {
        let group = self.group(&[labels[0].clone()]);
        let (ends, durations) = (self.ends.clone(), self.durations.clone());
        Arc::new(Operation { group, ends, labels, ended: Default::default(), durations, took: Default::default() })
    }

    fn group(&self, named: &Labels<1>) -> Arc<Group> {
        let mut groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        let group = || Group { in_flight: self.in_flight.get_or_create_owned(named), ..Group::default() };
        groups.entry(named[0].1.clone().into_owned()).or_insert_with(|| Arc::new(group())).clone()
    }

    fn groups(&self) -> Vec<(String, Arc<Group>)> {
        let groups = self.groups.lock().unwrap_or_else(PoisonError::into_inner);
        groups.iter().map(|(name, group)| (name.clone(), Arc::clone(group))).collect()
    }
}
