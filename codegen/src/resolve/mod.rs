//! document -> model: every name looked up, every template and path parsed, every input inferred, every problem reported.

mod address;
mod header;
mod naftiko;
mod settings;
mod taxii;
mod template;

use crate::Project;
use crate::diagnostic::Sink;
use crate::model::Model;
use crate::read::Document;

/// What a document means; none if anything in it is wrong, or if it is only there to be imported.
pub fn model(project: &Project, index: usize, document: &Document, sink: &mut Sink) -> Option<Model> {
    let model = match document {
        Document::Naftiko(document) => naftiko::model(project, index, document, sink),
        Document::Taxii(document) => taxii::model(project.package_name(index), project.source(index), document, sink),
    };
    model.filter(|_| !sink.has_errors())
}

/// The title of a document as one line, else the name of its package.
fn title(written: Option<&str>, package: &str) -> String {
    let line = written.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
    if line.is_empty() { package.to_owned() } else { line }
}
