//! Crates of many shapes compile without a warning: of rustc, clippy and rustdoc.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use capwright_codegen::diagnostic::render;
use capwright_codegen::{Package, Project};
use common::{fixtures, repository};

#[test]
fn crates_of_all_shapes_compile_without_a_warning() {
    let packages = packages();
    let workspace = workspace(&packages);
    cargo(&workspace, "clippy --quiet --offline --workspace --all-targets -- -D warnings");
    cargo(&workspace, "doc --quiet --offline --workspace --no-deps");
}

/// The crates of all fixtures, each with a name that no crate of the repository has.
fn packages() -> Vec<Package> {
    let sources = fixtures("compile").into_iter().map(|source| {
        let path = format!("fixture/{}", source.path);
        capwright_codegen::Source::new(path.clone(), path, source.text)
    });
    let project = common::project(sources.collect());
    project.documents().map(|index| package(&project, index)).collect()
}

fn package(project: &Project, index: usize) -> Package {
    let compiled = project.compile(index);
    compiled.package.unwrap_or_else(|| {
        let reports = compiled.diagnostics.iter().map(|report| render(report, project.source(index), false));
        panic!("{}", reports.collect::<Vec<_>>().join("\n\n"))
    })
}

/// A workspace of the crates below `target`, with the repository's versions. Files that stay as they are keep their time.
fn workspace(packages: &[Package]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
    let _ = fs::remove_dir_all(root.join("crates"));
    let runtime = repository("runtime").canonicalize().unwrap();
    for package in packages {
        for (path, text) in &package.files {
            let text = text.replace(common::RUNTIME, runtime.to_str().unwrap());
            write(&root.join("crates").join(&package.name).join(path), &text);
        }
    }
    write(&root.join("Cargo.toml"), "[workspace]\nresolver = \"3\"\nmembers = [\"crates/*\"]\n");
    fs::copy(repository("Cargo.lock"), root.join("Cargo.lock")).unwrap();
    root
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Runs cargo with the repository's target folder and profile, so that dependencies are built once.
fn cargo(workspace: &Path, command: &str) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let output = Command::new(env!("CARGO"))
        .args(command.split(' '))
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap();
    assert!(output.status.success(), "cargo {command}\n{}", String::from_utf8_lossy(&output.stderr));
}
