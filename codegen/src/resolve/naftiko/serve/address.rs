//! Where servers listen.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Code, Sink};
use crate::read::Spanned;
use crate::resolve::text::address;
use crate::source::Place;

/// The ports of a document, each for one server.
#[derive(Debug, Default)]
pub(crate) struct Ports {
    taken: BTreeMap<u16, Place>,
    /// Those that the document names.
    named: BTreeSet<u16>,
}

/// What a server says of where it listens.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ListenAddress<'a> {
    /// `localhost` unless given.
    host: Option<&'a Spanned<String>>,
    /// The port of its kind unless given.
    port: Option<&'a Spanned<u16>>,
    /// The port of its kind.
    fallback: u16,
    /// Stands for the server in messages.
    name: &'a Place,
}

impl<'a> ListenAddress<'a> {
    /// What the server of this name says of its host and its port; `fallback` is the port of its kind.
    pub(crate) fn of(
        name: &'a Spanned<String>,
        host: Option<&'a Spanned<String>>,
        port: Option<&'a Spanned<u16>>,
        fallback: u16,
    ) -> Self {
        Self { host, port, fallback, name: &name.place }
    }
}

impl Ports {
    /// No port is taken yet; these will be.
    pub(crate) fn naming(named: impl IntoIterator<Item = u16>) -> Self {
        Self { taken: BTreeMap::new(), named: named.into_iter().collect() }
    }

    /// A port from this one on that no server wants, for a server that does not care.
    pub(crate) fn any_from(&self, port: u16) -> u16 {
        let is_free = |port: &u16| !self.taken.contains_key(port) && !self.named.contains(port);
        (port..u16::MAX).find(is_free).unwrap_or(port)
    }

    /// Takes the port of a server: `localhost:8080`. One that another server has is reported.
    pub(crate) fn take(&mut self, wanted: ListenAddress<'_>, sink: &mut Sink) -> String {
        if let Some(host) = wanted.host {
            address::check_listening(sink, host);
        }
        let host = wanted.host.map_or("localhost", |host| host.value.trim());
        let port = wanted.port.map_or(wanted.fallback, |port| port.value);
        let place = wanted.port.map_or(wanted.name, |port| &port.place);
        // The system gives each server that asks for port 0 one of its own.
        if let Some(first) = self.taken.get(&port).filter(|_| port != 0) {
            let free = self.free_after(port).to_string();
            let report = sink.report(Code::PORT_CONFLICT, place, format!("two servers listen on port {port}"));
            let report = report.help(format!("give this one another port, `port: {free}`"));
            let report = wanted.port.iter().fold(report, |report, port| report.replace(&port.place, free.as_str()));
            report.related(first, "the first one");
        } else {
            self.taken.insert(port, place.clone());
        }
        join(host, port)
    }

    fn free_after(&self, port: u16) -> u16 {
        (port..u16::MAX).find(|port| !self.taken.contains_key(port)).unwrap_or(port)
    }
}

/// IPv6 addresses stand in brackets.
fn join(host: &str, port: u16) -> String {
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}
