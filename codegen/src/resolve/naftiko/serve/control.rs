//! Control servers.

use crate::diagnostic::Sink;
use crate::diagnostic::phrases::later;
use crate::read::naftiko::ControlServer;
use crate::source::Place;

/// Refuses a control server; `whole` stands for the document where the server names no port.
pub(crate) fn refuse(server: &ControlServer, whole: &Place, sink: &mut Sink) {
    let place = server.port.as_ref().map_or(whole, |port| &port.place);
    later(sink, place, "a control server", "remove it, and the rest compiles");
}
