//! What the language has and Capwright doesn't compile yet: refused by name, never ignored.

use super::later;
use crate::diagnostic::Sink;
use crate::read::naftiko::{
    Aggregation, Authentication, Binding, Capability, Consume, Document, Expose, Import, LooseImport, McpServer,
    RestServer, Spanned,
};

/// Reports every such part of a document.
pub(super) fn report(document: &Document, sink: &mut Sink) {
    for import in &document.imports {
        match import {
            LooseImport::File(file) => {
                later(sink, &file.place, "an import", "write the imported section out in this document")
            }
            LooseImport::Entry(import) => imported(sink, import, &document.version),
        }
    }
    for binding in &document.binds {
        if let Binding::Import(import) = binding {
            imported(sink, import, &document.version);
        }
    }
    capability(&document.capability, &document.version, sink);
}

fn capability(capability: &Capability, version: &Spanned<String>, sink: &mut Sink) {
    for consume in &capability.consumes {
        if let Consume::Import(import) = consume {
            imported(sink, import, version);
        }
    }
    for aggregation in &capability.aggregates {
        match aggregation {
            Aggregation::Aggregate(aggregate) => {
                let place = aggregate.namespace.as_ref().map_or(&version.place, |namespace| &namespace.place);
                later(sink, place, "an aggregate", "write its calls out in each operation and tool");
            }
            Aggregation::Import(import) => imported(sink, import, version),
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
            Expose::Import(import) => imported(sink, import, version),
        }
    }
}

fn rest(server: &RestServer, sink: &mut Sink) {
    inbound(server.authentication.as_ref(), sink);
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
    inbound(server.authentication.as_ref(), sink);
    if let Some(resource) = server.resources.first() {
        later(sink, &resource.name.place, "an MCP resource", "offer a tool instead");
    }
    if let Some(prompt) = server.prompts.first() {
        later(sink, &prompt.name.place, "an MCP prompt", "offer a tool instead");
    }
}

fn inbound(authentication: Option<&Spanned<Authentication>>, sink: &mut Sink) {
    if let Some(authentication) = authentication {
        later(sink, &authentication.place, "authentication of callers", "put a proxy that authenticates in front");
    }
}

fn imported(sink: &mut Sink, import: &Import, version: &Spanned<String>) {
    let written = [&import.from, &import.import, &import.openapi, &import.alias];
    let place = written.into_iter().flatten().next().map_or(&version.place, |text| &text.place);
    later(sink, place, "an import", "write the imported section out in this document");
}
