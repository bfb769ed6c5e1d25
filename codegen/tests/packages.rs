//! The crates of the repository are what is generated, and what comes out depends on nothing but the text that goes in.
//!
//! What a reviewer reads of them is pinned in `pins/`: `cargo xtask pin`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeMap;
use std::thread;

use capwright_codegen::{Package, Source};
use common::{documents, fixtures, project, repository};

/// What the repository holds, and what the tests have: apart, since documents of both may have one name.
fn sources() -> [Vec<Source>; 2] {
    [documents(&repository("specs")), fixtures("crates")]
}

fn compile(sources: Vec<Source>) -> BTreeMap<String, Package> {
    let project = project(sources);
    let packages = project.documents().filter_map(|index| project.compile(index).package);
    packages.map(|package| (package.name.clone(), package)).collect()
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
    for sources in sources() {
        let all = compile(sources.clone());
        let reversed = compile(sources.iter().rev().cloned().collect());
        assert!(all == reversed, "the order of documents matters");
        for source in &sources {
            let alone = compile(vec![source.clone()]);
            assert!(alone.iter().all(|(name, package)| all[name] == *package), "neighbours matter");
        }
        let threads: Vec<_> =
            (0..4).map(|_| sources.clone()).map(|sources| thread::spawn(|| compile(sources))).collect();
        assert!(threads.into_iter().all(|thread| thread.join().unwrap() == all), "threads matter");
    }
}

#[test]
fn every_file_says_what_made_it_and_every_rust_file_is_rust() {
    for (name, package) in sources().into_iter().flat_map(compile) {
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
