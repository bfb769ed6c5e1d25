//! Crates of many shapes, `crates/<case>.yaml`, compile without a warning: of rustc, clippy and rustdoc.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use capwright_codegen::{Package, Source};
use common::fixtures;
use common::workspace::{bare_cargo, cargo, workspace};

#[test]
fn crates_of_all_shapes_compile_without_a_warning() {
    let packages = packages();
    let workspace = workspace("crates", &packages);
    cargo(&workspace, &format!("{} --quiet --offline --workspace --all-targets --keep-going", linter()));
    cargo(&workspace, "doc --quiet --offline --workspace --no-deps --keep-going");
}

/// Clippy is no part of a minimal toolchain. CI has it, and does not go without.
fn linter() -> &'static str {
    let installed = bare_cargo().args(["clippy", "--version"]).output().is_ok_and(|tried| tried.status.success());
    assert!(installed || std::env::var_os("CI").is_none(), "CI needs clippy");
    if installed { "clippy" } else { "check" }
}

/// The crates of all fixtures, each with a name that no crate of the repository has.
fn packages() -> Vec<Package> {
    let sources = fixtures("crates").into_iter().map(|source| {
        let path = format!("fixture/{}", source.path);
        Source::new(path.clone(), path, source.text)
    });
    common::packages(&common::project(sources.collect())).into_values().collect()
}
