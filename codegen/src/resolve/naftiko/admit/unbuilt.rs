//! What the language has and Capwright doesn't compile yet is refused by name, and what would change nothing is told so: no part
//! is ignored in silence. Keys that never mean anything are [`Idle`](crate::read::naftiko::Idle) and report themselves; here is
//! what depends on its surroundings.

use std::collections::BTreeSet;

use crate::diagnostic::Sink;
use crate::names;
use crate::read::naftiko::{
    Aggregation, Capability, Consume, Document, Expose, McpServer, RestOperation, RestServer, Scheme, Spanned, Step,
    Upstream, Work,
};
use crate::resolve::naftiko::admit;
use crate::resolve::report::later;

/// Reports every such part of a document.
pub(crate) fn report(document: &Document, sink: &mut Sink) {
    capability(&document.capability, &document.version, sink);
    admit::format::report(&document.capability, sink);
}

fn capability(capability: &Capability, version: &Spanned<String>, sink: &mut Sink) {
    let called: BTreeSet<String> = steps(capability).filter_map(called).collect();
    for consume in &capability.consumes {
        match consume {
            Consume::Upstream(document) => {
                upstream(document, sink);
                picked(document, &called, sink);
            }
            Consume::Import(_) => {}
        }
    }
    let mut is_first = true; // of those that ask for standard streams
    for expose in &capability.exposes {
        match expose {
            Expose::Rest(server) => rest(server, sink),
            Expose::Mcp(server) => {
                mcp(server, sink);
                transport(server, is_first, sink);
                is_first &= !server.is_piped();
            }
            Expose::Skill(_) => {}
            Expose::Control(server) => {
                let place = server.port.as_ref().map_or(&version.place, |port| &port.place);
                later(sink, place, "a control server", "remove it, and the rest compiles");
            }
            Expose::Import(_) => {}
        }
    }
}

fn upstream(upstream: &Upstream, sink: &mut Sink) {
    for scheme in upstream.authentication().into_iter().flat_map(|authentication| &authentication.schemes) {
        if let Scheme::OAuth2(oauth2) = scheme
            && let Some(validation) = &oauth2.token_validation
        {
            sink.no_effect(&validation.place, "`tokenValidation`", "the upstream checks the tokens that it gets");
        }
    }
}

/// All steps of a document.
fn steps(capability: &Capability) -> impl Iterator<Item = &Step> {
    let flows = capability.aggregates.iter().flat_map(|aggregation| match aggregation {
        Aggregation::Aggregate(aggregate) => aggregate.flows.iter().map(|flow| flow.work()).collect(),
        Aggregation::Import(_) => Vec::new(),
    });
    let units = capability.exposes.iter().flat_map(|expose| match expose {
        Expose::Rest(server) => {
            server.resources.iter().flat_map(|resource| &resource.operations).map(|unit| unit.work()).collect()
        }
        Expose::Mcp(server) => server.tools.iter().map(|unit| unit.work()).collect(),
        Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => Vec::new(),
    });
    flows.chain(units).flat_map(|work: Work<'_>| work.steps.iter().map(|step| &step.definition.value))
}

/// The operation that a step calls, in any spelling.
fn called(step: &Step) -> Option<String> {
    match step {
        Step::Call(step) => Some(names::folded(&step.call)),
        Step::Lookup(_) | Step::Script(_) => None,
    }
}

/// What a consumed operation picks from its answer is for steps.
fn picked(upstream: &Upstream, called: &BTreeSet<String>, sink: &mut Sink) {
    for operation in upstream.resources.iter().flat_map(|resource| &resource.operations) {
        let name = names::folded(&format!("{}.{}", upstream.namespace.value, operation.name.value));
        let outputs = operation.output_parameters.first().filter(|_| !called.contains(&name));
        if let Some(first) = outputs {
            let why = "steps read them, and none calls this operation";
            sink.no_effect(first.place(), "`outputParameters` of a consumed operation", why);
        }
    }
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

/// Documented answers; those that are binary have a media type, which routes may need.
fn responses(operation: &RestOperation, sink: &mut Sink) {
    let Some(responses) = &operation.responses else { return };
    let mut media = responses.iter().flat_map(|(_, response)| &response.content);
    if !media.any(|(_, media)| media.binary.as_ref().is_some_and(|binary| binary.value)) {
        sink.no_effect(&responses.place, "`responses`", "routes answer with the status of the upstream");
    }
}

fn rest(server: &RestServer, sink: &mut Sink) {
    for resource in &server.resources {
        resource.operations.iter().for_each(|operation| responses(operation, sink));
        if let Some(forward) = &resource.forward {
            later(sink, &forward.place, "`forward`", "write the operations out");
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
