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
use crate::model::{Capability, Function, Model, Server, Surface, Upstream};
use crate::names;
use crate::prose::title;
use crate::read::naftiko::{self as doc, Document};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::Surroundings;
use crate::resolve::naftiko::demand::Demand;
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::settings::Settings;
use crate::resolve::settings::binds::Binds;

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
    let mut settings = Settings::default();
    let mut context = Context {
        sources: library.sources(),
        sink,
        binds: &mut binds,
        prefixes: &survey.prefixes,
        settings: &mut settings,
    };
    let max_binary = consume::format::limit(&mut context, &survey);
    let around = Surroundings { demand: Demand::of(&survey, &links), max_binary };
    let mut names = scopes::Names::default();
    let consumed = consume::upstreams(&mut context, &mut names, &survey, &around);
    let (functions, servers) = serve::servers(&mut context, &survey, &links, &consumed, &mut names.records);
    serve::report_absent(&mut context, &document.version.place, &consumed, &servers);
    binds.report(sink);
    let capability = only_used(consumed.upstreams, functions, servers);
    Some(Model {
        package: package.to_owned(),
        library: names::library(package),
        spec: library.source(index).path.clone(),
        title: title(document.info.title.as_deref(), package),
        description: document.info.description.clone().unwrap_or_default(),
        settings: settings.finish(|env| binds.file(env)),
        surface: Surface::Capability(capability),
    })
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
