//! TAXII descriptions.

mod address;
mod auth;
mod collections;
mod examples;
mod headers;
mod resources;
mod values;
mod words;

use crate::diagnostic::{Code, Sink};
use crate::model::taxii::{Endpoint, Filter, Taxii, TaxiiOperation};
use crate::model::{Model, Surface};
use crate::names;
use crate::prose::title;
use crate::read::taxii::{self as doc, Document};
use crate::resolve::settings::Settings;
use crate::resolve::taxii::words::unknown;
use crate::source::Source;

pub(crate) fn model(package: &str, source: &Source, document: &Document, sink: &mut Sink) -> Option<Model> {
    let mut settings = Settings::default();
    let auth = auth::auth(document, &mut settings, sink);
    let base_url = address::base_url(package, document, &mut settings, sink);
    auth::check_variables(document, &base_url.env, sink);
    let resources = resources::extensions(document, sink);
    let operations = operations(document, sink);
    let examples = examples::check(document, &resources, &operations, sink);
    let (discovery, api_root) = address::paths(&document.server, sink);
    let taxii = Taxii {
        base_path: address::base_path(&document.server.base_url),
        base_url,
        discovery,
        api_root,
        trailing_slash: document.server.trailing_slash.unwrap_or(true),
        headers: headers::headers(document, sink),
        auth,
        resources,
        operations,
        examples,
    };
    Some(Model {
        package: package.to_owned(),
        library: names::library(package),
        spec: source.path.clone(),
        version: Model::FIRST_VERSION.to_owned(),
        title: title(Some(&document.info.title), package),
        description: document.info.description.clone().unwrap_or_default(),
        settings: settings.finish(|_| None),
        surface: Surface::Taxii(Box::new(taxii)),
    })
}

fn operations(document: &Document, sink: &mut Sink) -> Vec<Endpoint> {
    let mut endpoints: Vec<Endpoint> = Vec::new();
    for (name, written) in &document.operations.value {
        match TaxiiOperation::ALL.into_iter().find(|operation| operation.as_str() == name.value) {
            Some(operation) => endpoints.push(endpoint(operation, written, sink)),
            None => unknown(sink, "operation", name, TaxiiOperation::ALL.map(TaxiiOperation::as_str).as_slice()),
        }
    }
    if document.operations.value.is_empty() {
        sink.report(Code::MISSING_KEY, &document.operations.place, "`operations` lists none")
            .help("list at least one, `objects: {}`");
    }
    endpoints
}

fn endpoint(operation: TaxiiOperation, written: &doc::Operation, sink: &mut Sink) -> Endpoint {
    Endpoint {
        operation,
        summary: written.summary.clone().unwrap_or_default(),
        filters: filters(operation, written, sink),
        example: written
            .example
            .iter()
            .flat_map(|example| &example.request)
            .map(|(name, value)| (name.value.clone(), values::text(value)))
            .collect(),
    }
}

fn filters(operation: TaxiiOperation, written: &doc::Operation, sink: &mut Sink) -> Vec<Filter> {
    let Some(parameters) = &written.parameters else {
        return if operation.is_paged() { Filter::ALL.to_vec() } else { Vec::new() };
    };
    let mut filters = Vec::new();
    for parameter in parameters {
        match Filter::ALL.into_iter().find(|filter| filter.as_str() == parameter.value) {
            Some(_) if !operation.is_paged() => {
                let message = format!("`{}` takes no parameters", operation.as_str());
                sink.report(Code::UNKNOWN_VALUE, &parameter.place, message)
                    .help("parameters belong to `manifest` and `objects`");
            }
            Some(filter) if filters.contains(&filter) => {
                sink.report(Code::DUPLICATE_NAME, &parameter.place, format!("`{}` is listed twice", parameter.value))
                    .help("remove one of them");
            }
            Some(filter) => filters.push(filter),
            None => unknown(sink, "parameter", parameter, Filter::ALL.map(Filter::as_str).as_slice()),
        }
    }
    filters
}
