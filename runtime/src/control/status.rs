//! How a process does, for people.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use serde::Serialize;

use super::group::Group;
use super::process::Process;

/// What `/status` says.
#[derive(Serialize)]
pub(super) struct Status {
    name: &'static str,
    version: &'static str,
    uptime_seconds: u64,
    ready: bool,
    listeners: BTreeMap<String, String>,
    connections: Connections,
    requests: BTreeMap<String, Sums>,
    upstreams: BTreeMap<String, Sums>,
}

#[derive(Serialize)]
struct Connections {
    open: i64,
    taken: u64,
    turned_away: u64,
}

/// Since the start. Errors are those of either side: 4xx, 5xx, tools that failed, and calls without answer.
#[derive(Serialize)]
struct Sums {
    in_flight: i64,
    ended: u64,
    errors: u64,
}

impl Status {
    pub(super) fn of(process: &Process) -> Self {
        let connections = &process.counts.connections;
        let listeners = process.readiness.listeners().into_iter();
        Self {
            name: process.name,
            version: process.version,
            uptime_seconds: process.start.elapsed().as_secs(),
            ready: process.readiness.reasons().is_empty(),
            listeners: listeners.map(|(name, address)| (name, address.to_string())).collect(),
            connections: Connections {
                open: connections.open.get(),
                taken: connections.taken.get(),
                turned_away: connections.turned_away.get(),
            },
            requests: sums(process.counts.servers()),
            upstreams: sums(process.counts.upstreams()),
        }
    }
}

fn sums(groups: Vec<(String, Arc<Group>)>) -> BTreeMap<String, Sums> {
    let sum = |group: &Group| Sums {
        in_flight: group.in_flight.get(),
        ended: group.ended.load(Relaxed),
        errors: group.errors.load(Relaxed),
    };
    groups.into_iter().map(|(name, group)| (name, sum(&group))).collect()
}
