//! What MCP servers have and Capwright doesn't compile, and what of them changes nothing.

use crate::diagnostic::Sink;
use crate::diagnostic::phrases::later;
use crate::read::naftiko::{McpServer, Spanned};

/// Reports every such part of a server; `is_first` of those that ask for standard streams.
pub(crate) fn report(server: &McpServer, is_first: bool, sink: &mut Sink) {
    if let Some(resource) = server.resources.first() {
        later(sink, &resource.name.place, "an MCP resource", "offer a tool instead");
    }
    if let Some(prompt) = server.prompts.first() {
        later(sink, &prompt.name.place, "an MCP prompt", "offer a tool instead");
    }
    transport(server, is_first, sink);
}

/// One process has one pair of standard streams; whatever a server says, it can be had over HTTP too.
fn transport(server: &McpServer, is_first: bool, sink: &mut Sink) {
    let Some(Spanned { place, .. }) = server.transport.as_ref().filter(|_| server.is_piped()) else { return };
    let why = if is_first {
        "this server offers both, standard streams with `serve --stdio` and HTTP with `serve`"
    } else {
        "standard streams belong to the first server that asks for them; this one is served over HTTP"
    };
    sink.no_effect(place, "`transport: stdio`", why);
}
