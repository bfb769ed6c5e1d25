//! Naftiko capabilities.

mod auth;
mod bind_call;
mod binds;
mod body;
mod call;
mod callers;
mod constant;
mod fill;
mod import;
mod inputs;
mod json;
mod mcp;
mod oauth2;
mod operation;
mod path;
mod rest;
mod unbuilt;
mod upstream;

use crate::Project;
use crate::diagnostic::{Code, Sink};
use crate::model::{Capability, Function, Method, Model, Server, Surface, Type};
use crate::read::naftiko::{self as doc, Document, Expose};
use crate::resolve::address::Ports;
use crate::resolve::names::{self, Scope};
use crate::resolve::settings::Settings;
use crate::resolve::title;
use crate::source::{Place, Source};
use binds::Binds;
use upstream::Resolved;

/// What the parts of a document are resolved with.
struct Context<'a> {
    sources: &'a [Source],
    sink: &'a mut Sink,
    binds: Binds,
    /// Namespaces of servers, which documents put before the names of callers' parameters.
    servers: Vec<String>,
    settings: Settings,
}

pub(super) fn model(project: &Project, index: usize, document: &Document, sink: &mut Sink) -> Option<Model> {
    if document.is_part {
        let message =
            "nothing is consumed and there is no `capability`: other documents may import it, and it becomes no crate";
        sink.report(Code::IMPORT_ONLY, &document.version.place, message).help("add a `capability` to get a crate");
        return None;
    }
    let package = project.package_name(index);
    let document = &*import::resolve(project, index, document, sink);
    unbuilt::report(document, sink);
    let capability = &document.capability;
    let binds = Binds::new(&document.binds, sink);
    let exposed = capability.exposes.iter().filter_map(namespace).collect();
    let mut context =
        Context { sources: project.sources(), sink, binds, servers: exposed, settings: Settings::default() };
    let upstreams = upstreams(&mut context, capability);
    let (functions, servers) = servers(&mut context, document, &upstreams);
    report_absent(&mut context, &document.version.place, &upstreams, &servers);
    context.binds.report_unused(context.sink);
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
    if upstreams.iter().all(|resolved| resolved.upstream.operations.is_empty()) {
        later(context.sink, place, "a document that consumes no operation", "add `operations` under `consumes`");
    } else if servers.iter().all(Server::is_empty) {
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
    Capability { upstreams: upstreams.collect(), functions, servers: servers.collect() }
}

fn upstreams(context: &mut Context<'_>, capability: &doc::Capability) -> Vec<Resolved> {
    let mut names = upstream::Names::default();
    let mut resolved: Vec<(Place, Resolved)> = Vec::new();
    for consume in &capability.consumes {
        let doc::Consume::Upstream(document) = consume else { continue };
        let namespace = &document.namespace;
        let env = upstream::base_url_env(&namespace.value);
        if let Some((first, twin)) = resolved.iter().find(|(_, known)| known.upstream.base_url.env == env) {
            let message = if twin.upstream.namespace == namespace.value {
                format!("two upstreams are called `{}`", namespace.value)
            } else {
                format!(
                    "`{}` and `{}` would both take their base URL from {env}",
                    twin.upstream.namespace, namespace.value
                )
            };
            context
                .sink
                .report(Code::DUPLICATE_NAME, &namespace.place, message)
                .help("rename one of them")
                .related(first, "the first one");
            continue;
        }
        let upstream = upstream::upstream(context, &mut names, document);
        resolved.push((namespace.place.clone(), upstream));
    }
    resolved.into_iter().map(|(_, upstream)| upstream).collect()
}

fn servers(context: &mut Context<'_>, document: &Document, upstreams: &[Resolved]) -> (Vec<Function>, Vec<Server>) {
    let capability = &document.capability;
    let exposed: Vec<String> = capability.exposes.iter().filter_map(namespace).collect();
    let mut functions = call::Functions::new(upstreams, exposed, &document.lost);
    let mut modules = Scope::with_reserved(&["client", "main", "lib", "mock", "service", "types", "runtime"]);
    let mut ports = Ports::default();
    let mut servers = Vec::new();
    for expose in &capability.exposes {
        match expose {
            Expose::Rest(document) => {
                servers.push(Server::Rest(rest::rest(context, &mut functions, &mut modules, &mut ports, document)))
            }
            Expose::Mcp(document) => {
                servers.push(Server::Mcp(mcp::mcp(context, &mut functions, &mut modules, &mut ports, document)))
            }
            Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => {}
        }
    }
    (functions.finish(), servers)
}

fn namespace(expose: &Expose) -> Option<String> {
    match expose {
        Expose::Rest(server) => Some(server.namespace.value.clone()),
        Expose::Mcp(server) => Some(server.namespace.value.clone()),
        Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => None,
    }
}

/// Refuses a part of the language that is not built yet.
fn later(sink: &mut Sink, place: &Place, what: &str, help: &str) {
    sink.report(Code::NOT_YET, place, format!("{what} is not supported yet")).help(help);
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

impl<'a> Context<'a> {
    /// The file that a place is in: this document, or one that it imports.
    fn source(&self, place: &Place) -> &'a Source {
        &self.sources[place.file]
    }

    /// The place of `needle` within a scalar, or that of the scalar where it is written with escapes.
    fn within(&self, place: &Place, needle: &str) -> Place {
        let source = self.source(place);
        let text = source.text.get(place.span.clone()).unwrap_or_default();
        match text.find(needle) {
            Some(offset) => source.place(place.span.start + offset..place.span.start + offset + needle.len()),
            None => place.clone(),
        }
    }

    /// The environment variable of a variable; one that nothing binds is named after the variable, with a warning.
    fn variable(&mut self, variable: &str, place: &Place, instead: &str) -> String {
        if let Some(env) = self.binds.env(variable) {
            return env;
        }
        let key = self.binds.key(variable);
        let env = names::env(key);
        let message = format!("nothing binds `{variable}`: it becomes the start-up setting {env}");
        let help = format!(
            "set {env} at start-up{}{instead}, or bind it: `binds: [{{namespace: env, keys: {{{env}: {env}}}}}]`",
            if instead.is_empty() { "" } else { ", " }
        );
        self.sink.report(Code::UNBOUND_VARIABLE, place, message).help(help);
        env
    }

    /// The environment variable of an input that comes from the environment of the process.
    fn environment(&mut self, name: &str) -> String {
        self.binds.env(name).unwrap_or_else(|| names::env(self.binds.key(name)))
    }

    /// Notes a variable in single braces, which the reference engine sends as it is.
    fn engine_differs_in_braces(&mut self, place: &Place, written: &str) {
        if !written.starts_with("{{") {
            let message = format!("the reference engine sends `{written}` as it is; Capwright fills it in");
            self.sink
                .report(Code::ENGINE_DIFFERS, place, message)
                .help("nothing to do here; for the engine, write it in double braces");
        }
    }
}
