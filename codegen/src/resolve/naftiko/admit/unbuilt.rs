//! What the language has and Capwright doesn't compile yet is refused by name, and what would change nothing is told so: no part
//! is ignored in silence. Keys that never mean anything are [`Idle`](crate::read::naftiko::Idle) and report themselves; here is
//! what depends on its surroundings.

use crate::diagnostic::Sink;
use crate::read::naftiko::{McpServer, RestOperation, RestServer, Scheme, Spanned, Upstream};
use crate::resolve::naftiko::admit;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::server::ServerKind;
use crate::resolve::report::later;

/// Reports every such part of a document.
pub(crate) fn report(survey: &Survey<'_>, sink: &mut Sink) {
    survey.upstreams.iter().for_each(|document| upstream(document, sink));
    let mut is_first = true; // of those that ask for standard streams
    for server in &survey.servers {
        match server.kind {
            ServerKind::Rest(server) => rest(server, sink),
            ServerKind::Mcp(server) => {
                mcp(server, sink);
                transport(server, is_first, sink);
                is_first &= !server.is_piped();
            }
            ServerKind::Skill(_) => {}
            ServerKind::Control(server) => {
                let place = server.port.as_ref().map_or(&survey.document.version.place, |port| &port.place);
                later(sink, place, "a control server", "remove it, and the rest compiles");
            }
        }
    }
    admit::format::report(survey, sink);
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
