//! Operations a second, step by step on the founding documents, in all on synthesised ones: `cargo bench -p capwright-codegen`.
#![allow(clippy::expect_used)] // the documents are the repository's own

use std::path::Path;

use capwright_benches::{Api, Order, Style, apis};
use capwright_codegen::diagnostic::Sink;
use capwright_codegen::model::Model;
use capwright_codegen::{Goal, Listing, Options, Project, Source, emit, read, render, resolve};
use divan::Bencher;
use divan::counter::ItemsCount;

const SPECS: [&str; 2] = ["tanium/threat-response-connections.yaml", "threatconnect/taxii.yaml"];

fn main() {
    divan::main();
}

/// Text to document; the text itself is already in memory.
#[divan::bench(args = SPECS)]
fn read_document(bencher: Bencher<'_, '_>, spec: &str) {
    let project = project(spec);
    bencher.counter(operations(&project)).bench(|| document(&project));
}

#[divan::bench(args = SPECS)]
fn resolve_model(bencher: Bencher<'_, '_>, spec: &str) {
    let project = project(spec);
    let document = document(&project);
    bencher
        .counter(operations(&project))
        .bench(|| resolve::model(project.library(), 0, project.package_name(0), &document, &mut Sink::default()));
}

#[divan::bench(args = SPECS)]
fn emit_code(bencher: Bencher<'_, '_>, spec: &str) {
    let project = project(spec);
    let model = model(&project);
    bencher.counter(operations(&project)).bench(|| emit::code(&model, project.options()));
}

#[divan::bench(args = SPECS)]
fn render_files(bencher: Bencher<'_, '_>, spec: &str) {
    let project = project(spec);
    let code = emit::code(&model(&project), project.options());
    bencher.counter(operations(&project)).bench_local(|| render::package(&code));
}

/// All of it, and what comes before: package names, data files.
#[divan::bench(args = SPECS)]
fn whole(bencher: Bencher<'_, '_>, spec: &str) {
    let operations = operations(&project(spec));
    let source = source(spec);
    bencher
        .counter(operations)
        .with_inputs(|| source.clone())
        .bench_values(|source| Project::new(vec![source], options()).compile(0));
}

/// Synthesised documents, one after the other: the rate must not fall with their number.
#[divan::bench(args = [5, 10, 20, 40])]
fn synthesised(bencher: Bencher<'_, '_>, documents: usize) {
    let order = Order { seed: 1, documents, operations: 10, style: Style::Public };
    let source = |(name, api): (String, Api)| Source::new(name.clone(), name, api.capability());
    let sources: Vec<Source> = apis(order).map(source).collect();
    bencher.counter(ItemsCount::new(order.documents * order.operations)).with_inputs(|| sources.clone()).bench_values(
        |sources| {
            let project = Project::new(sources, options());
            project.documents().map(|index| project.compile(index)).collect::<Vec<_>>()
        },
    );
}

fn project(spec: &str) -> Project {
    Project::new(vec![source(spec)], options())
}

fn source(spec: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs").join(spec);
    Source::new(spec, spec, std::fs::read_to_string(path).expect("the founding documents are in the repository"))
}

fn options() -> Options {
    Options::default()
}

fn document(project: &Project) -> read::Document {
    read::document(project.source(0), &mut Sink::default()).expect("the founding documents can be read")
}

fn model(project: &Project) -> Model {
    project.compile_to(Goal::Model, 0, &mut ()).model.expect("the founding documents are accepted")
}

fn operations(project: &Project) -> ItemsCount {
    ItemsCount::new(Listing::of(&model(project)).operations.len())
}
