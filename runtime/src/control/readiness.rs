//! Whether a process is ready, and if not, why.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Whether a process is ready.
#[derive(Default)]
pub(super) struct Readiness(Mutex<State>);

#[derive(Default)]
struct State {
    phase: Phase,
    /// Where servers listen, by their names; nowhere as yet.
    servers: BTreeMap<String, Option<SocketAddr>>,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Phase {
    #[default]
    Starting,
    Started,
    Stopping,
}

impl Readiness {
    pub(super) fn expects(&self, name: &str) {
        self.state().servers.entry(name.to_owned()).or_default();
    }

    pub(super) fn listens(&self, name: &str, address: SocketAddr) {
        self.state().servers.insert(name.to_owned(), Some(address));
    }

    pub(super) fn ready(&self) {
        let mut state = self.state();
        if state.phase == Phase::Starting {
            state.phase = Phase::Started; // who stops is not ready again
        }
    }

    pub(super) fn stops(&self) {
        self.state().phase = Phase::Stopping;
    }

    /// Why the process isn't ready; nothing if it is.
    pub(super) fn reasons(&self) -> Vec<String> {
        let state = self.state();
        let silent = state.servers.iter().filter(|(_, address)| address.is_none());
        match state.phase {
            Phase::Stopping => vec!["the process was told to stop".to_owned()],
            Phase::Starting if silent.clone().next().is_none() => vec!["the process is starting".to_owned()],
            Phase::Starting | Phase::Started => silent.map(|(name, _)| format!("{name} doesn't listen yet")).collect(),
        }
    }

    /// Where servers listen.
    pub(super) fn listeners(&self) -> Vec<(String, SocketAddr)> {
        let state = self.state();
        state.servers.iter().filter_map(|(name, address)| Some((name.clone(), (*address)?))).collect()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_ready_between_its_start_and_its_end() {
        let readiness = Readiness::default();
        let check = |wanted: &[&str]| assert_eq!(readiness.reasons(), wanted);
        check(&["the process is starting"]);
        readiness.expects("rest");
        readiness.expects("mcp");
        check(&["mcp doesn't listen yet", "rest doesn't listen yet"]);
        let address = SocketAddr::from(([127, 0, 0, 1], 8080));
        readiness.listens("rest", address);
        readiness.ready();
        check(&["mcp doesn't listen yet"]);
        readiness.listens("mcp", address);
        check(&[]);
        assert_eq!(readiness.listeners().len(), 2);
        readiness.stops();
        readiness.ready();
        check(&["the process was told to stop"]);
    }
}
