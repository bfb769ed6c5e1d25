//! Naftiko capabilities: one phase after the other. Each takes what it needs of those before it, and hands on a type.

pub(crate) mod admit;
pub(crate) mod consume;
pub(crate) mod demand;
mod describe;
mod finish;
pub(crate) mod functions;
pub(crate) mod link;
mod locals;
mod sample;
pub(crate) mod scopes;
pub(crate) mod serve;
pub(crate) mod survey;
pub(crate) mod terms;
mod version;
pub(crate) mod work;

use crate::assemble;
use crate::diagnostic::{Code, Patience, Sink};
use crate::library::Library;
use crate::model::{Model, Surface};
use crate::names;
use crate::prose::title;
use crate::read::naftiko::Document;
use crate::resolve::context::Context;

use crate::resolve::naftiko::demand::Demand;
use crate::resolve::naftiko::describe::About;
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::scopes::Names;
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
        report_part(document, sink);
        return None;
    }
    let whole = &*assemble::whole(library, index, document, sink);
    whole.lost.iter().for_each(|name| sink.lose(name));
    let survey = Survey::of(whole);
    if !admit::admits(&survey, sink) {
        return None;
    }
    let links = Links::of(&survey, sink);
    let demand = Demand::of(&survey, &links);
    let (mut binds, mut settings) = (Binds::of(document, whole, sink), Settings::default());
    let patience = Patience::default();
    let mut context =
        Context { sources: library.sources(), sink, binds: &mut binds, settings: &mut settings, patience: &patience };
    let mut names = Names::default();
    let consumed = consume::upstreams(&mut context, &mut names, &survey, &demand);
    let (functions, servers) = serve::servers(&mut context, &survey, &links, &consumed, &mut names.records);
    serve::report_absent(&mut context, &whole.version.place, &consumed, &servers);
    binds.report(sink);
    let version = version::version(whole.info.version.as_ref(), sink);
    let title = title(whole.info.title.as_deref(), package);
    let description = whole.info.description.clone().unwrap_or_default();
    let about = About { title: &title, version: &version, description: &description };
    let capability = finish::capability(&about, consumed.upstreams, functions, servers);
    Some(Model {
        package: package.to_owned(),
        library: names::library(package),
        spec: library.source(index).path.clone(),
        version,
        title,
        description,
        settings: settings.finish(|env| binds.file(env)),
        surface: Surface::Capability(capability),
    })
}

/// Says of a document that is only there to be imported that it becomes no crate.
fn report_part(document: &Document, sink: &mut Sink) {
    let message =
        "nothing is consumed and there is no `capability`: other documents may import it, and it becomes no crate";
    sink.report(Code::IMPORT_ONLY, &document.version.place, message).help("add a `capability` to get a crate");
}
