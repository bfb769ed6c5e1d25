//! Sections before and after their imports.

#![allow(clippy::unwrap_used)]

use crate::assemble::section::Section;
use crate::assemble::whole;
use crate::diagnostic::Sink;
use crate::library::Library;
use crate::read::naftiko::{Aggregation, Binding, Consume, Document, Expose};
use crate::source::Source;

const SHARED: &str = "ikanos: 1.0.0-beta5
binds:
- {namespace: env, keys: {KEY: KEY}}
capability:
  consumes:
  - {type: http, namespace: items, baseUri: 'https://items.test', resources: {}}
  - {type: http, namespace: orders, baseUri: 'https://orders.test', resources: {}}
  aggregates:
  - {namespace: totals, flows: {total: {description: Adds up.}}}
  exposes:
  - {type: mcp, namespace: tools, port: 1, tools: {}}
";

fn names<S: Section>(document: &Document) -> String {
    let names = S::of(document).iter().map(|entry| entry.namespace().map_or("?", |name| name.value.as_str()));
    names.collect::<Vec<_>>().join(" ")
}

fn library(text: &str, shared: &str) -> Library {
    Library::new([("a.yaml", text), ("shared.yaml", shared)].map(|(path, text)| Source::new(path, path, text)).to_vec())
}

/// The names of a section once the imports are resolved.
fn check<S: Section>(text: &str, expected: &str) {
    let library = library(text, SHARED);
    let mut sink = Sink::new();
    let document = library.read(0, &mut sink).unwrap();
    let whole = whole(&library, 0, document.as_naftiko().unwrap(), &mut sink);
    assert_eq!(names::<S>(&whole), expected, "{text} {:?}", sink.into_sorted());
}

fn import<S: Section>(entry: &str, expected: &str) {
    check::<S>(
        &format!("ikanos: 1.0.0-beta5\ncapability: {{{}: [{{from: shared.yaml, {entry}}}]}}\n", S::KEY),
        expected,
    );
}

#[test]
fn every_section_can_be_imported() {
    import::<Consume>("import: orders", "orders");
    import::<Consume>("import: orders, as: sales", "sales");
    import::<Consume>("import: returns", "");
    import::<Aggregation>("import: totals", "totals");
    import::<Aggregation>("import: totals, as: sums", "sums");
    import::<Expose>("import: tools", "tools");
    import::<Expose>("import: tools, as: things", "things");
    import::<Binding>("import: env", "env");
    import::<Binding>("import: env, as: vault", "vault");
}

/// Documents made up spellings without `import`.
#[test]
fn a_name_may_be_left_out() {
    let loose = |entry: &str, expected: &str| {
        check::<Consume>(&format!("naftiko: 1.0.0-alpha2\nimports: [{entry}]\ncapability: {{}}\n"), expected);
    };
    loose("shared.yaml", "items orders");
    loose("{url: shared.yaml, namespace: orders}", "orders");
    loose("{location: shared.yaml, name: items}", "items");
    loose("{location: shared.yaml, namespace: returns}", "");
}

/// Each import would bring all secrets of the document again: 200 times what a hostile one holds.
#[test]
fn what_is_wrong_with_a_document_is_told_once() {
    let shared = SHARED.replace("resources: {}", "resources: {}, auth: {type: bearer, token: hunter2}");
    let importer = "ikanos: 1.0.0-beta5
capability:
  consumes:
  - {from: shared.yaml, import: items}
  - {from: shared.yaml, import: orders}
  - {from: shared.yaml, import: returns}
";
    let library = library(importer, &shared);
    let mut sink = Sink::new();
    let document = library.read(0, &mut sink).unwrap();
    whole(&library, 0, document.as_naftiko().unwrap(), &mut sink);
    let missing = &sink.into_sorted()[0];
    assert_eq!((missing.code, missing.hidden.len()), ("missing-import", 2), "{missing:?}");
}
