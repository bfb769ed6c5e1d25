//! Naftiko capabilities.

pub(crate) mod admit;
pub(crate) mod consume;
pub(crate) mod demand;
pub(crate) mod functions;
pub(crate) mod link;
mod locals;
mod sample;
pub(crate) mod scopes;
pub(crate) mod serve;
pub(crate) mod survey;
pub(crate) mod terms;
pub(crate) mod work;

use crate::assemble;
use crate::diagnostic::{Code, Sink};
use crate::library::Library;
use crate::model::{self, Capability, Function, Model, Server, Surface, Upstream};
use crate::names::{self, Scope, reserved};
use crate::read::naftiko::{self as doc, Document};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::Surroundings;
use crate::resolve::naftiko::consume::consumed::Consumed;
use crate::resolve::naftiko::demand::Demand;
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::serve::address::Ports;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::server::ServerKind;
use crate::resolve::report::title;
use crate::resolve::settings::Settings;
use crate::resolve::settings::binds::Binds;
use crate::source::Place;

pub(crate) fn model(
    library: &Library,
    index: usize,
    package: &str,
    document: &Document,
    sink: &mut Sink,
) -> Option<Model> {
    if document.is_part {
        let message =
            "nothing is consumed and there is no `capability`: other documents may import it, and it becomes no crate";
        sink.report(Code::IMPORT_ONLY, &document.version.place, message).help("add a `capability` to get a crate");
        return None;
    }
    let imports_binds = document.binds.iter().any(|binding| matches!(binding, doc::Binding::Import(_)));
    let document = &*assemble::whole(library, index, document, sink);
    let survey = Survey::of(document);
    if !admit::size::check(&survey, sink) {
        return None;
    }
    admit::unbuilt::report(&survey, sink);
    let mut binds = Binds::new(&document.binds, sink);
    binds.is_incomplete = imports_binds && sink.has(Code::MISSING_IMPORT);
    let links = Links::of(&survey, sink);
    let mut context = Context {
        sources: library.sources(),
        sink,
        binds,
        prefixes: survey.prefixes.iter().map(|prefix| (*prefix).to_owned()).collect(),
        settings: Settings::default(),
    };
    let max_binary = consume::format::limit(&mut context, &survey);
    let around = Surroundings { demand: Demand::of(&survey, &links), max_binary };
    let mut names = scopes::Names::default();
    let consumed = consume::upstreams(&mut context, &mut names, &survey, &around);
    let (functions, servers) = servers(&mut context, &survey, &links, &consumed, &mut names.records);
    report_absent(&mut context, &document.version.place, &consumed, &servers);
    context.binds.report(context.sink);
    let capability = only_used(consumed.upstreams, functions, servers);
    Some(Model {
        package: package.to_owned(),
        library: names::library(package),
        spec: library.source(index).path.clone(),
        title: title(document.info.title.as_deref(), package),
        description: document.info.description.clone().unwrap_or_default(),
        settings: context.settings.finish(|env| context.binds.file(env)),
        surface: Surface::Capability(capability),
    })
}

/// Reports a document that calls or serves nothing, unless that is for a reason that is reported.
fn report_absent(context: &mut Context<'_>, place: &Place, consumed: &Consumed, servers: &[Server]) {
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

/// Leaves out upstreams that nothing calls and servers that answer nothing.
fn only_used(upstreams: Vec<Upstream>, mut functions: Vec<Function>, servers: Vec<Server>) -> Capability {
    let is_idle = |upstream: &Upstream| upstream.operations.is_empty();
    for target in functions.iter_mut().flat_map(Function::targets_mut) {
        target.upstream -= upstreams[..target.upstream].iter().filter(|upstream| is_idle(upstream)).count();
    }
    let upstreams = upstreams.into_iter().filter(|upstream| !is_idle(upstream));
    let servers = servers.into_iter().filter(|server| !server.is_empty());
    let mut capability = Capability { upstreams: upstreams.collect(), functions, servers: servers.collect() };
    sample::fill(&mut capability);
    locals::name(&mut capability);
    capability
}

fn servers(
    context: &mut Context<'_>,
    survey: &Survey<'_>,
    links: &Links,
    consumed: &Consumed,
    records: &mut Scope,
) -> (Vec<Function>, Vec<Server>) {
    let mut functions = functions::Functions::new(survey, links, consumed);
    let mut modules = Scope::with_reserved(&reserved::MODULES);
    let mut ports = Ports::naming(survey.servers.iter().filter_map(|server| Some(server.port?.value)));
    let mut servers = Vec::new();
    // `serve --stdio` speaks for the first MCP server: one that the document wants there comes first.
    let (piped, other): (Vec<_>, Vec<_>) = survey.servers.iter().enumerate().partition(|(_, server)| server.is_piped());
    for (position, server) in piped.into_iter().chain(other) {
        match server.kind {
            ServerKind::Rest(document) => servers.push(Server::Rest(serve::rest::rest(
                context,
                &mut functions,
                &mut modules,
                &mut ports,
                document,
            ))),
            ServerKind::Mcp(document) => {
                let server = serve::mcp::mcp(context, &mut functions, &mut modules, &mut ports, document);
                servers.push(Server::Mcp(model::Mcp { position, ..server }));
            }
            ServerKind::Skill(document) => {
                servers.push(Server::Skill(serve::skill::skills(context, links, &mut modules, &mut ports, document)))
            }
            ServerKind::Control(_) => {}
        }
    }
    servers.iter_mut().for_each(|server| functions.prune(server));
    functions.check_flows(context);
    (functions.finish(records), servers)
}
