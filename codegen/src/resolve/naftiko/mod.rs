//! Naftiko capabilities.

mod aggregate;
mod ambiguous;
mod auth;
mod base_url;
mod bind_call;
mod binds;
mod body;
mod call;
mod caller;
mod callers;
mod constant;
mod context;
mod demand;
mod fill;
mod format;
mod host;
mod import;
mod inputs;
mod json;
mod jsonpath;
mod literals;
mod mcp;
mod namespaces;
mod oauth2;
mod operation;
mod outputs;
mod path;
mod query;
mod registry;
mod renumber;
mod rest;
mod sample;
mod schema;
mod secrets;
mod signatures;
mod size;
mod skill;
mod steps;
mod unbuilt;
mod unknown;
mod upstream;

use crate::Project;
use crate::diagnostic::{Code, Sink};
use crate::model::{self, Capability, Function, Method, Model, Server, Surface, Type};
use crate::names::Scope;
use crate::read::naftiko::{self as doc, Document, Expose};
use crate::resolve::address::Ports;
use crate::resolve::settings::Settings;
use crate::resolve::title;
use crate::source::Place;
use ambiguous::Choices;
use binds::Binds;
use context::Context;
use demand::Demand;
use upstream::Resolved;

pub(super) fn model(project: &Project, index: usize, document: &Document, sink: &mut Sink) -> Option<Model> {
    if document.is_part {
        let message =
            "nothing is consumed and there is no `capability`: other documents may import it, and it becomes no crate";
        sink.report(Code::IMPORT_ONLY, &document.version.place, message).help("add a `capability` to get a crate");
        return None;
    }
    let package = project.package_name(index);
    let imports_binds = document.binds.iter().any(|binding| matches!(binding, doc::Binding::Import(_)));
    let document = &*import::resolve(project, index, document, sink);
    if !size::check(document, sink) {
        return None;
    }
    unbuilt::report(document, sink);
    let capability = &document.capability;
    let mut binds = Binds::new(&document.binds, sink);
    binds.is_incomplete = imports_binds && sink.has(Code::MISSING_IMPORT);
    let prefixes = prefixes(document);
    let choices = Choices::of(document);
    let mut context = Context {
        sources: project.sources(),
        sink,
        binds,
        demand: Demand::of(document, &prefixes, &choices),
        choices,
        prefixes,
        settings: Settings::default(),
        max_binary: None,
    };
    context.max_binary = format::limit(&mut context, capability);
    let mut names = upstream::Names::default();
    aggregate::check(&mut context, document);
    let upstreams = namespaces::upstreams(&mut context, &mut names, capability);
    let (functions, servers) = servers(&mut context, document, &upstreams, &mut names.records);
    report_absent(&mut context, &document.version.place, &upstreams, &servers);
    context.binds.report(context.sink);
    let capability = only_used(upstreams, functions, servers);
    Some(Model {
        package: package.to_owned(),
        spec: project.source(index).path.clone(),
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
    let mut functions = call::Functions::new(document, upstreams, exposed);
    let mut modules = Scope::with_reserved(&["client", "main", "lib", "mock", "service", "types", "runtime"]);
    let mut ports = Ports::naming(capability.exposes.iter().filter_map(port));
    let sources = skill::Sources::of(document);
    let mut servers = Vec::new();
    // `serve --stdio` speaks for the first MCP server: one that the document wants there comes first.
    let (piped, other): (Vec<_>, Vec<_>) =
        capability.exposes.iter().enumerate().partition(|(_, expose)| expose.is_piped());
    for (position, expose) in piped.into_iter().chain(other) {
        match expose {
            Expose::Rest(document) => {
                servers.push(Server::Rest(rest::rest(context, &mut functions, &mut modules, &mut ports, document)))
            }
            Expose::Mcp(document) => {
                let server = mcp::mcp(context, &mut functions, &mut modules, &mut ports, document);
                servers.push(Server::Mcp(model::Mcp { position, ..server }));
            }
            Expose::Skill(document) => {
                servers.push(Server::Skill(skill::skills(context, &sources, &mut modules, &mut ports, document)))
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
    let flows = aggregate::aggregates(document).flat_map(|aggregate| {
        [aggregate.namespace.as_ref().map(|namespace| namespace.value.clone()), aggregate.former.clone()]
    });
    servers.chain(flows).flatten().collect()
}

/// Refuses a part of the language that is not built yet.
fn later(sink: &mut Sink, place: &Place, what: &str, help: &str) {
    sink.report(Code::NOT_YET, place, format!("{what} is not supported yet")).help(help);
}

/// Refuses a part of the language for good.
fn refuse(sink: &mut Sink, place: &Place, what: &str, help: &str) {
    sink.report(Code::UNSUPPORTED, place, format!("{what} is not supported")).help(help);
}

/// The text of a unit: its description, else its title.
fn text(description: &Option<String>, label: &Option<String>) -> String {
    description.as_ref().or(label.as_ref()).cloned().unwrap_or_default()
}

fn method(method: doc::Method) -> Method {
    match method {
        doc::Method::Get => Method::Get,
        doc::Method::Head => Method::Head,
        doc::Method::Post => Method::Post,
        doc::Method::Put => Method::Put,
        doc::Method::Patch => Method::Patch,
        doc::Method::Delete => Method::Delete,
    }
}

fn value_type(ty: doc::ValueType) -> Type {
    match ty {
        doc::ValueType::String => Type::String,
        doc::ValueType::Integer => Type::Integer,
        doc::ValueType::Number => Type::Number,
        doc::ValueType::Boolean => Type::Boolean,
        doc::ValueType::Object => Type::Object,
        doc::ValueType::Array => Type::Array,
    }
}
