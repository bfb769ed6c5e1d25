//! document -> model: every name looked up, every template and path parsed, every input inferred, every problem reported.

pub(crate) mod auth;
pub(crate) mod context;
mod naftiko;
mod settings;
mod taxii;
pub(crate) mod text;

use crate::diagnostic::Sink;
use crate::library::Library;
use crate::model::Model;
use crate::read::Document;

/// What the document `index` of a library means, as the package of that name; none if anything in it is wrong, or if it is only
/// there to be imported.
pub fn model(library: &Library, index: usize, package: &str, document: &Document, sink: &mut Sink) -> Option<Model> {
    let model = match document {
        Document::Naftiko(document) => naftiko::model(library, index, package, document, sink),
        Document::Taxii(document) => taxii::model(package, library.source(index), document, sink),
    };
    model.filter(|_| !sink.has_errors())
}
