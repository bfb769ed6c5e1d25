//! Which collections the examples show, and which they only mention: the mock has no place for what those hold.

use crate::diagnostic::{Code, Sink, nearest};
use crate::model::taxii::TaxiiOperation;
use crate::read::Spanned;
use crate::read::data::Data;
use crate::read::taxii::{Document, Example};
use crate::resolve::taxii::values::{text, words};

/// Reports objects and records of collections that no example shows.
pub(crate) fn check(document: &Document, sink: &mut Sink) {
    let shown = shown(document);
    for (operation, example) in examples(document).filter(|(operation, _)| operation.is_paged()) {
        let Some(first) = list(&example.response.value, "objects").and_then(<[_]>::first) else { continue };
        match example.request.get("collection") {
            Some(given) if shown.contains(&text(&given.value).as_str()) => {}
            Some(given) => report_unshown(sink, given, &shown),
            None if operation == TaxiiOperation::Manifest => {} // only says when objects were added
            None => {
                let message = "the example does not say which collection holds these objects";
                let help = match shown.first() {
                    Some(shown) => format!("add `request: {{collection: {shown}}}`"),
                    None => "show the collection in the example of `collections`, and name it in `request`".to_owned(),
                };
                sink.report(Code::INVALID_EXAMPLE, &first.place, message).help(help);
            }
        }
    }
}

fn report_unshown(sink: &mut Sink, given: &Spanned<Data>, shown: &[&str]) {
    let name = text(&given.value);
    let message = format!("no example shows a collection `{name}`");
    let near = nearest(&name, shown.iter().copied());
    let report = sink.report(Code::INVALID_EXAMPLE, &given.place, message);
    match near {
        Some(near) => report.help(format!("did you mean `{near}`?")).write(&given.place, near),
        None => report.help(format!("show it in the example of `collections`, with `id: {name}`")),
    };
}

/// Identifiers and aliases of the collections that examples show.
fn shown(document: &Document) -> Vec<&str> {
    let mut shown = Vec::new();
    for (operation, example) in examples(document) {
        let response = &example.response;
        let collections = match operation {
            TaxiiOperation::Collection => std::slice::from_ref(response),
            TaxiiOperation::Collections => list(&response.value, "collections").unwrap_or_default(),
            _ => continue,
        };
        for collection in collections {
            let Data::Map(properties) = &collection.value else { continue };
            let names = ["id", "alias"].into_iter().filter_map(|key| properties.get(key));
            shown.extend(names.filter_map(|name| words(&name.value)));
        }
    }
    shown
}

/// The examples of operations that the standard has.
fn examples(document: &Document) -> impl Iterator<Item = (TaxiiOperation, &Example)> {
    document.operations.value.iter().filter_map(|(name, written)| {
        let operation = TaxiiOperation::ALL.into_iter().find(|operation| operation.as_str() == name.value)?;
        Some((operation, written.example.as_ref()?))
    })
}

/// The list of a page.
fn list<'d>(page: &'d Data, key: &str) -> Option<&'d [Spanned<Data>]> {
    let Data::Map(page) = page else { return None };
    match &page.get(key)?.value {
        Data::List(items) => Some(items),
        _ => None,
    }
}
