//! Control servers.

use crate::diagnostic::Sink;
use crate::read::naftiko::ControlServer;
use crate::resolve::report::later;
use crate::source::Place;

/// Refuses a control server; `whole` stands for the document where the server names no port.
pub(crate) fn refuse(server: &ControlServer, whole: &Place, sink: &mut Sink) {
    let place = server.port.as_ref().map_or(whole, |port| &port.place);
    later(sink, place, "a control server", "remove it, and the rest compiles");
}
