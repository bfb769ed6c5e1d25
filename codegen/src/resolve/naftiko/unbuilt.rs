//! What the language has and Capwright doesn't compile yet: refused by name, never ignored.

use super::later;
use crate::diagnostic::Sink;
use crate::read::naftiko::{Aggregation, Capability, Document, Expose, McpServer, RestServer, Spanned};

/// Reports every such part of a document.
pub(super) fn report(document: &Document, sink: &mut Sink) {
    capability(&document.capability, &document.version, sink);
}

fn capability(capability: &Capability, version: &Spanned<String>, sink: &mut Sink) {
    for aggregation in &capability.aggregates {
        match aggregation {
            Aggregation::Aggregate(aggregate) => {
                let place = aggregate.namespace.as_ref().map_or(&version.place, |namespace| &namespace.place);
                later(sink, place, "an aggregate", "write its calls out in each operation and tool");
            }
            Aggregation::Import(_) => {}
        }
    }
    for expose in &capability.exposes {
        match expose {
            Expose::Rest(server) => rest(server, sink),
            Expose::Mcp(server) => mcp(server, sink),
            Expose::Skill(server) => {
                later(sink, &server.namespace.place, "a skill server", "remove it, and the rest compiles")
            }
            Expose::Control(server) => {
                let place = server.port.as_ref().map_or(&version.place, |port| &port.place);
                later(sink, place, "a control server", "remove it, and the rest compiles");
            }
            Expose::Import(_) => {}
        }
    }
}

fn rest(server: &RestServer, sink: &mut Sink) {
    if let Some(input) = server.input_parameters.first() {
        later(sink, &input.name.place, "an input shared by several operations", "declare it in each operation");
    }
    for resource in &server.resources {
        if let Some(forward) = &resource.forward {
            later(sink, &forward.place, "`forward`", "write the operations out");
        }
        if let Some(input) = resource.input_parameters.first() {
            later(sink, &input.name.place, "an input shared by several operations", "declare it in each operation");
        }
    }
}

fn mcp(server: &McpServer, sink: &mut Sink) {
    if let Some(resource) = server.resources.first() {
        later(sink, &resource.name.place, "an MCP resource", "offer a tool instead");
    }
    if let Some(prompt) = server.prompts.first() {
        later(sink, &prompt.name.place, "an MCP prompt", "offer a tool instead");
    }
}
