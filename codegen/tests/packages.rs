//! The crates of the repository, pinned by what a reviewer reads of them, `packages/<name>.snap`: files and public items.
//! And that what comes out depends on nothing but the text that goes in.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "common/beside.rs"]
mod beside;
mod common;

use std::collections::BTreeMap;
use std::thread;

use beside::{beside, case};
use capwright_codegen::{Manifest, Package, Source};
use common::{documents, fixtures, folder, project, repository};

/// Everything that is compiled somewhere in the tests.
fn sources() -> Vec<Source> {
    let mut sources = documents(&repository("specs"));
    sources.extend(fixtures("crates"));
    sources
}

fn compile(sources: Vec<Source>) -> BTreeMap<String, Package> {
    let project = project(sources);
    let packages = project.documents().filter_map(|index| project.compile(index).package);
    packages.map(|package| (package.name.clone(), package)).collect()
}

#[test]
fn files_and_public_items_stay_as_they_are() {
    for (name, package) in compile(documents(&repository("specs"))) {
        let mut manifest = Manifest::default();
        manifest.add(&package);
        let pinned = format!("{}\n{}", manifest.render(), package.files["API.txt"]);
        let path = folder("packages").join(format!("{name}.snap"));
        beside(&path).bind(|| insta::assert_snapshot!(case(&path), pinned));
    }
}

#[test]
fn what_is_committed_is_what_is_generated() {
    for (name, package) in compile(documents(&repository("specs"))) {
        for (path, text) in &package.files {
            let committed = std::fs::read_to_string(repository("generated").join(&name).join(path)).unwrap_or_default();
            assert!(committed == *text, "{name}/{path} is stale: run cargo xtask gen");
        }
    }
}

#[test]
fn neither_order_nor_threads_nor_neighbours_change_a_byte() {
    let all = compile(sources());
    assert!(all.len() > 10, "{:?}", all.keys());
    let reversed = compile(sources().into_iter().rev().collect());
    assert!(all == reversed, "the order of documents matters");
    for source in sources() {
        let alone = compile(vec![source]);
        assert!(alone.iter().all(|(name, package)| all[name] == *package), "neighbours matter");
    }
    let threads: Vec<_> = (0..4).map(|_| thread::spawn(|| compile(sources()))).collect();
    assert!(threads.into_iter().all(|thread| thread.join().unwrap() == all), "threads matter");
}

#[test]
fn every_file_says_what_made_it_and_every_rust_file_is_rust() {
    for (name, package) in compile(sources()) {
        for (path, text) in &package.files {
            let first = text.lines().next().unwrap();
            assert!(first.contains(capwright_codegen::package::MARKER), "{name}/{path}: {first}");
            assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{name}/{path} ends with one line break");
            if path.ends_with(".rs") {
                syn::parse_file(text).unwrap_or_else(|error| panic!("{name}/{path}: {error}"));
            }
        }
    }
}
