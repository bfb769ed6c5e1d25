//! Crates of many shapes compile without a warning: of rustc, clippy and rustdoc.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use capwright_codegen::diagnostic::render;
use capwright_codegen::{Package, Severity, Source};
use common::{fixtures, repository};

#[test]
fn crates_of_all_shapes_compile_without_a_warning() {
    let packages = packages();
    let workspace = workspace(&packages);
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
    let sources = fixtures("compile").into_iter().map(|source| {
        let path = format!("fixture/{}", source.path);
        Source::new(path.clone(), path, source.text)
    });
    let project = common::project(sources.collect());
    let (mut packages, mut refused) = (Vec::new(), String::new());
    for index in project.documents() {
        let compiled = project.compile(index);
        let errors = compiled.diagnostics.iter().filter(|report| report.severity == Severity::Error);
        errors.for_each(|error| refused += &format!("{}\n\n", render(error, project.sources(), false)));
        packages.extend(compiled.package);
    }
    assert!(refused.is_empty(), "{refused}");
    packages
}

/// A workspace of the crates below `target`, with the repository's versions. Files that stay as they are keep their time.
fn workspace(packages: &[Package]) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile");
    fs::create_dir_all(root.join("crates")).unwrap();
    for folder in fs::read_dir(root.join("crates")).unwrap().map(|folder| folder.unwrap().path()) {
        if packages.iter().all(|package| !folder.ends_with(&package.name)) {
            fs::remove_dir_all(folder).unwrap();
        }
    }
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
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Runs cargo with the repository's target folder and profile, so that dependencies are built once.
fn cargo(workspace: &Path, command: &str) {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let output = bare_cargo()
        .args(command.split(' '))
        .current_dir(workspace)
        .env("CARGO_TARGET_DIR", target)
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .env("RUSTDOCFLAGS", "-D warnings")
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && !said.contains("warning"), "cargo {command}\n{said}");
}

/// Cargo without what it told this test of its own package: build scripts that look at it would all run again.
fn bare_cargo() -> Command {
    let mut cargo = Command::new(env!("CARGO"));
    let told = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
    for (name, _) in std::env::vars().filter(|(name, _)| told(name)) {
        cargo.env_remove(name);
    }
    cargo
}
