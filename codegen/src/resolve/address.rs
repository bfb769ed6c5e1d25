//! Where servers listen.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Sink};
use crate::read::Spanned;
use crate::source::Place;

/// The ports of a document, each for one server.
#[derive(Debug, Default)]
pub(super) struct Ports {
    taken: BTreeMap<u16, Place>,
}

impl Ports {
    /// `localhost:8080`; a port that is absent is `fallback`.
    pub(super) fn address(
        &mut self,
        host: Option<&Spanned<String>>,
        port: Option<&Spanned<u16>>,
        fallback: u16,
        sink: &mut Sink,
    ) -> String {
        let host = host.map_or("localhost", |host| host.value.trim());
        let Some(port) = port else { return join(host, fallback) };
        if let Some(first) = self.taken.get(&port.value) {
            sink.report(Code::PORT_CONFLICT, &port.place, format!("two servers listen on port {}", port.value))
                .help(format!("give this one another port, `port: {}`", self.free_after(port.value)))
                .related(first, "the first one");
        } else {
            self.taken.insert(port.value, port.place.clone());
        }
        join(host, port.value)
    }

    fn free_after(&self, port: u16) -> u16 {
        (port..u16::MAX).find(|port| !self.taken.contains_key(port)).unwrap_or(port)
    }
}

/// IPv6 addresses stand in brackets.
fn join(host: &str, port: u16) -> String {
    if host.contains(':') && !host.starts_with('[') { format!("[{host}]:{port}") } else { format!("{host}:{port}") }
}
