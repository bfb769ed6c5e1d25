//! Servers: who offers which functions, and how.
//!
//! Here kinds of servers are told apart: a new one has a file of its own beside this one, and a line in each of the matches.

pub(crate) mod address;
mod control;
mod mcp;
mod rest;
pub(crate) mod schema;
mod serving;
mod skill;

use crate::diagnostic::{Code, Sink};
use crate::model::{Function, Server};
use crate::names::{Scope, reserved};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::consumed::Consumed;
use crate::resolve::naftiko::functions::Functions;
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::serve::address::Ports;
use crate::resolve::naftiko::serve::serving::Serving;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::server::{ExposedServer, ServerKind};
use crate::source::Place;

/// The servers of a document, and the functions that they offer, whose names are unique in `records`.
pub(crate) fn servers(
    context: &mut Context<'_>,
    survey: &Survey<'_>,
    links: &Links,
    consumed: &Consumed,
    records: &mut Scope,
) -> (Vec<Function>, Vec<Server>) {
    report_unbuilt(survey, context.sink);
    let mut serving = Serving {
        context,
        links,
        functions: Functions::new(survey, links, consumed),
        modules: Scope::with_reserved(&reserved::MODULES),
        ports: Ports::naming(survey.servers.iter().filter_map(|server| Some(server.port?.value))),
    };
    let in_order = in_order(&survey.servers).into_iter();
    let mut servers: Vec<Server> = in_order.filter_map(|(at, exposed)| server(&mut serving, at, exposed)).collect();
    let Serving { context, functions, .. } = serving;
    servers.iter_mut().for_each(|server| functions.prune(server));
    functions.check_flows(context);
    (functions.finish(context, records), servers)
}

/// Reports a document that calls or serves nothing, unless that is for a reason that is reported.
pub(crate) fn report_absent(context: &mut Context<'_>, place: &Place, consumed: &Consumed, servers: &[Server]) {
    if context.sink.has_errors() {
        return;
    }
    if servers.iter().any(|server| !server.is_empty()) {
        return;
    }
    if consumed.is_empty() {
        let message = "the document consumes no operation and exposes none";
        context.sink.report(Code::MISSING_KEY, place, message).help("add `operations` under `consumes`");
    } else {
        let message = "no operation or tool is exposed: the crate is a client";
        context.sink.report(Code::CLIENT_ONLY, place, message).help("add `exposes` to get a server");
    }
}

/// The servers, each with its place in the document. `serve --stdio` speaks for the first MCP server: one that the document
/// wants there comes first.
fn in_order<'s, 'd>(servers: &'s [ExposedServer<'d>]) -> Vec<(usize, &'s ExposedServer<'d>)> {
    let (piped, other): (Vec<_>, Vec<_>) = servers.iter().enumerate().partition(|(_, server)| server.is_piped());
    piped.into_iter().chain(other).collect()
}

/// The server that is the `at`th; none if its kind is not built yet.
fn server(serving: &mut Serving<'_, '_>, at: usize, exposed: &ExposedServer<'_>) -> Option<Server> {
    match exposed.kind {
        ServerKind::Rest(document) => Some(Server::Rest(rest::rest(serving, document))),
        ServerKind::Mcp(document) => Some(Server::Mcp(mcp::mcp(serving, at, document))),
        ServerKind::Skill(document) => Some(Server::Skill(skill::skills(serving, document))),
        ServerKind::Control(_) => None,
    }
}

/// Refuses what servers have and Capwright doesn't compile yet, and says what of them changes nothing.
fn report_unbuilt(survey: &Survey<'_>, sink: &mut Sink) {
    let first_piped = survey.servers.iter().position(ExposedServer::is_piped);
    for (at, exposed) in survey.servers.iter().enumerate() {
        match exposed.kind {
            ServerKind::Rest(document) => rest::unbuilt::report(document, sink),
            ServerKind::Mcp(document) => mcp::unbuilt::report(document, first_piped == Some(at), sink),
            ServerKind::Skill(_) => {}
            ServerKind::Control(document) => control::refuse(document, &survey.document.version.place, sink),
        }
    }
}
