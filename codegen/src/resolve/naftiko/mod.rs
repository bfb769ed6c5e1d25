//! Naftiko capabilities.

pub(crate) mod admit;
pub(crate) mod consume;
pub(crate) mod demand;
pub(crate) mod functions;
pub(crate) mod link;
mod sample;
pub(crate) mod scopes;
pub(crate) mod serve;
pub(crate) mod survey;
pub(crate) mod terms;
pub(crate) mod work;

use crate::assemble;
use crate::diagnostic::{Code, Sink};
use crate::library::Library;
use crate::model::{self, Capability, Function, Model, Server, Surface};
use crate::names::Scope;
use crate::read::naftiko::{self as doc, Document, Expose};
use crate::resolve::context::Context;
use crate::resolve::naftiko::demand::Demand;
use crate::resolve::naftiko::link::Resolved;
use crate::resolve::naftiko::link::choices::Choices;
use crate::resolve::naftiko::serve::address::Ports;
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
    if !admit::size::check(document, sink) {
        return None;
    }
    admit::unbuilt::report(document, sink);
    let capability = &document.capability;
    let mut binds = Binds::new(&document.binds, sink);
    binds.is_incomplete = imports_binds && sink.has(Code::MISSING_IMPORT);
    let prefixes = prefixes(document);
    let choices = Choices::of(document);
    let mut context = Context {
        sources: library.sources(),
        sink,
        binds,
        demand: Demand::of(document, &prefixes, &choices),
        choices,
        prefixes,
        settings: Settings::default(),
        max_binary: None,
    };
    context.max_binary = consume::format::limit(&mut context, capability);
    let mut names = scopes::Names::default();
    survey::flow::check(&mut context, document);
    let upstreams = survey::upstreams::upstreams(&mut context, &mut names, capability);
    let (functions, servers) = servers(&mut context, document, &upstreams, &mut names.records);
    report_absent(&mut context, &document.version.place, &upstreams, &servers);
    context.binds.report(context.sink);
    let capability = only_used(upstreams, functions, servers);
    Some(Model {
        package: package.to_owned(),
        spec: library.source(index).path.clone(),
        title: title(document.info.title.as_deref(), package),
        description: document.info.description.clone().unwrap_or_default(),
        settings: context.settings.finish(|env| context.binds.file(env)),
        surface: Surface::Capability(capability),
    })
}

/// Reports a document that calls or serves nothing, unless that is for a reason that is reported.
fn report_absent(context: &mut Context<'_>, place: &Place, upstreams: &[Resolved], servers: &[Server]) {
    if context.sink.has_errors() {
        return;
    }
    if servers.iter().any(|server| !server.is_empty()) {
        return;
    }
    if upstreams.iter().all(|resolved| resolved.upstream.operations.is_empty()) {
        let message = "the document consumes no operation and exposes none";
        context.sink.report(Code::MISSING_KEY, place, message).help("add `operations` under `consumes`");
    } else {
        let message = "no operation or tool is exposed: the crate is a client";
        context.sink.report(Code::CLIENT_ONLY, place, message).help("add `exposes` to get a server");
    }
}

/// Leaves out upstreams that nothing calls and servers that answer nothing.
fn only_used(upstreams: Vec<Resolved>, mut functions: Vec<Function>, servers: Vec<Server>) -> Capability {
    let idle = |resolved: &Resolved| resolved.upstream.operations.is_empty();
    for target in functions.iter_mut().flat_map(Function::targets_mut) {
        target.upstream -= upstreams[..target.upstream].iter().filter(|resolved| idle(resolved)).count();
    }
    let upstreams = upstreams.into_iter().filter(|resolved| !idle(resolved)).map(|resolved| resolved.upstream);
    let servers = servers.into_iter().filter(|server| !server.is_empty());
    let mut capability = Capability { upstreams: upstreams.collect(), functions, servers: servers.collect() };
    sample::fill(&mut capability);
    capability
}

fn servers(
    context: &mut Context<'_>,
    document: &Document,
    upstreams: &[Resolved],
    records: &mut Scope,
) -> (Vec<Function>, Vec<Server>) {
    let capability = &document.capability;
    let exposed: Vec<String> = capability.exposes.iter().filter_map(namespace).collect();
    let mut functions = functions::Functions::new(document, upstreams, exposed);
    let mut modules = Scope::with_reserved(&["client", "main", "lib", "mock", "service", "types", "runtime"]);
    let mut ports = Ports::naming(capability.exposes.iter().filter_map(port));
    let sources = link::tools::Sources::of(document);
    let mut servers = Vec::new();
    // `serve --stdio` speaks for the first MCP server: one that the document wants there comes first.
    let (piped, other): (Vec<_>, Vec<_>) =
        capability.exposes.iter().enumerate().partition(|(_, expose)| expose.is_piped());
    for (position, expose) in piped.into_iter().chain(other) {
        match expose {
            Expose::Rest(document) => servers.push(Server::Rest(serve::rest::rest(
                context,
                &mut functions,
                &mut modules,
                &mut ports,
                document,
            ))),
            Expose::Mcp(document) => {
                let server = serve::mcp::mcp(context, &mut functions, &mut modules, &mut ports, document);
                servers.push(Server::Mcp(model::Mcp { position, ..server }));
            }
            Expose::Skill(document) => {
                servers.push(Server::Skill(serve::skill::skills(context, &sources, &mut modules, &mut ports, document)))
            }
            Expose::Control(_) | Expose::Import(_) => {}
        }
    }
    servers.iter_mut().for_each(|server| functions.prune(server));
    functions.check_flows(context);
    (functions.finish(records), servers)
}

fn port(expose: &Expose) -> Option<u16> {
    match expose {
        Expose::Rest(server) => server.port.as_ref().map(|port| port.value),
        Expose::Mcp(server) => server.port.as_ref().map(|port| port.value),
        Expose::Skill(server) => server.port.as_ref().map(|port| port.value),
        Expose::Control(_) | Expose::Import(_) => None,
    }
}

fn namespace(expose: &Expose) -> Option<String> {
    match expose {
        Expose::Rest(server) => Some(server.namespace.value.clone()),
        Expose::Mcp(server) => Some(server.namespace.value.clone()),
        Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => None,
    }
}

/// What stands before names of inputs: namespaces of servers and aggregates, as they are here and where they come from.
fn prefixes(document: &Document) -> Vec<String> {
    let servers = document.capability.exposes.iter().flat_map(|expose| match expose {
        Expose::Rest(server) => [Some(server.namespace.value.clone()), server.former.clone()],
        Expose::Mcp(server) => [Some(server.namespace.value.clone()), server.former.clone()],
        Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => [None, None],
    });
    let flows = survey::flow::aggregates(document).flat_map(|aggregate| {
        [aggregate.namespace.as_ref().map(|namespace| namespace.value.clone()), aggregate.former.clone()]
    });
    servers.chain(flows).flatten().collect()
}
